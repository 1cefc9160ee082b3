-- Offices make directions, categories of judges and procedures too (S054, S050, S059): the table of templates takes them.

CREATE TABLE template_wider (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('instruments', 'scales', 'directions', 'judge_categories', 'procedures')),
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
INSERT INTO template_wider
    (id, kind, code, template_version, organisation_id, state, used, content, changed_at, version)
    SELECT id, kind, code, template_version, organisation_id, state, used, content, changed_at, version FROM template;
DROP TABLE template;
ALTER TABLE template_wider RENAME TO template;
CREATE INDEX template_organisation ON template (organisation_id, id);

-- Which version of a direction, a category or a procedure of an office a round took.
CREATE TABLE round_template (
    round_id UUID NOT NULL REFERENCES round (id),
    template_id UUID NOT NULL REFERENCES template (id),
    PRIMARY KEY (round_id, template_id)
);
