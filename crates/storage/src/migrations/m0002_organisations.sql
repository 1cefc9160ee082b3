-- The typed tree of party organisations (S135) with its history.

CREATE TABLE organisation (
    id UUID PRIMARY KEY,
    parent_id UUID REFERENCES organisation (id),
    name TEXT NOT NULL,
    -- Sort and search keys made by the program, because databases disagree about case and Chinese; bytes sort alike.
    sort_key BYTEA NOT NULL,
    search_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('territory_committee', 'work_committee', 'party_group', 'committee',
        'general_branch', 'branch', 'group')),
    sector TEXT,
    ethnic_area TEXT NOT NULL CHECK (ethnic_area IN ('yes', 'no')),
    -- To the precision known: 1953, 1953-04 or 1953-04-09.
    founded TEXT,
    secretary_name TEXT,
    declared_members BIGINT,
    remark TEXT,
    -- A theme and a target of its own, over those inherited from sector and superior (S002).
    own_theme TEXT,
    own_target TEXT,
    closed_on TEXT,
    merged_into UUID REFERENCES organisation (id),
    version BIGINT NOT NULL
);
CREATE INDEX organisation_parent ON organisation (parent_id);
CREATE INDEX organisation_sort ON organisation (sort_key, id);

CREATE TABLE organisation_event (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL CHECK (kind IN ('created', 'renamed', 'changed', 'moved', 'merged', 'absorbed', 'closed', 'reopened')),
    happened_on TEXT NOT NULL,
    before_text TEXT,
    after_text TEXT,
    recorded_at BIGINT NOT NULL,
    account_id UUID
);
CREATE INDEX organisation_event_organisation ON organisation_event (organisation_id, recorded_at, id);
