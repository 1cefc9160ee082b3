-- S057: the record of an organisation over the years only grows. Whatever was said of a publication or concluded, and was
-- replaced while the round was not finished, keeps a row here as it stood, with when and by whom it was replaced. Rows are
-- added and never changed; what stands now is in round_record and in conclusion.
CREATE TABLE earlier_publication (
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- The version of the record that said so.
    version BIGINT NOT NULL,
    published_where TEXT NOT NULL,
    published_on TEXT,
    published_proof TEXT,
    replaced_at BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    PRIMARY KEY (round_id, organisation_id, version)
);

CREATE TABLE earlier_conclusion (
    round_id UUID NOT NULL REFERENCES round (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    -- The version of the conclusion that said so.
    version BIGINT NOT NULL,
    style TEXT NOT NULL,
    work TEXT NOT NULL,
    words TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    PRIMARY KEY (round_id, organisation_id, version)
);
