//! The baseline: the rows of a round once more, into the same tables, and nothing else.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement, TransactionTrait,
    Value,
};
use test_databases::TestDatabase;

/// Rows of a table in one transaction.
pub const A_TRANSACTION: usize = 256;

/// What was inserted.
pub struct Inserted {
    /// Ballots; as many spent codes.
    pub ballots: usize,
    /// How long.
    pub took: Duration,
}

/// Spent codes and ballots of the only round of this database, in no order.
struct Rows {
    spent: Vec<Vec<Value>>,
    ballots: Vec<Vec<Value>>,
}

/// Reads the rows of the round and inserts them into new tables made as its own are, every commit synced: so many rows a
/// statement, [`A_TRANSACTION`] a transaction.
pub async fn insert(database: &TestDatabase, a_statement: usize) -> Inserted {
    let (connection, rows, schema) = match database.postgres_url() {
        Some(url) => {
            let connection = Database::connect(url).await.expect("PostgreSQL");
            let rows = read(&connection, "ballots.").await;
            let schema = format!("bare_{a_statement}.");
            for sql in [
                format!("CREATE SCHEMA bare_{a_statement}"),
                format!("CREATE TABLE {schema}spent (LIKE ballots.spent INCLUDING ALL)"),
                format!("CREATE TABLE {schema}ballot (LIKE ballots.ballot INCLUDING ALL)"),
            ] {
                connection.execute_unprepared(&sql).await.expect("tables");
            }
            (connection, rows, schema)
        }
        None => {
            let box_file = only_store(&database.folder().join("ballots"));
            let source = sqlite(&box_file).await;
            let rows = read(&source, "").await;
            let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name IN ('spent', 'ballot')";
            let tables = source.query_all_raw(plain(&source, sql)).await.expect("the tables");
            let connection = sqlite(&database.folder().join(format!("bare_{a_statement}.sqlite"))).await;
            for table in tables {
                let sql: String = table.try_get("", "sql").expect("how it was made");
                connection.execute_unprepared(&sql).await.expect("a table");
            }
            (connection, rows, String::new())
        }
    };
    let start = Instant::now();
    for (spent, ballots) in rows.spent.chunks(A_TRANSACTION).zip(rows.ballots.chunks(A_TRANSACTION)) {
        let transaction = connection.begin().await.expect("a transaction");
        for (table, rows) in [("spent", spent), ("ballot", ballots)] {
            for rows in rows.chunks(a_statement) {
                let statement = insertion(transaction.get_database_backend(), &format!("{schema}{table}"), rows);
                transaction.execute_raw(statement).await.expect("rows");
            }
        }
        transaction.commit().await.expect("a commit");
    }
    Inserted { ballots: rows.ballots.len(), took: start.elapsed() }
}

async fn read(connection: &DatabaseConnection, schema: &str) -> Rows {
    let all = async |table: &str, order: &str| {
        let sql = format!("SELECT * FROM {schema}{table} ORDER BY {order}");
        connection.query_all_raw(plain(connection, &sql)).await.expect("the rows")
    };
    let bytes = |row: &QueryResult, column: &str| Value::Bytes(row.try_get("", column).expect("bytes"));
    let number = |row: &QueryResult, column: &str| Value::BigInt(row.try_get("", column).expect("a number"));
    // By what no table is sorted by, as ballots arrive.
    let spent = all("spent", "substr(hash, 17)").await;
    let ballots = all("ballot", "substr(key, 17)").await;
    Rows {
        spent: spent.iter().map(|row| vec![bytes(row, "round"), bytes(row, "hash")]).collect(),
        ballots: ballots
            .iter()
            .map(|row| {
                let whole = ["key", "nonce", "answers"].map(|column| bytes(row, column));
                [bytes(row, "round"), number(row, "sheet")].into_iter().chain(whole).collect()
            })
            .collect(),
    }
}

fn insertion(backend: DbBackend, table: &str, rows: &[Vec<Value>]) -> Statement {
    let width = rows.first().map_or(0, Vec::len);
    let row = |number: usize| {
        let columns: Vec<String> = (1..=width).map(|column| format!("${}", number * width + column)).collect();
        format!("({})", columns.join(", "))
    };
    let places: Vec<String> = (0..rows.len()).map(row).collect();
    let sql = format!("INSERT INTO {table} VALUES {}", places.join(", "));
    Statement::from_sql_and_values(backend, sql, rows.concat())
}

fn plain(connection: &DatabaseConnection, sql: &str) -> Statement {
    Statement::from_string(connection.get_database_backend(), sql)
}

async fn sqlite(path: &Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", path.display()));
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await.expect("a file");
    for pragma in ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"] {
        connection.execute_unprepared(&format!("PRAGMA {pragma}")).await.expect("a setting");
    }
    connection
}

fn only_store(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).expect("the ballot box").flatten().map(|entry| entry.path());
    let mut stores = files.filter(|path| path.extension().is_some_and(|ending| ending == "sqlite"));
    stores.next().expect("the round's store")
}
