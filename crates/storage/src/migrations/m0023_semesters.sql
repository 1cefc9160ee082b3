-- Rounds of a semester (S034), who is planned to go through a procedure (S066), versions of declared weights that go on
-- after a withdrawal (S078, R40), weak points of a forum that become corrections (S064).

-- A round may stand in a half-year too; everything else of the table is as it was.
CREATE TABLE cycle_round_of_halves (
    -- A round stands in one period of one cycle; a draft that is thrown away goes with its place.
    round_id UUID PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    period TEXT NOT NULL CHECK (period IN ('q1', 'q2', 'q3', 'q4', 'h1', 'h2', 'year')),
    version BIGINT NOT NULL
);
INSERT INTO cycle_round_of_halves (round_id, cycle_id, period, version)
    SELECT round_id, cycle_id, period, version FROM cycle_round;
DROP TABLE cycle_round;
ALTER TABLE cycle_round_of_halves RENAME TO cycle_round;
CREATE INDEX cycle_round_cycle ON cycle_round (cycle_id, period, round_id);

-- Who goes through the steps of a procedure, and at which unit, as the office planned it before anything was recorded.
CREATE TABLE procedure_subject (
    round_id UUID NOT NULL REFERENCES round (id),
    -- A code of procedures.toml.
    procedure_code TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- Name and post.
    subject TEXT NOT NULL,
    PRIMARY KEY (round_id, procedure_code, organisation_id, subject)
);
-- Whoever has a record was planned.
INSERT INTO procedure_subject (round_id, procedure_code, organisation_id, subject)
    SELECT DISTINCT round_id, procedure_code, organisation_id, subject FROM procedure_record WHERE subject <> '';

-- A declaration that was taken back stays with its number, so that the next one goes on from it.
ALTER TABLE composite ADD COLUMN withdrawn TEXT NOT NULL DEFAULT 'no' CHECK (withdrawn IN ('yes', 'no'));

CREATE TABLE correction_weak_point (
    -- A weak point recorded at a forum belongs to one project at most.
    record_id UUID PRIMARY KEY REFERENCES procedure_record (id),
    project_id UUID NOT NULL REFERENCES correction_project (id)
);
CREATE INDEX correction_weak_point_project ON correction_weak_point (project_id, record_id);
