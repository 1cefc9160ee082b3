-- Members and exemptions (S077). Never ethnicity, identity number or home address.

CREATE TABLE member (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    search_key TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('male', 'female')),
    birth TEXT,
    -- 'unknown' where a spreadsheet did not say: nothing is assumed about a person.
    category TEXT NOT NULL CHECK (category IN ('full', 'probationary', 'unknown')),
    joined TEXT,
    service TEXT,
    party_post TEXT,
    post_title TEXT,
    ended_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX member_organisation ON member (organisation_id, sort_key, id);
CREATE INDEX member_sort ON member (sort_key, id);

CREATE TABLE exemption (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES member (id),
    -- A coarse category only, never a medical detail (P06).
    kind TEXT NOT NULL CHECK (kind IN ('aged', 'illness')),
    from_day TEXT NOT NULL,
    to_day TEXT,
    confirmed_by UUID NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX exemption_member ON exemption (member_id);
