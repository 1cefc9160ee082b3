//! The tables of ballot stores, by format. A store says its format in its `round` row; a newer one is refused.

mod m0001_ballot_store;

pub(crate) use m0001_ballot_store::{
    PARTITIONED, create_postgres_parents, create_postgres_partitions, create_sqlite_tables, primary_key,
    without_statistics,
};

/// The newest format this program writes and reads. Format 2 has the tables of format 1; until it is sealed its ballots
/// and opinions are covered. Sealed stores of both are read alike.
pub(crate) const FORMAT: i64 = 2;
/// The oldest format of an open store that this program goes on with.
pub(crate) const OLDEST_OPEN_FORMAT: i64 = 2;
