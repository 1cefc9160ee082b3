-- Feedback sheets that the judged say they received (S084): once an object, by whom and when.

CREATE TABLE acknowledgement (
    object_id UUID PRIMARY KEY REFERENCES round_object (id),
    round_id UUID NOT NULL REFERENCES round (id),
    -- Who acknowledged, and the name shown of that account then.
    account_id UUID NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    acknowledged_at BIGINT NOT NULL
);
CREATE INDEX acknowledgement_round ON acknowledgement (round_id, object_id);
