-- Service windows (服务窗口, S070): which there are, whom a round judges of them, how forms are handed out at the spot.

CREATE TABLE service_window (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    -- Sort and search keys made by the program, as those of organisations.
    sort_key BYTEA NOT NULL,
    search_key TEXT NOT NULL,
    -- ISO day; NULL while it is open.
    closed_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX service_window_organisation ON service_window (organisation_id, sort_key, id);
CREATE INDEX service_window_sort ON service_window (sort_key, id);

-- The window judged, where an object is one: its organisation is then the one it belongs to.
ALTER TABLE round_object ADD COLUMN window_id UUID REFERENCES service_window (id);
-- The window whose visitors a panel is.
ALTER TABLE panel ADD COLUMN window_id UUID REFERENCES service_window (id);
CREATE INDEX panel_window ON panel (window_id);

-- To whom of a day's visitors forms are handed: every n-th, beginning with one drawn from a published seed.
CREATE TABLE hand_out_plan (
    batch_id UUID PRIMARY KEY REFERENCES batch (id),
    -- ISO days.
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- Visitors expected, and forms handed out, on each of them.
    visitors BIGINT NOT NULL,
    forms BIGINT NOT NULL,
    seed TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);

-- What was counted at a window on one day. A day belongs to the forms handed out, never to a ballot.
CREATE TABLE window_day (
    batch_id UUID NOT NULL REFERENCES batch (id),
    -- ISO day.
    day TEXT NOT NULL,
    handed_out BIGINT NOT NULL,
    -- Brought back unused.
    returned BIGINT NOT NULL,
    -- Who took a form, and how many units they came from: numbers, never names.
    persons BIGINT NOT NULL,
    units BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (batch_id, day)
);

-- A batch whose codes are on a tablet. They are encrypted under a key that nobody but the tablet has.
CREATE TABLE tablet (
    batch_id UUID PRIMARY KEY REFERENCES batch (id),
    -- SHA-256 of the key, to find the tablet that shows it.
    key_hash BYTEA NOT NULL,
    -- Erased when the round is sealed or the batch is voided.
    codes BYTEA,
    -- How many codes were given to somebody: a number, no time.
    given BIGINT NOT NULL,
    -- The staff's digits (Argon2id), and wrong ones since the last right ones.
    pin_hash TEXT NOT NULL,
    wrong_tries BIGINT NOT NULL
);
CREATE UNIQUE INDEX tablet_key ON tablet (key_hash);
