//! The handle: one writer, readers that cannot write, migrations.

use std::path::{Path, PathBuf};

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use crate::{Scope, StorageError, WriteTransaction, migrations};

const SQLITE_READERS: u32 = 4;
/// The most connections to PostgreSQL for writing, and as many again for reading: writers wait for each other anyway.
const POSTGRES_CONNECTIONS: u32 = 8;
/// Seconds a request waits for its turn before it is told to try again.
const WRITER_PATIENCE: u64 = 60;
/// What every connection to PostgreSQL that writes is set to: a commit is on the disk, nobody waits for a lock without
/// end, and a transaction that a lost program left open does not hold the others up for ever.
const POSTGRES_WRITES: [(&str, &str); 3] =
    [("synchronous_commit", "on"), ("lock_timeout", "60s"), ("idle_in_transaction_session_timeout", "10min")];
/// And one that reads: it cannot write, and a page that takes longer than a minute is given up.
const POSTGRES_READS: [(&str, &str); 2] = [("default_transaction_read_only", "on"), ("statement_timeout", "60s")];
/// "zhengyou" as a number: the lock that every writer shares and `Scope::Whole` holds alone.
const WHOLE_LOCK: i64 = 0x7a68_656e_6779_6f75;

/// Which database is behind the handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Whether a write transaction that is dropped without commit or rollback is a fault to stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// In tests: panic.
    Panic,
    /// In service: roll back and log.
    Log,
}

/// The database of the named side. Cheap to clone; no pool is visible outside this crate.
#[derive(Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    kind: Kind,
    strictness: Strictness,
    file: Option<PathBuf>,
}

/// Anything one can read from: the database, or a transaction that also sees what it wrote.
pub trait Reads: Sync {
    /// The connection statements run on.
    type Connection: ConnectionTrait;
    /// The connection statements run on; only `queries` modules call this.
    fn connection(&self) -> &Self::Connection;
}

impl Reads for Database {
    type Connection = DatabaseConnection;
    fn connection(&self) -> &DatabaseConnection {
        &self.reader
    }
}

impl Database {
    /// Opens (or makes) the SQLite file and migrates it; an older file is copied beside itself first.
    ///
    /// # Errors
    /// When the file cannot be used or is newer than this program.
    pub async fn open_sqlite(file: &Path, strictness: Strictness) -> Result<Self, StorageError> {
        // Migrations run with foreign keys off: rebuilding a parent table would otherwise delete its children.
        let migrating = connect_sqlite(file, SqliteUse::Migrate).await?;
        migrations::migrate_sqlite(&migrating, file).await?;
        migrating.close().await?;
        let writer = connect_sqlite(file, SqliteUse::Write).await?;
        let reader = connect_sqlite(file, SqliteUse::Read).await?;
        Ok(Self { writer, reader, kind: Kind::Sqlite, strictness, file: Some(file.to_owned()) })
    }

    /// Connects to PostgreSQL 15 or later and migrates it.
    ///
    /// # Errors
    /// When the server cannot be reached or the database is newer than this program.
    pub async fn open_postgres(url: &str, strictness: Strictness) -> Result<Self, StorageError> {
        let writer = connect_postgres(url, PostgresUse::Write).await?;
        let transaction = writer.begin().await?;
        lock(&transaction, "pg_advisory_xact_lock", WHOLE_LOCK).await?;
        migrations::migrate(&transaction).await?;
        transaction.commit().await?;
        let reader = connect_postgres(url, PostgresUse::Read).await?;
        Ok(Self { writer, reader, kind: Kind::Postgres, strictness, file: None })
    }

    /// Connects to a PostgreSQL database that a server may be using, as it is: nothing is migrated, and nothing can be
    /// written unless this program's own version made the tables.
    ///
    /// # Errors
    /// When the server cannot be reached or the database is of another version.
    pub async fn join_postgres(url: &str, strictness: Strictness) -> Result<Self, StorageError> {
        let writer = connect_postgres(url, PostgresUse::Write).await?;
        migrations::refuse_other(&writer).await?;
        let reader = connect_postgres(url, PostgresUse::Read).await?;
        Ok(Self { writer, reader, kind: Kind::Postgres, strictness, file: None })
    }

    /// Which database this is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The SQLite file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Begins a transaction that may write to `scope`, waiting for its turn.
    ///
    /// # Errors
    /// When the database does not answer within a minute.
    pub async fn write(&self, scope: Scope) -> Result<WriteTransaction, StorageError> {
        let options = TransactionOptions {
            // A deferred transaction that turns into a writer fails at once when another writes; an immediate one waits.
            sqlite_transaction_mode: (self.kind == Kind::Sqlite).then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        if self.kind == Kind::Postgres {
            match scope.lock_key() {
                None => lock(&transaction, "pg_advisory_xact_lock", WHOLE_LOCK).await?,
                Some(key) => {
                    lock(&transaction, "pg_advisory_xact_lock_shared", WHOLE_LOCK).await?;
                    lock(&transaction, "pg_advisory_xact_lock", key).await?;
                }
            }
        }
        Ok(WriteTransaction::new(transaction, self.strictness))
    }

    /// The same database, telling of every statement it is asked outside a transaction: for tests that count them.
    #[must_use]
    pub fn watched(mut self, heard: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.reader.set_metric_callback(move |asked| heard(&asked.statement.sql));
        self
    }

    /// Takes what was erased out of SQLite's log, where it would stay until that is written over: the log is written into the
    /// file, whose freed places are overwritten, and cut to nothing. While somebody reads it waits, and leaves the log as it is
    /// where that takes too long. PostgreSQL is left alone: what was erased there goes when its server vacuums.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn forget_erased(&self) -> Result<(), StorageError> {
        if self.kind == Kind::Sqlite {
            self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), StorageError> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }
}

async fn lock(connection: &impl ConnectionTrait, function: &str, key: i64) -> Result<(), StorageError> {
    let sql = format!("SELECT {function}($1)");
    connection.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [key.into()])).await?;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SqliteUse {
    Migrate,
    Write,
    Read,
}

/// A reader of a SQLite file that may be in use, as it is: nothing is migrated.
pub(crate) async fn connect_sqlite_reader(file: &Path) -> Result<DatabaseConnection, StorageError> {
    connect_sqlite(file, SqliteUse::Read).await
}

async fn connect_sqlite(file: &Path, how: SqliteUse) -> Result<DatabaseConnection, StorageError> {
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options
        .sqlx_logging(false)
        .acquire_timeout(std::time::Duration::from_secs(WRITER_PATIENCE))
        .max_connections(if how == SqliteUse::Read { SQLITE_READERS } else { 1 });
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .filename(&file)
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF")
            .busy_timeout(std::time::Duration::from_secs(WRITER_PATIENCE))
            .foreign_keys(how != SqliteUse::Migrate);
        match how {
            SqliteUse::Read => options.read_only(true),
            SqliteUse::Migrate | SqliteUse::Write => options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full),
        }
    });
    Ok(sea_orm::Database::connect(options).await?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PostgresUse {
    Write,
    Read,
}

async fn connect_postgres(url: &str, how: PostgresUse) -> Result<DatabaseConnection, StorageError> {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .acquire_timeout(std::time::Duration::from_secs(WRITER_PATIENCE))
        .max_connections(POSTGRES_CONNECTIONS);
    options.map_sqlx_postgres_opts(move |options| match how {
        PostgresUse::Write => options.options(POSTGRES_WRITES),
        PostgresUse::Read => options.options(POSTGRES_READS),
    });
    Ok(sea_orm::Database::connect(options).await?)
}
