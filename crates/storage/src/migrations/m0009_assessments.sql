-- The four appraisals side by side (S078, R40): what is declared of one figure over them, and the two of them that somebody
-- gives by name until their own engines exist.

CREATE TABLE composite (
    round_id UUID PRIMARY KEY REFERENCES round (id),
    -- How often it was declared: the version that is frozen with the round.
    revision BIGINT NOT NULL,
    -- What the sources weigh in tenths of a percent (JSON list), and what the grades are worth by scale (JSON).
    weights TEXT NOT NULL,
    points TEXT NOT NULL
);

CREATE TABLE named_record (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    object_id UUID NOT NULL REFERENCES round_object (id),
    source TEXT NOT NULL CHECK (source IN ('leader_review', 'organisation_assessment')),
    -- Who judged, with the post, and on which day.
    author TEXT NOT NULL,
    given_on TEXT NOT NULL,
    -- A grade of the scale of the object's measure.
    grade TEXT NOT NULL,
    words TEXT NOT NULL,
    -- Who entered it.
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX named_record_object ON named_record (object_id, source);
CREATE INDEX named_record_round ON named_record (round_id, object_id, source);
