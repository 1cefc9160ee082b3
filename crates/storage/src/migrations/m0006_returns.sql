-- The statistics return F19 (S081): drawn up, filed upward, sent back or accepted, rolled up along the tree.

CREATE TABLE statistics_return (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    round_id UUID NOT NULL REFERENCES round (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'filed', 'sent_back', 'accepted')),
    -- The organisation's own direct figures as the form writes them (JSON: line → entry text), and why a line is blank.
    lines TEXT NOT NULL,
    reasons TEXT NOT NULL,
    filled_on TEXT,
    filed_at BIGINT,
    filed_by UUID,
    decided_at BIGINT,
    decided_by UUID,
    due_on TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX statistics_return_once ON statistics_return (organisation_id, round_id);

CREATE TABLE return_remark (
    id UUID PRIMARY KEY,
    return_id UUID NOT NULL REFERENCES statistics_return (id),
    -- The line it is about; NULL for the whole.
    line TEXT,
    words TEXT NOT NULL,
    account_id UUID NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX return_remark_return ON return_remark (return_id, written_at, id);
