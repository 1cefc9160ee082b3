-- What a round declares besides its thresholds, and the version of an answer.

-- The measure and the judges the verdict rule is read from: lines 1b and 1c (organisations), 1f and 1g (members).
CREATE TABLE verdict_source (
    round_id UUID NOT NULL REFERENCES round (id),
    object_kind TEXT NOT NULL CHECK (object_kind IN ('organisation', 'member')),
    -- An instrument of one of the round's measures; the variants of its words are one measure.
    instrument_code TEXT NOT NULL,
    -- Categories of judges (JSON list of codes).
    categories TEXT NOT NULL,
    PRIMARY KEY (round_id, object_kind)
);

-- The head of the working group, where that person has an account: never a tally keeper of the round.
ALTER TABLE round ADD COLUMN head_account_id UUID REFERENCES account (id);

ALTER TABLE opinion_answer ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
