-- A round that judges again (再评, S048) whom an earlier one judged, after what was found there was put right.

CREATE TABLE round_repeat (
    round_id UUID PRIMARY KEY REFERENCES round (id),
    repeats_id UUID NOT NULL REFERENCES round (id)
);
CREATE INDEX round_repeat_repeats ON round_repeat (repeats_id);
