-- Procedures of a round (议程, S059 S064 S066 S076 S079 S080): which of them it follows, and what was done of each step.

CREATE TABLE round_procedure (
    round_id UUID NOT NULL REFERENCES round (id),
    -- A code of procedures.toml.
    procedure_code TEXT NOT NULL,
    PRIMARY KEY (round_id, procedure_code)
);

CREATE TABLE procedure_record (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    -- Codes of procedures.toml.
    procedure_code TEXT NOT NULL,
    step TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- Whose step it is, where a procedure goes person by person; empty where it is the organisation's.
    subject TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    -- Persons who took part, where the step counts them.
    persons BIGINT,
    words TEXT NOT NULL,
    -- Where the proof of it is: a file number, a notice board, a photograph.
    evidence TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX procedure_record_step
    ON procedure_record (round_id, procedure_code, organisation_id, subject, step);

-- Reports made by others than the head (S079); those by heads are line 4a of the return.
ALTER TABLE round_meeting ADD COLUMN others_reporting BIGINT NOT NULL DEFAULT 0;
