//! The store of one round: a SQLite file of its own, or its part of the PostgreSQL schema `ballots`.
//!
//! Statements are written once: `$1` placeholders, and table names that [`Store::table`] gives their schema.

use std::path::Path;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};

use crate::{BallotError, RoundId, SheetId};

/// Readers of one SQLite file.
const SQLITE_READERS: u32 = 4;
/// The most rows of one of [`statements`], as a power of two.
const LARGEST_STATEMENT: u32 = 7;
/// Connections to PostgreSQL for all rounds together.
const POSTGRES_CONNECTIONS: u32 = 24;

/// A connection to where a round is stored. SQLite: one writer and some readers of one file. PostgreSQL: one pool.
#[derive(Clone)]
pub(crate) struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    round: RoundId,
}

/// How a SQLite file is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SqliteUse {
    /// A round that is being opened: like [`Self::Open`], made when missing.
    Create,
    /// A round that is open: write-ahead log, every commit synced.
    Open,
    /// A copy being written: a rollback journal, so that no log stays beside it.
    Copy,
    /// A sealed round: read only.
    Sealed,
}

impl Store {
    /// Opens a round's SQLite file.
    pub(crate) async fn sqlite(path: &Path, how: SqliteUse, round: RoundId) -> Result<Self, DbErr> {
        let writer = connect_sqlite(path, how, 1).await?;
        let reader = match how {
            SqliteUse::Open => connect_sqlite(path, SqliteUse::Sealed, SQLITE_READERS).await?,
            SqliteUse::Create | SqliteUse::Copy | SqliteUse::Sealed => writer.clone(),
        };
        Ok(Self { writer, reader, round })
    }

    /// A round's part of PostgreSQL.
    pub(crate) fn postgres(pool: &DatabaseConnection, round: RoundId) -> Self {
        Self { writer: pool.clone(), reader: pool.clone(), round }
    }

    pub(crate) const fn round(&self) -> RoundId {
        self.round
    }

    pub(crate) fn reads(&self) -> Reads<'_, DatabaseConnection> {
        Reads { connection: &self.reader, round: self.round }
    }

    /// The writing connection outside a transaction, for what cannot stand in one (SQLite's ATTACH).
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a transaction that nobody else's transaction on this round overlaps: SQLite's IMMEDIATE, PostgreSQL's
    /// transaction-level advisory lock keyed by the round. On PostgreSQL rows are looked up by their keys in it: knowing
    /// nothing of what the tables hold, it would else read the whole of one for a hundred codes.
    pub(crate) async fn write(&self) -> Result<DatabaseTransaction, DbErr> {
        let transaction = begin(&self.writer).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock($1), set_config('enable_seqscan', 'off', true)";
            lock_postgres(&transaction, sql, lock_number(self.round)).await?;
        }
        Ok(transaction)
    }

    /// Whether the tables were made; a SQLite file may have been left without them by a crash.
    pub(crate) async fn has_tables(&self) -> Result<bool, DbErr> {
        if self.reader.get_database_backend() == DbBackend::Postgres {
            return Ok(true);
        }
        let sql = "SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'round'";
        Ok(self.reads().one(sql.to_owned(), vec![]).await?.is_some())
    }

    /// Closes a SQLite file's connections; PostgreSQL's pool is shared and stays.
    pub(crate) async fn close(self) -> Result<(), DbErr> {
        if self.writer.get_database_backend() == DbBackend::Sqlite {
            self.reader.close().await?;
            self.writer.close().await?;
        }
        Ok(())
    }
}

/// Begins a transaction.
pub(crate) async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: (connection.get_database_backend() == DbBackend::Sqlite)
            .then_some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection.begin_with_options(options).await
}

/// Waits for a transaction-level advisory lock of PostgreSQL, which the statement asks for.
pub(crate) async fn lock_postgres(transaction: &DatabaseTransaction, sql: &str, number: i64) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [number.into()]);
    transaction.query_one_raw(statement).await.map(drop)
}

/// Opens the pool of PostgreSQL; every commit is synced whatever the server's default says.
pub(crate) async fn connect_postgres(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    // Statements carry ballots: none is ever logged.
    options.sqlx_logging(false).max_connections(POSTGRES_CONNECTIONS);
    // A plan made for no values in particular reads whole tables where many codes are looked up at once.
    let settings = [("synchronous_commit", "on"), ("plan_cache_mode", "force_custom_plan")];
    options.map_sqlx_postgres_opts(move |options| options.options(settings));
    Database::connect(options).await
}

async fn connect_sqlite(path: &Path, how: SqliteUse, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let file = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options.sqlx_logging(false).max_connections(connections);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options.filename(&file).pragma("secure_delete", "ON").pragma("trusted_schema", "OFF");
        match how {
            SqliteUse::Create | SqliteUse::Open => options
                .create_if_missing(how == SqliteUse::Create)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full),
            SqliteUse::Copy => options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Delete)
                .synchronous(SqliteSynchronous::Full),
            SqliteUse::Sealed => options.read_only(true),
        }
    });
    Database::connect(options).await
}

fn lock_number(round: RoundId) -> i64 {
    let (first, second) = round.as_bytes().split_at(8);
    let mut number = [0; 8];
    for (target, (one, other)) in number.iter_mut().zip(first.iter().zip(second)) {
        *target = one ^ other;
    }
    i64::from_be_bytes(number)
}

/// Statements about one round over a connection or within a transaction.
#[derive(Clone, Copy)]
pub(crate) struct Reads<'a, C> {
    connection: &'a C,
    round: RoundId,
}

impl<'a, C: ConnectionTrait> Reads<'a, C> {
    pub(crate) fn over(connection: &'a C, round: RoundId) -> Self {
        Self { connection, round }
    }

    /// The name of a table in statements.
    pub(crate) fn table(&self, name: &str) -> String {
        table_name(self.connection.get_database_backend(), name)
    }

    pub(crate) const fn round_id(&self) -> RoundId {
        self.round
    }

    /// The round as the value of `$1`.
    pub(crate) fn round(&self) -> Value {
        blob(self.round.as_bytes())
    }

    pub(crate) async fn all(&self, sql: String, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
        self.connection.query_all_raw(self.statement(sql, values)).await
    }

    pub(crate) async fn one(&self, sql: String, values: Vec<Value>) -> Result<Option<QueryResult>, DbErr> {
        self.connection.query_one_raw(self.statement(sql, values)).await
    }

    /// Visits rows of the round page by page, so that a large table never stands in memory whole.
    pub(crate) async fn for_each(
        &self,
        rows: Paged<'_>,
        mut visit: impl FnMut(&QueryResult) -> Result<(), BallotError>,
    ) -> Result<(), BallotError> {
        let Paged { table, columns, by, sheet, page } = rows;
        let of_sheet = if sheet.is_some() { " AND sheet = $3" } else { "" };
        let sql = format!(
            "SELECT {columns} FROM {table} WHERE round = $1 AND {by} > $2{of_sheet} ORDER BY {by} LIMIT {page}"
        );
        let mut after: Vec<u8> = Vec::new();
        loop {
            let mut values = vec![self.round(), blob(&after)];
            values.extend(sheet.map(|sheet| Value::from(i64::from(sheet.0))));
            let rows = self.all(sql.clone(), values).await?;
            rows.iter().try_for_each(&mut visit)?;
            match rows.last() {
                Some(last) if rows.len() == page => after = last.try_get("", by)?,
                _ => return Ok(()),
            }
        }
    }

    /// Runs a statement; the number of rows it touched.
    pub(crate) async fn execute(&self, sql: String, values: Vec<Value>) -> Result<u64, DbErr> {
        Ok(self.connection.execute_raw(self.statement(sql, values)).await?.rows_affected())
    }

    fn statement(&self, sql: String, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.connection.get_database_backend(), sql, values)
    }
}

/// Rows of a round in the order of a column of bytes that no two of them share.
pub(crate) struct Paged<'a> {
    /// Where they are.
    pub table: &'a str,
    /// What is read, that column too.
    pub columns: &'a str,
    /// The column.
    pub by: &'a str,
    /// Of this sheet alone.
    pub sheet: Option<SheetId>,
    /// How many are read at a time.
    pub page: usize,
}

/// The name of a table in statements of this database.
pub(crate) fn table_name(backend: DbBackend, name: &str) -> String {
    if backend == DbBackend::Postgres { format!("ballots.{name}") } else { name.to_owned() }
}

/// Bytes as a value.
pub(crate) fn blob(bytes: &[u8]) -> Value {
    Value::Bytes(Some(bytes.to_vec()))
}

/// `$first, …` for `count` values.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// `($1, …), …`: rows whose first column is the round, `$1`, and whose other columns follow from `$2` on.
pub(crate) fn rows_of_round(rows: usize, other_columns: usize) -> String {
    let row = |index: usize| format!("($1, {})", placeholders(2 + index * other_columns, other_columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Splits rows into statements of few sizes, largest first: a database that saw a text before has it prepared, and the
/// time a driver takes to bind a value grows with the number of values.
pub(crate) fn statements<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let size = (0..=LARGEST_STATEMENT).rev().map(|power| 1 << power).find(|size| *size <= rest.len())?;
        let (statement, after) = rest.split_at(size);
        rest = after;
        Some(statement)
    })
}

/// A column of 32 (or another fixed number of) bytes.
pub(crate) fn fixed<const LENGTH: usize>(row: &QueryResult, column: &str) -> Result<[u8; LENGTH], BallotError> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    bytes.try_into().map_err(|_| BallotError::Damaged("bytes of a wrong length"))
}

/// A column that holds a number of the named side.
pub(crate) fn number(row: &QueryResult, column: &str) -> Result<u32, BallotError> {
    let number: i64 = row.try_get("", column)?;
    u32::try_from(number).map_err(|_| BallotError::Damaged("a number out of range"))
}

/// A count.
pub(crate) fn count(row: &QueryResult, column: &str) -> Result<u64, BallotError> {
    let number: i64 = row.try_get("", column)?;
    u64::try_from(number).map_err(|_| BallotError::Damaged("a negative count"))
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn rows_are_split_into_few_sizes_and_none_is_lost() {
        for number in 0..600 {
            let rows: Vec<usize> = (0..number).collect();
            let split: Vec<&[usize]> = statements(&rows).collect();
            assert_eq!(split.concat(), rows);
            assert!(split.iter().all(|rows| rows.len().is_power_of_two() && rows.len() <= 128));
            assert!(split.is_sorted_by_key(|rows| std::cmp::Reverse(rows.len())));
        }
    }
}
