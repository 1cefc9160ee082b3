-- Of a judge group that a copy of a round left out, its category: named in the language of whoever reads it.
ALTER TABLE round_omission ADD COLUMN category TEXT;
