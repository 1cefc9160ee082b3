-- The archive (归档包) of a sealed round. The file is no row and lies nowhere: it is written again, byte by byte the same,
-- from what is here, the frozen text, the release and the sealed store, whenever somebody fetches it.

CREATE TABLE round_archive (
    round_id UUID PRIMARY KEY REFERENCES round (id),
    -- Its judge groups, batches and steps as they stood at sealing (JSON); what is counted later changes no archive.
    lines TEXT NOT NULL,
    ballots BIGINT NOT NULL,
    -- The root over the sorted commitments, in hexadecimal.
    root TEXT NOT NULL,
    -- The same tree cut into blocks: the first commitment and the root of each (JSON).
    blocks TEXT NOT NULL,
    -- The round's signatures over the public and over the auditor's archive; NULL where its keys were lost before.
    public_signature TEXT,
    auditor_signature TEXT,
    -- The auditor's archive: which tally keeper asked for its release and to whom, which other one released it.
    asked_by UUID REFERENCES account (id),
    recipient TEXT,
    released_by UUID REFERENCES account (id),
    CHECK ((asked_by IS NULL) = (recipient IS NULL)),
    CHECK (released_by IS NULL OR released_by <> asked_by)
);
