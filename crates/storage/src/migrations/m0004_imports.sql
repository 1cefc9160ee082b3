-- Spreadsheets brought in: the file, what was found, what was chosen.

CREATE TABLE import (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('organisations', 'members')),
    file_name TEXT NOT NULL,
    -- Erased once the import is applied or given up: it may hold what the platform must not keep.
    file BYTEA,
    state TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'refused', 'applying', 'applied', 'given_up')),
    -- What the check found, as the page shows it (JSON).
    report TEXT NOT NULL,
    -- Corrections and answers chosen so far (JSON).
    choices TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    -- The subtree the importer may write to; NULL is the whole tree.
    reach_root UUID,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX import_created ON import (created_at, id);
