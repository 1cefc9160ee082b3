-- Appraisal rounds (群众评议): what is prepared, what is recorded around them, what was released. Never a ballot, a code
-- or anything that a ballot store also holds, but for the small numbers of sheets, batches and subjects.

CREATE TABLE round (
    id UUID PRIMARY KEY,
    -- Who runs the round; objects and panels lie in its subtree.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    title TEXT NOT NULL,
    -- The superior's notice it is based on.
    notice_number TEXT,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'issuing', 'casting', 'sealing', 'sealed', 'published',
        'finished', 'void')),
    -- k: figures of fewer valid ballots are pooled; k_text: opinions.
    minimum BIGINT NOT NULL,
    opinion_minimum BIGINT NOT NULL,
    -- The verdict rule of the statistics return, in per mille; both or none.
    satisfied_permille BIGINT,
    basic_permille BIGINT,
    retention_days BIGINT NOT NULL,
    casting_until BIGINT,
    -- Everything declared, as it was hashed when issuing began (JSON), and its SHA-256.
    frozen TEXT,
    opening_hash TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX round_organisation ON round (organisation_id, id);

CREATE TABLE round_step (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    step TEXT NOT NULL CHECK (step IN ('announced', 'plain_http', 'issuing', 'casting', 'paused', 'resumed', 'ending',
        'sealing', 'sealed', 'published', 'finished', 'breach')),
    -- 'asked': the first of two persons; 'begun': intent on the named side; 'done'.
    state TEXT NOT NULL CHECK (state IN ('asked', 'begun', 'done')),
    details TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    account_id UUID,
    second_account_id UUID
);
CREATE INDEX round_step_round ON round_step (round_id, happened_at, id);

CREATE TABLE measure (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    position BIGINT NOT NULL,
    instrument_code TEXT NOT NULL,
    instrument_version BIGINT NOT NULL,
    direction TEXT NOT NULL,
    -- The instrument as it was chosen, with its scale (JSON): what the library holds later does not matter.
    definition TEXT NOT NULL
);
CREATE INDEX measure_round ON measure (round_id, position, id);

CREATE TABLE round_object (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    -- The subject number that opinions carry.
    subject BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'member')),
    -- The organisation judged, or the one the member judged belongs to.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    member_id UUID REFERENCES member (id),
    name TEXT NOT NULL,
    measure_id UUID NOT NULL REFERENCES measure (id),
    -- Why casting may open without its self-report (S060); NULL where one is waited for.
    no_self_report_reason TEXT
);
CREATE INDEX round_object_round ON round_object (round_id, subject);

CREATE TABLE sheet (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    -- Its place among the sheets of the round.
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- The sector's appraisal target shown to the judges (S053).
    target TEXT
);
CREATE INDEX sheet_round ON sheet (round_id, number);

CREATE TABLE sheet_object (
    id UUID PRIMARY KEY,
    sheet_id UUID NOT NULL REFERENCES sheet (id),
    object_id UUID NOT NULL REFERENCES round_object (id),
    position BIGINT NOT NULL
);
CREATE INDEX sheet_object_sheet ON sheet_object (sheet_id, position);

CREATE TABLE panel (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    -- The number the ballot store knows the panel's sheet by: one a panel, so that a ballot's panel follows from it.
    number BIGINT NOT NULL,
    sheet_id UUID NOT NULL REFERENCES sheet (id),
    -- Its place in the tree.
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    category TEXT NOT NULL,
    planned BIGINT NOT NULL,
    -- Members due (total − exempt) where the panel is the members of its organisation; else NULL.
    due BIGINT,
    -- A panel below k was merged into this one before issuing.
    merged_into UUID REFERENCES panel (id)
);
CREATE INDEX panel_round ON panel (round_id, id);

CREATE TABLE batch (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    panel_id UUID NOT NULL REFERENCES panel (id),
    -- The number the ballot store knows it by.
    number BIGINT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('slips')),
    printed BIGINT NOT NULL,
    handed_out BIGINT,
    returned BIGINT,
    missing BIGINT,
    state TEXT NOT NULL CHECK (state IN ('printing', 'printed', 'void')),
    counted_by UUID,
    counted_by_second UUID,
    created_at BIGINT NOT NULL
);
CREATE INDEX batch_round ON batch (round_id, number);

CREATE TABLE self_report (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    object_id UUID NOT NULL REFERENCES round_object (id),
    -- Own grade per item (JSON: item code → grade code).
    grades TEXT NOT NULL,
    deeds TEXT NOT NULL,
    shortcomings TEXT NOT NULL,
    plan TEXT NOT NULL,
    submitted_at BIGINT,
    account_id UUID,
    version BIGINT NOT NULL
);
CREATE INDEX self_report_object ON self_report (object_id);

CREATE TABLE round_meeting (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    held_on TEXT NOT NULL,
    participants BIGINT NOT NULL,
    -- Heads who reported (line 4a), persons sent by the superior (line 4b).
    heads_reporting BIGINT NOT NULL,
    sent_by_superior BIGINT NOT NULL,
    -- Whether a leader's review was held and the summary written on the same day (K01).
    review_same_day TEXT NOT NULL CHECK (review_same_day IN ('yes', 'no')),
    account_id UUID NOT NULL
);
CREATE INDEX round_meeting_round ON round_meeting (round_id, organisation_id, held_on, id);

CREATE TABLE round_contact (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- A method besides meetings, its number and unit (line 3).
    method TEXT NOT NULL,
    number BIGINT NOT NULL,
    unit TEXT NOT NULL,
    account_id UUID NOT NULL
);
CREATE INDEX round_contact_round ON round_contact (round_id, organisation_id, id);

CREATE TABLE round_record (
    id UUID PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- Practical things done for the people (line 6).
    practical_things BIGINT,
    -- Why the unit was not appraised (S048, R08); NULL where it was.
    not_appraised_reason TEXT,
    -- Where and when the result was published (S057).
    published_where TEXT,
    published_on TEXT,
    -- What was done wrong and what comes next, for the summary (F21).
    problems TEXT,
    next_steps TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX round_record_round ON round_record (round_id, organisation_id);

CREATE TABLE round_result (
    round_id UUID PRIMARY KEY REFERENCES round (id),
    -- The release plan and every table it allows (JSON), computed once at sealing; all figures are read from here.
    release TEXT NOT NULL,
    computed_at BIGINT NOT NULL
);

CREATE TABLE released_opinion (
    -- The random key of the opinion, in hexadecimal.
    opinion_key TEXT PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES round (id),
    -- The object it is about; NULL where only the parent below may show it.
    object_id UUID REFERENCES round_object (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL CHECK (state IN ('unread', 'proposed', 'released', 'withheld')),
    -- The words as released, without what names the author.
    words TEXT,
    first_reader UUID,
    second_reader UUID,
    version BIGINT NOT NULL
);
CREATE INDEX released_opinion_round ON released_opinion (round_id, opinion_key);

CREATE TABLE opinion_answer (
    opinion_key TEXT PRIMARY KEY REFERENCES released_opinion (opinion_key),
    words TEXT NOT NULL,
    account_id UUID NOT NULL,
    answered_at BIGINT NOT NULL
);
