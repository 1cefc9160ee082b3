-- What two people counted of paper is corrected by two and both versions stay; small batches of paper are keyed together;
-- a tablet's digits cannot be guessed for ever.

-- A count of paper that two people confirmed and two tally keepers replaced, with why. The one before is in `before_…`.
CREATE TABLE paper_correction (
    id UUID PRIMARY KEY,
    batch_id UUID NOT NULL REFERENCES paper_batch (id),
    -- 'asked' by the first, 'done' when the second counted the same; one taken back is removed.
    state TEXT NOT NULL CHECK (state IN ('asked', 'done')),
    reason TEXT NOT NULL,
    handed_out BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    missing BIGINT NOT NULL,
    sheets_in_box BIGINT NOT NULL,
    before_handed_out BIGINT NOT NULL,
    before_returned BIGINT NOT NULL,
    before_missing BIGINT NOT NULL,
    before_sheets_in_box BIGINT NOT NULL,
    before_words TEXT,
    before_counted_by UUID,
    before_counted_by_second UUID,
    asked_by UUID NOT NULL,
    confirmed_by UUID
);
CREATE INDEX paper_correction_batch ON paper_correction (batch_id, id);

-- The batch of the same judge group whose sheets these were shuffled with, and which is keyed with them: NULL where it is
-- keyed by itself. Each keeps the numbers it was counted with.
ALTER TABLE paper_batch ADD COLUMN pooled_into UUID REFERENCES paper_batch (id);
-- Sheets of other batches among those that are keyed as this one's.
ALTER TABLE paper_batch ADD COLUMN pooled_sheets BIGINT NOT NULL DEFAULT 0;

-- Wrong digits since the tablet was made or unlocked; right ones between them take none away.
ALTER TABLE tablet ADD COLUMN wrong_in_all BIGINT NOT NULL DEFAULT 0;
