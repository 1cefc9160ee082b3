//! The tables of ballot stores, by format. A store says its format in its `round` row; a newer one is refused.

mod m0001_ballot_store;

pub(crate) use m0001_ballot_store::{
    PARTITIONED, create_postgres_parents, create_postgres_partitions, create_sqlite_tables, primary_key,
    without_statistics,
};

/// The newest format this program writes and reads.
pub(crate) const FORMAT: i64 = 1;
