-- Named appraisal beside the secret ballot (S069), and everyday knowledge with the conclusion of a round (S056).

-- The measures of a round that are held by name too; none: the round holds no named appraisal. What belongs to a draft goes
-- with it.
CREATE TABLE named_measure (
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    measure_id UUID NOT NULL REFERENCES measure (id) ON DELETE CASCADE,
    PRIMARY KEY (round_id, measure_id)
);
CREATE INDEX named_measure_measure ON named_measure (measure_id);

-- How a member takes part; who stands here with no row takes a slip. No time, no code, no order.
CREATE TABLE allotment (
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    panel_id UUID NOT NULL REFERENCES panel (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('slip', 'named', 'none')),
    -- Printed slips taken back and cancelled for this member's changes: how many, never which.
    cancelled_slips BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (round_id, member_id)
);
CREATE INDEX allotment_panel ON allotment (panel_id);
CREATE INDEX allotment_member ON allotment (member_id);

-- What a member says by name about an object. Never added to ballots.
CREATE TABLE named_sheet (
    round_id UUID NOT NULL REFERENCES round (id),
    object_id UUID NOT NULL REFERENCES round_object (id),
    member_id UUID NOT NULL REFERENCES member (id),
    -- JSON: item code → grade code; an item answered 不了解 is absent.
    grades TEXT NOT NULL,
    words TEXT NOT NULL,
    -- Whether everybody who sees the results reads the words, or only the office and the judged: the author's choice.
    is_public TEXT NOT NULL CHECK (is_public IN ('yes', 'no')),
    version BIGINT NOT NULL,
    PRIMARY KEY (object_id, member_id)
);
CREATE INDEX named_sheet_round ON named_sheet (round_id, member_id);
CREATE INDEX named_sheet_member ON named_sheet (member_id);

-- Everyday knowledge of an organisation (平时了解): kept for ever once a conclusion cites it.
CREATE TABLE everyday_entry (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    happened_on TEXT NOT NULL,
    -- A code of opinion_methods.toml.
    method TEXT NOT NULL,
    words TEXT NOT NULL,
    -- Where the proof of it is: a file number, a photograph.
    evidence TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE INDEX everyday_entry_organisation ON everyday_entry (organisation_id, happened_on, id);

-- The conclusion about an organisation in a sealed round: the text part beside the released figures.
CREATE TABLE conclusion (
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- Ideas and style, results of work, and the whole in words.
    style TEXT NOT NULL,
    work TEXT NOT NULL,
    words TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (round_id, organisation_id)
);
CREATE INDEX conclusion_organisation ON conclusion (organisation_id);

CREATE TABLE conclusion_entry (
    round_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    entry_id UUID NOT NULL REFERENCES everyday_entry (id),
    PRIMARY KEY (round_id, organisation_id, entry_id),
    FOREIGN KEY (round_id, organisation_id) REFERENCES conclusion (round_id, organisation_id)
);
CREATE INDEX conclusion_entry_entry ON conclusion_entry (entry_id);
