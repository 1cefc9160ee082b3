//! The tables of ballot stores, by format. A store says its format in its `round` row; a newer one is refused.

mod m0001_ballot_store;

pub(crate) use m0001_ballot_store::{
    PARTITIONED, SINCE_FORMAT_2, create_postgres_parents, create_postgres_partitions, create_sqlite_tables,
    primary_key, without_statistics,
};

/// Whether stores of a format have a table.
pub(crate) fn is_in(format: i64, table: &str) -> bool {
    format >= 2 || !SINCE_FORMAT_2.contains(&table)
}

/// The newest format this program writes and reads.
pub(crate) const FORMAT: i64 = 2;
