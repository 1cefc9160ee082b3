-- What an office declares of the quality of a round before it opens: for each sign it wants shown, the limit in per mille.
-- Frozen with the round; the shares themselves stand in what was released.
CREATE TABLE quality_limit (
    round_id UUID NOT NULL REFERENCES round (id),
    sign TEXT NOT NULL CHECK (
        sign IN ('uniform', 'unanimous', 'identical', 'overrated', 'coverage', 'turnout')
    ),
    permille BIGINT NOT NULL CHECK (permille BETWEEN 0 AND 1000),
    PRIMARY KEY (round_id, sign)
);
