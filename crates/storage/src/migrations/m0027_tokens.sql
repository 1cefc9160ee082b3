-- Blind tokens (decision 0011): which judge groups take them, until when, and what was signed for whom. No row says at what
-- hour of that time somebody asked.

-- The judge groups whose members take a token instead of a slip.
CREATE TABLE token_panel (
    panel_id UUID PRIMARY KEY REFERENCES panel (id) ON DELETE CASCADE,
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    -- retired: too few took one, and its members are given slips after all.
    state TEXT NOT NULL CHECK (state IN ('offered', 'retired'))
);
CREATE INDEX token_panel_round ON token_panel (round_id);

CREATE TABLE token_period (
    round_id UUID PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
    -- From this moment on nobody takes a token; later than what was frozen where it was prolonged.
    ends_at BIGINT NOT NULL
);

-- Who took a token, and the blinded message that was signed. Every token fits every blinded message, so a row leads to none.
CREATE TABLE token_request (
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES member (id),
    -- The group that takes the tokens, after merging.
    panel_id UUID NOT NULL REFERENCES panel (id),
    blinded BYTEA NOT NULL,
    PRIMARY KEY (round_id, member_id)
);
CREATE INDEX token_request_panel ON token_request (panel_id);
CREATE INDEX token_request_member ON token_request (member_id);

-- Somebody may be moved from a token to a slip and back.
CREATE TABLE allotment_wider (
    round_id UUID NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    panel_id UUID NOT NULL REFERENCES panel (id) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('slip', 'token', 'named', 'none')),
    -- Printed slips taken back and cancelled for this member's changes: how many, never which.
    cancelled_slips BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (round_id, member_id)
);
INSERT INTO allotment_wider (round_id, panel_id, member_id, channel, cancelled_slips, version)
    SELECT round_id, panel_id, member_id, channel, cancelled_slips, version FROM allotment;
DROP TABLE allotment;
ALTER TABLE allotment_wider RENAME TO allotment;
CREATE INDEX allotment_panel ON allotment (panel_id);
CREATE INDEX allotment_member ON allotment (member_id);
