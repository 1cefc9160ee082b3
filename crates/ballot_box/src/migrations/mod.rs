//! The tables of ballot stores, by format. A store says its format in its `round` row; a newer one is refused.

mod m0001_ballot_store;
mod m0002_tokens;

use crate::RoundId;

/// The newest format this program writes and reads.
pub(crate) const FORMAT: i64 = 2;

/// Tables that PostgreSQL partitions by round.
pub(crate) fn partitioned() -> impl Iterator<Item = &'static str> {
    m0001_ballot_store::PARTITIONED.into_iter().chain([m0002_tokens::PARTITIONED])
}

/// Whether stores of a format have a table.
pub(crate) fn is_in(format: i64, table: &str) -> bool {
    format >= 2 || !m0002_tokens::TABLES.contains(&table)
}

/// The columns of a table's primary key, which is also the order that sealing copies in.
pub(crate) fn primary_key(table: &str) -> &'static str {
    m0002_tokens::primary_key(table).unwrap_or_else(|| m0001_ballot_store::primary_key(table))
}

/// Makes the tables of a round's SQLite file.
pub(crate) fn create_sqlite_tables() -> Vec<String> {
    let mut statements = m0001_ballot_store::create_sqlite_tables();
    statements.extend(m0002_tokens::create_sqlite_tables());
    statements
}

/// Makes schema and parent tables in PostgreSQL.
pub(crate) fn create_postgres_parents() -> Vec<String> {
    let mut statements = m0001_ballot_store::create_postgres_parents();
    statements.extend(m0002_tokens::create_postgres_parents());
    statements
}

/// Makes the partitions of a round in PostgreSQL.
pub(crate) fn create_postgres_partitions(round: RoundId) -> Vec<String> {
    let mut statements = m0001_ballot_store::create_postgres_partitions(round);
    statements.extend(m0002_tokens::create_postgres_partition(round));
    statements
}

/// Keeps the contents of a table out of PostgreSQL's statistics; `name` is the table or a partition of it.
pub(crate) fn without_statistics(table: &str, name: &str) -> Vec<String> {
    if table == m0002_tokens::PARTITIONED {
        return m0002_tokens::without_statistics(name).into();
    }
    m0001_ballot_store::without_statistics(table, name)
}
