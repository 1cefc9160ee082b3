-- What else is recorded of a method besides meetings (S055), and of a publication (S057).

-- The day it was done, and the persons heard, where they are known.
ALTER TABLE round_contact ADD COLUMN held_on TEXT;
ALTER TABLE round_contact ADD COLUMN persons BIGINT;

-- The link or the number of the photograph that proves the publication.
ALTER TABLE round_record ADD COLUMN published_proof TEXT;
