-- Who judges (S050): the lists judges are taken from, the draw anyone can repeat, who was invited and who came; areas of
-- neighbours (S074); the working group of a round (S049). Names with a coarse note, never an address, an identity or a
-- telephone number; nothing of a ballot or a code, no time of day, and no row of a person changes while casting is open.

CREATE TABLE round_area (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    -- As the office calls it: 东片, 西片. Never an address.
    name TEXT NOT NULL
);
CREATE UNIQUE INDEX round_area_name ON round_area (round_id, name);

-- A member judged in an area, and a panel that judges there.
ALTER TABLE round_object ADD COLUMN area_id UUID REFERENCES round_area (id);
ALTER TABLE panel ADD COLUMN area_id UUID REFERENCES round_area (id);

-- 'list': a panel whose judges come from a list; 'number': only how many came is known. Whatever a panel's list holds
-- goes with the panel.
CREATE TABLE panel_roll (
    panel_id UUID PRIMARY KEY REFERENCES panel (id) ON DELETE CASCADE,
    round_id UUID NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL CHECK (kind IN ('list', 'number')),
    -- How many came, as the sign-in list counts them; entered after casting.
    attended BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX panel_roll_round ON panel_roll (round_id, panel_id);

CREATE TABLE candidate (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    panel_id UUID NOT NULL REFERENCES panel (id) ON DELETE CASCADE,
    -- Its line on the list, from 1.
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- A unit or an area, empty where nothing is noted.
    note TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('listed', 'drawn', 'nominated', 'reserve', 'declined')),
    -- The unit that nominated, in words; empty for all others.
    nominated_by TEXT NOT NULL,
    -- Why whoever declined cannot come; empty for all others.
    reason TEXT NOT NULL,
    invited TEXT NOT NULL CHECK (invited IN ('yes', 'no')),
    attended TEXT CHECK (attended IN ('yes', 'no'))
);
CREATE INDEX candidate_panel ON candidate (panel_id, number);
CREATE INDEX candidate_round ON candidate (round_id, name);

-- A list that is fixed: its digest first, then the seed nobody could choose.
CREATE TABLE panel_draw (
    panel_id UUID PRIMARY KEY REFERENCES panel (id) ON DELETE CASCADE,
    round_id UUID NOT NULL REFERENCES round (id),
    lines BIGINT NOT NULL,
    wanted BIGINT NOT NULL,
    digest TEXT NOT NULL,
    fixed_on TEXT NOT NULL,
    seed TEXT,
    -- Where the seed came from, in words.
    seed_source TEXT,
    drawn_on TEXT,
    -- Who fixed the list, then who drew.
    account_id UUID NOT NULL REFERENCES account (id)
);
CREATE INDEX panel_draw_round ON panel_draw (round_id, panel_id);

-- A judge who must not judge an object and was moved to the panel of another area. Never why: no kinship is stored.
CREATE TABLE recusal (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    candidate_id UUID NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    object_id UUID NOT NULL REFERENCES round_object (id) ON DELETE CASCADE,
    moved_from UUID NOT NULL REFERENCES round_area (id),
    moved_to UUID NOT NULL REFERENCES round_area (id)
);
CREATE INDEX recusal_round ON recusal (round_id, id);

-- What the invitation says (F11).
CREATE TABLE round_invitation (
    round_id UUID PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
    held TEXT NOT NULL,
    place TEXT NOT NULL,
    contents TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE working_group_member (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    duty TEXT NOT NULL CHECK (duty IN ('head', 'notice', 'tally', 'opinions', 'records')),
    -- The division of work in words.
    words TEXT NOT NULL,
    -- Whether the member stays out of what concerns himself.
    recused TEXT NOT NULL CHECK (recused IN ('yes', 'no')),
    account_id UUID REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE INDEX working_group_member_round ON working_group_member (round_id, id);
CREATE UNIQUE INDEX working_group_member_head ON working_group_member (round_id) WHERE duty = 'head';
