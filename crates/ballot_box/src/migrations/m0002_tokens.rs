//! Format 2: the tables of blind tokens (decision 0011), beside those of format 1.

use crate::RoundId;

/// The tables that stores of format 1 have not.
pub(crate) const TABLES: [&str; 2] = ["token_key", "token"];
/// The one of them that PostgreSQL partitions by round.
pub(crate) const PARTITIONED: &str = "token";

/// The public keys of the sheets that are judged with tokens.
const TOKEN_KEY: &str = "round {blob} NOT NULL, sheet {number} NOT NULL, public_key {blob} NOT NULL, \
     standing TEXT NOT NULL CHECK (standing IN ('valid', 'retired')), PRIMARY KEY (round, sheet)";
/// The used tokens: what the spent list is to codes. `token` holds sheet, random bytes, prefix and signature.
const TOKEN: &str = "round {blob} NOT NULL, hash {blob} NOT NULL, sheet {number} NOT NULL, token {blob} NOT NULL, \
     PRIMARY KEY (round, hash)";

/// The columns of a table's primary key; nothing where it is a table of another format.
pub(crate) fn primary_key(table: &str) -> Option<&'static str> {
    match table {
        "token_key" => Some("round, sheet"),
        "token" => Some("round, hash"),
        _ => None,
    }
}

/// Makes the tables in a round's SQLite file.
pub(crate) fn create_sqlite_tables() -> [String; 2] {
    let create = |name: &str, columns: &str| {
        let columns = columns.replace("{blob}", "BLOB").replace("{number}", "INTEGER");
        format!("CREATE TABLE IF NOT EXISTS {name} ({columns}) STRICT, WITHOUT ROWID")
    };
    [create("token_key", TOKEN_KEY), create("token", TOKEN)]
}

/// Makes the tables in PostgreSQL.
pub(crate) fn create_postgres_parents() -> Vec<String> {
    let create = |name: &str, columns: &str, partitioned: &str| {
        let columns = columns.replace("{blob}", "BYTEA").replace("{number}", "BIGINT");
        format!("CREATE TABLE IF NOT EXISTS ballots.{name} ({columns}){partitioned}")
    };
    let tables = [create("token_key", TOKEN_KEY, ""), create("token", TOKEN, " PARTITION BY LIST (round)")];
    tables.into_iter().chain(without_statistics("token")).collect()
}

/// Makes the partition of a round in PostgreSQL.
pub(crate) fn create_postgres_partition(round: RoundId) -> Vec<String> {
    let create = format!(
        "CREATE TABLE IF NOT EXISTS ballots.token_{round} PARTITION OF ballots.token FOR VALUES IN ('\\x{round}')"
    );
    std::iter::once(create).chain(without_statistics(&format!("token_{round}"))).collect()
}

/// Keeps tokens out of PostgreSQL's statistics, as codes are; `name` is the table or a partition of it.
pub(crate) fn without_statistics(name: &str) -> [String; 2] {
    ["hash", "token"].map(|column| format!("ALTER TABLE ballots.{name} ALTER COLUMN {column} SET STATISTICS 0"))
}
