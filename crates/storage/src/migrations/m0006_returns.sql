-- The statistics return F19 (S081): drawn up, filed upward, sent back or accepted, rolled up along the tree.

CREATE TABLE statistics_return (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    round_id UUID NOT NULL REFERENCES round (id),
    -- The return it is added to; NULL for the owner of the round. Frozen when drawn up, as are name and sort key:
    -- a later move in the tree does not change who files to whom in this round.
    parent_id UUID REFERENCES statistics_return (id),
    unit_name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'filed', 'sent_back', 'accepted')),
    -- The organisation's own direct figures as the form writes them (JSON: line → entry text), and why a line is blank.
    lines TEXT NOT NULL,
    reasons TEXT NOT NULL,
    -- What was filed: own figures and those of the children accepted until then (JSON); NULL before filing.
    filed_figures TEXT,
    filled_on TEXT,
    filed_at BIGINT,
    filed_by UUID,
    decided_at BIGINT,
    decided_by UUID,
    due_on TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX statistics_return_once ON statistics_return (organisation_id, round_id);
CREATE INDEX statistics_return_round ON statistics_return (round_id, sort_key, id);
CREATE INDEX statistics_return_parent ON statistics_return (parent_id, sort_key, id);

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

-- What happened to a return, never changed afterwards.
CREATE TABLE return_event (
    id UUID PRIMARY KEY,
    return_id UUID NOT NULL REFERENCES statistics_return (id),
    kind TEXT NOT NULL CHECK (kind IN ('drawn_up', 'filled_again', 'changed', 'corrected', 'uploaded', 'filed', 'sent_back', 'accepted')),
    -- A short particular: a line and its value, a file name.
    details TEXT NOT NULL,
    account_id UUID NOT NULL,
    actor_name TEXT NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX return_event_return ON return_event (return_id, happened_at, id);
