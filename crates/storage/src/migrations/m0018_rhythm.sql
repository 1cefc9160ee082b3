-- The rhythm of a year: an appraisal each quarter, a summary each half-year, an overall one at its end (S061); what members
-- are asked each quarter (S062) and each half-year (S063). The 4 + 2 + 1 events of an organisation are computed, not stored.

CREATE TABLE cycle (
    id UUID PRIMARY KEY,
    -- The office's organisation: the cycle holds for everything below it.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    year BIGINT NOT NULL,
    -- How the year follows from its quarters (R44): their ballots pooled, or the quarters shown only.
    yearly_rule TEXT NOT NULL CHECK (yearly_rule IN ('pooled', 'shown_only')),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX cycle_year ON cycle (organisation_id, year);

CREATE TABLE cycle_round (
    -- A round stands in one period of one cycle; a draft that is thrown away goes with its place.
    round_id UUID PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    period TEXT NOT NULL CHECK (period IN ('q1', 'q2', 'q3', 'q4', 'year')),
    version BIGINT NOT NULL
);
CREATE INDEX cycle_round_cycle ON cycle_round (cycle_id, period, round_id);

CREATE TABLE cycle_summary (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    period TEXT NOT NULL CHECK (period IN ('h1', 'h2', 'year')),
    words TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX cycle_summary_period ON cycle_summary (cycle_id, organisation_id, period);

CREATE TABLE slackening_meeting (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    year BIGINT NOT NULL,
    quarter BIGINT NOT NULL CHECK (quarter IN (1, 2, 3, 4)),
    -- The day of the meeting, planned or held.
    held_on TEXT NOT NULL,
    -- Representatives of the masses who attended; NULL until it was held.
    representatives BIGINT,
    -- Ordinary workers of the unit and their hours together in tenths, both or none (A10).
    workers BIGINT,
    worker_hours_tenths BIGINT,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX slackening_meeting_quarter ON slackening_meeting (organisation_id, year, quarter);

CREATE TABLE slackening_check (
    id UUID PRIMARY KEY,
    meeting_id UUID NOT NULL REFERENCES slackening_meeting (id),
    member_id UUID NOT NULL REFERENCES member (id),
    -- What the member says of each item of four_no_slackenings; NULL is not said.
    self_n1 TEXT CHECK (self_n1 IN ('yes', 'no')),
    self_n2 TEXT CHECK (self_n2 IN ('yes', 'no')),
    self_n3 TEXT CHECK (self_n3 IN ('yes', 'no')),
    self_n4 TEXT CHECK (self_n4 IN ('yes', 'no')),
    words_n1 TEXT NOT NULL,
    words_n2 TEXT NOT NULL,
    words_n3 TEXT NOT NULL,
    words_n4 TEXT NOT NULL,
    -- The figures N3 is computed from.
    hours_tenths BIGINT,
    waste TEXT CHECK (waste IN ('yes', 'no')),
    violation TEXT CHECK (violation IN ('yes', 'no')),
    accident TEXT CHECK (accident IN ('yes', 'no')),
    -- Representatives satisfied with each item: numbers only, never who.
    judged_n1 BIGINT,
    judged_n2 BIGINT,
    judged_n3 BIGINT,
    judged_n4 BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX slackening_check_member ON slackening_check (meeting_id, member_id);

CREATE TABLE letting_off_review (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    member_id UUID NOT NULL REFERENCES member (id),
    year BIGINT NOT NULL,
    half BIGINT NOT NULL CHECK (half IN (1, 2)),
    -- What the member reported of this half-year and plans for the next.
    report TEXT NOT NULL,
    plan TEXT NOT NULL,
    -- The masses' opinion, without names, and the branch's comment after hearing it.
    opinion TEXT NOT NULL,
    remark TEXT NOT NULL,
    -- Why the member is recommended for commendation; NULL where not.
    recommended_reason TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX letting_off_review_member ON letting_off_review (organisation_id, year, half, member_id);

CREATE TABLE letting_off_item (
    id UUID PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES letting_off_review (id),
    -- An item of four_not_letting_offs.
    item TEXT NOT NULL CHECK (item IN ('P1', 'P2', 'P3', 'P4')),
    -- A code of consequences.toml, and what is to be done.
    remedy TEXT NOT NULL,
    words TEXT NOT NULL,
    -- When and how it was dealt with; NULL while it is open.
    done_on TEXT,
    done_words TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX letting_off_item_review ON letting_off_item (review_id, item);
