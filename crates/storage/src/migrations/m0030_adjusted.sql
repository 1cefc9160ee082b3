-- The severity-adjusted scores of a round (JSON), computed once at sealing beside the release; none in rounds sealed
-- before there were any. A column of its own, so that the release stays as archives hold it.
ALTER TABLE round_result ADD COLUMN adjusted TEXT;
