-- Paper (纸质评议表): blank forms without number or code, counted and keyed after casting by two people each, and moved
-- to the ballot store at once. No row of these tables leads to a judge.

CREATE TABLE paper_batch (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    panel_id UUID NOT NULL REFERENCES panel (id),
    -- The number the ballot store knows it by: one sequence with `batch.number`.
    number BIGINT NOT NULL,
    printed BIGINT NOT NULL,
    handed_out BIGINT,
    -- Brought back unused; neither brought back nor in the box; found in the box.
    returned BIGINT,
    missing BIGINT,
    sheets_in_box BIGINT,
    -- Of those in the box: no ballot, because it cannot be read or leaves blank what must be graded; told on acceptance.
    invalid BIGINT,
    -- 'moving': accepted, perhaps not yet in the ballot store; goes on by itself.
    state TEXT NOT NULL CHECK (state IN ('printed', 'counted', 'keying', 'moving', 'accepted', 'missing')),
    counted_by UUID,
    counted_by_second UUID,
    -- Why the numbers do not add up, in the words of who counted first.
    count_words TEXT,
    first_keyer UUID,
    second_keyer UUID,
    -- Who decided what the two read differently; neither of them.
    resolver UUID,
    accepted_by UUID,
    accepted_by_second UUID,
    lost_by UUID,
    lost_by_second UUID,
    lost_reason TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX paper_batch_round ON paper_batch (round_id, number);

-- What was read from a sheet, until its batch is accepted or recorded as missing; then it is erased. The number was put
-- on the sheet after the box was opened and the sheets were shuffled.
CREATE TABLE paper_draft (
    batch_id UUID NOT NULL REFERENCES paper_batch (id),
    sheet_number BIGINT NOT NULL,
    keying TEXT NOT NULL CHECK (keying IN ('first', 'second', 'resolution')),
    -- A sign for each answer in the order of the sheet; empty where the sheet is invalid.
    answers TEXT NOT NULL,
    -- What is written about each object (JSON), in the order of the sheet.
    opinions TEXT NOT NULL,
    invalid TEXT NOT NULL CHECK (invalid IN ('yes', 'no')),
    version BIGINT NOT NULL,
    PRIMARY KEY (batch_id, sheet_number, keying)
);
