-- Special corrections (S070, S089): released opinions grouped into projects, each with what was done about them.

CREATE TABLE correction_project (
    id UUID PRIMARY KEY,
    -- The sealed round whose opinions it answers.
    round_id UUID NOT NULL REFERENCES round (id),
    -- Who puts it right, and the person by name.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What will be done.
    remedy TEXT NOT NULL,
    -- ISO day.
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'in_progress', 'done', 'published', 'withdrawn')),
    -- What can be seen now, since which day (ISO), and where the proof of it is; NULL until it was done once.
    output TEXT,
    output_on TEXT,
    evidence TEXT,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE INDEX correction_project_round ON correction_project (round_id, id);
CREATE INDEX correction_project_organisation ON correction_project (organisation_id, state);

CREATE TABLE correction_opinion (
    -- An opinion belongs to one project at most.
    opinion_key TEXT PRIMARY KEY REFERENCES released_opinion (opinion_key),
    project_id UUID NOT NULL REFERENCES correction_project (id)
);
CREATE INDEX correction_opinion_project ON correction_opinion (project_id, opinion_key);

CREATE TABLE correction_entry (
    -- What became of a project, a line for each step; nothing of it is ever changed.
    id UUID PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES correction_project (id),
    kind TEXT NOT NULL CHECK (kind IN ('planned', 'begun', 'done', 'reopened', 'withdrawn', 'published', 'noted')),
    -- ISO day.
    happened_on TEXT NOT NULL,
    -- The answer to the opinions, the reason, or what changed after publication; empty where the step says all.
    words TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id)
);
CREATE INDEX correction_entry_project ON correction_entry (project_id, id);

CREATE TABLE correction_repeat (
    -- The round that judges again what a project put right; a draft that is thrown away goes with its place.
    project_id UUID PRIMARY KEY REFERENCES correction_project (id),
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX correction_repeat_round ON correction_repeat (round_id);
