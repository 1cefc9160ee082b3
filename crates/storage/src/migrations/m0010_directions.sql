-- Directions (S054), linked rounds (S071), participation (R07).

-- The round below this one: it must be sealed before this one is issued.
ALTER TABLE round ADD COLUMN follows_id UUID REFERENCES round (id);

-- How many staff there are in all, where the office declares it: participation below a third is warned of (R07).
ALTER TABLE round ADD COLUMN staff BIGINT;

-- Whoever is judged by the same instrument in several directions introduces itself once: the object whose self-report
-- stands for this one too.
ALTER TABLE round_object ADD COLUMN reported_as_id UUID REFERENCES round_object (id);
