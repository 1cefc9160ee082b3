-- What the seed of a draw will be read from (S050): declared with the digest of the list, before anybody can know the
-- seed, and never changed. A source that failed is followed by another one that two people declare; all stay.
CREATE TABLE draw_source (
    panel_id UUID NOT NULL REFERENCES panel (id) ON DELETE CASCADE,
    -- From 1.
    number BIGINT NOT NULL CHECK (number > 0),
    round_id UUID NOT NULL REFERENCES round (id),
    -- What is read: 福利彩票双色球第 2026100 期红球.
    source TEXT NOT NULL,
    -- Where it is read.
    place TEXT NOT NULL,
    -- How it is written down: in which order, with which marks between.
    format TEXT NOT NULL,
    -- When it comes about: a day (ISO) and an hour (HH:MM), of the office.
    due_on TEXT NOT NULL,
    due_at TEXT NOT NULL,
    -- Why the source before could not be read; empty for the first.
    reason TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('declared', 'proposed', 'dropped')),
    declared_on TEXT NOT NULL,
    declared_by UUID NOT NULL REFERENCES account (id),
    -- The second person, where it follows another one.
    agreed_by UUID REFERENCES account (id),
    PRIMARY KEY (panel_id, number)
);
CREATE INDEX draw_source_round ON draw_source (round_id, panel_id, number);

-- What was read from a source: entered by one person, confirmed by a second; what was sent back stays.
CREATE TABLE draw_reading (
    panel_id UUID NOT NULL REFERENCES panel (id) ON DELETE CASCADE,
    -- From 1.
    number BIGINT NOT NULL CHECK (number > 0),
    round_id UUID NOT NULL REFERENCES round (id),
    -- The source it was read from.
    source_number BIGINT NOT NULL,
    seed TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('waits', 'confirmed', 'sent_back')),
    -- Why it was sent back; else empty.
    reason TEXT NOT NULL,
    read_on TEXT NOT NULL,
    read_by UUID NOT NULL REFERENCES account (id),
    -- Who confirmed it or sent it back.
    answered_by UUID REFERENCES account (id),
    PRIMARY KEY (panel_id, number)
);
CREATE INDEX draw_reading_round ON draw_reading (round_id, panel_id, number);

-- What a round that was drawn up after an earlier one left out of it, and why.
CREATE TABLE round_omission (
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    -- From 1.
    number BIGINT NOT NULL CHECK (number > 0),
    -- Why: the end of a text key.
    reason TEXT NOT NULL,
    -- Who or what, by name.
    name TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
);
