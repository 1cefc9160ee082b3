//! Format 1. The same tables and columns on both databases; `round` leads every key, so that PostgreSQL can keep each
//! round in partitions of its own. No table holds a time, a sequence or a number given in order of arrival.

use crate::RoundId;

/// Tables that PostgreSQL partitions by round, with columns and primary key; `{blob}` and `{number}` are the types.
pub(crate) const PARTITIONED: [&str; 4] = ["issued", "spent", "ballot", "opinion"];

const TABLES: [(&str, &str, &str); 7] = [
    (
        "round",
        "round {blob} NOT NULL, format {number} NOT NULL, public_key {blob} NOT NULL, turnout_step {number} NOT NULL, \
         phase TEXT NOT NULL CHECK (phase IN ('issuing', 'casting', 'paused', 'sealing', 'sealed'))",
        "round",
    ),
    ("sheet", "round {blob} NOT NULL, sheet {number} NOT NULL, layout TEXT NOT NULL", "round, sheet"),
    (
        "batch",
        "round {blob} NOT NULL, batch {number} NOT NULL, sheet {number} NOT NULL, \
         standing TEXT NOT NULL CHECK (standing IN ('valid', 'void'))",
        "round, batch",
    ),
    (
        "issued",
        "round {blob} NOT NULL, hash {blob} NOT NULL, batch {number} NOT NULL, \
         standing TEXT NOT NULL CHECK (standing IN ('valid', 'cancelled'))",
        "round, hash",
    ),
    ("spent", "round {blob} NOT NULL, hash {blob} NOT NULL", "round, hash"),
    (
        "ballot",
        "round {blob} NOT NULL, sheet {number} NOT NULL, key {blob} NOT NULL, nonce {blob} NOT NULL, \
         answers {blob} NOT NULL",
        "round, sheet, key",
    ),
    (
        "opinion",
        "round {blob} NOT NULL, key {blob} NOT NULL, sheet {number} NOT NULL, subject {number} NOT NULL, \
         words TEXT NOT NULL",
        "round, key",
    ),
];

/// The columns of a table's primary key, which is also the order that sealing copies in.
pub(crate) fn primary_key(table: &str) -> &'static str {
    TABLES.iter().find(|(name, ..)| *name == table).map_or("round", |(_, _, key)| key)
}

/// Makes the tables of a round's SQLite file. `WITHOUT ROWID`, because a rowid is an order of arrival.
pub(crate) fn create_sqlite_tables() -> Vec<String> {
    let create = |(name, columns, key): &(&str, &str, &str)| {
        let columns = typed(columns, "BLOB", "INTEGER");
        format!("CREATE TABLE IF NOT EXISTS {name} ({columns}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID")
    };
    TABLES.iter().map(create).collect()
}

/// Makes schema and parent tables in PostgreSQL.
pub(crate) fn create_postgres_parents() -> Vec<String> {
    let create = |(name, columns, key): &(&str, &str, &str)| {
        let columns = typed(columns, "BYTEA", "BIGINT");
        let partitioned = if PARTITIONED.contains(name) { " PARTITION BY LIST (round)" } else { "" };
        format!("CREATE TABLE IF NOT EXISTS ballots.{name} ({columns}, PRIMARY KEY ({key})){partitioned}")
    };
    let mut statements = vec!["CREATE SCHEMA IF NOT EXISTS ballots".to_owned()];
    statements.extend(TABLES.iter().map(create));
    statements.extend(PARTITIONED.iter().flat_map(|table| without_statistics(table, table)));
    statements
}

/// Keeps the contents of a table out of PostgreSQL's statistics, which would copy values into a system table where they
/// outlive the table and show shares of grades before sealing. `name` is the table or a partition of it.
pub(crate) fn without_statistics(table: &str, name: &str) -> Vec<String> {
    let columns: &[&str] = match table {
        "issued" | "spent" => &["hash"],
        "ballot" => &["key", "nonce", "answers"],
        _ => &["key", "words"],
    };
    let set = |column: &&str| format!("ALTER TABLE ballots.{name} ALTER COLUMN {column} SET STATISTICS 0");
    columns.iter().map(set).collect()
}

/// Makes the partitions of a round in PostgreSQL.
pub(crate) fn create_postgres_partitions(round: RoundId) -> Vec<String> {
    let create = |table: &&str| {
        let mut statements = vec![format!(
            "CREATE TABLE IF NOT EXISTS ballots.{table}_{round} PARTITION OF ballots.{table} FOR VALUES IN ('\\x{round}')"
        )];
        statements.extend(without_statistics(table, &format!("{table}_{round}")));
        statements
    };
    PARTITIONED.iter().flat_map(create).collect()
}

fn typed(columns: &str, blob: &str, number: &str) -> String {
    columns.replace("{blob}", blob).replace("{number}", number)
}
