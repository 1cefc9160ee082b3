-- Opened opinion boxes (F18, S067): which box, when, by which two people, how many opinions were in it and about what.

CREATE TABLE box_opening (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- Where the box hangs.
    place TEXT NOT NULL,
    -- ISO day.
    opened_on TEXT NOT NULL,
    -- By name; nobody opens a box alone.
    first_opener TEXT NOT NULL,
    second_opener TEXT NOT NULL,
    opinions BIGINT NOT NULL,
    -- How many of them are about each aspect, as JSON: [["作风", 3], …]; together as many as there are opinions.
    aspects TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    CHECK (first_opener <> second_opener)
);
CREATE INDEX box_opening_round ON box_opening (round_id, organisation_id, id);
