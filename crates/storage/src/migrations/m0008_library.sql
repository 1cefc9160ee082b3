-- Templates that offices made: instruments and scales beside those the program brings along.

CREATE TABLE template (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('instruments', 'scales')),
    -- Code and version name a template for ever, in the whole installation.
    code TEXT NOT NULL,
    template_version BIGINT NOT NULL,
    -- Who made it; rounds of its subtree may take it.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'ready', 'retired')),
    -- Whether a round took it: then it stays as it is for ever.
    used TEXT NOT NULL CHECK (used IN ('yes', 'no')),
    -- The template (TOML), always in the same form.
    content TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (kind, code, template_version)
);
CREATE INDEX template_organisation ON template (organisation_id, id);
