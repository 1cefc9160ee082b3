-- Accounts, roles, sessions, what was posted, the audit trail and the outbox.

CREATE TABLE account (
    id UUID PRIMARY KEY,
    sign_in_name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    -- Sort and search keys made by the program, because databases disagree about case and Chinese; bytes sort alike.
    sort_key BYTEA NOT NULL,
    search_key TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    password_kind TEXT NOT NULL CHECK (password_kind IN ('one_time', 'own')),
    member_id UUID,
    failed_attempts BIGINT NOT NULL,
    locked_until BIGINT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE role_grant (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL CHECK (role IN ('campaign_office', 'secretary', 'member', 'tally_keeper', 'statistician',
        'clerk', 'system_administrator', 'security_administrator', 'auditor')),
    -- The root of the subtree the role reaches; NULL is the whole tree.
    organisation_id UUID,
    granted_at BIGINT NOT NULL,
    granted_by UUID,
    ended_at BIGINT
);
CREATE INDEX role_grant_account ON role_grant (account_id);

CREATE TABLE session (
    -- SHA-256 of the token in the cookie: a copy of the database signs nobody in.
    token_hash BYTEA PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE form_post (
    -- The random key of a form: posted twice, it counts once.
    form_key TEXT PRIMARY KEY,
    account_id UUID,
    answer TEXT NOT NULL,
    posted_at BIGINT NOT NULL
);

CREATE TABLE audit_event (
    id UUID PRIMARY KEY,
    happened_at BIGINT NOT NULL,
    account_id UUID,
    actor_name TEXT NOT NULL,
    event TEXT NOT NULL,
    organisation_id UUID,
    details TEXT NOT NULL
);
CREATE INDEX audit_event_time ON audit_event (happened_at, id);

CREATE TABLE job (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    failure TEXT
);
CREATE INDEX job_state ON job (state, created_at, id);
