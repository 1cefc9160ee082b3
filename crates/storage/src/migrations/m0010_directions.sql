-- Directions (S054) and linked rounds (S071).

-- The round below this one: it must be sealed before this one is issued.
ALTER TABLE round ADD COLUMN follows_id UUID REFERENCES round (id);

-- Whoever is judged by the same instrument in several directions introduces itself once: the object whose self-report
-- stands for this one too.
ALTER TABLE round_object ADD COLUMN reported_as_id UUID REFERENCES round_object (id);
