//! The database of the named side, through its public door: which one is opened, which is refused, who may write.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod columns;
mod connections;
mod migrating;

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TryGetable};
use storage::{Database, StorageError, Strictness};
use test_databases::TestDatabase;

/// Where a test's SQLite file is.
fn file(database: &TestDatabase) -> PathBuf {
    database.folder().join("zhengyou.sqlite")
}

/// Opens a test's database as the program does.
async fn open(database: &TestDatabase) -> Result<Database, StorageError> {
    match database.postgres_url() {
        Some(url) => Database::open_postgres(url, Strictness::Panic).await,
        None => Database::open_sqlite(&file(database), Strictness::Panic).await,
    }
}

/// The same database without this program's care, as another version of it leaves its traces.
async fn by_hand(database: &TestDatabase) -> DatabaseConnection {
    match database.postgres_url() {
        Some(url) => sea_orm::Database::connect(url).await.unwrap(),
        None => sqlite_by_hand(&file(database)).await,
    }
}

/// A SQLite file, on one connection.
async fn sqlite_by_hand(file: &Path) -> DatabaseConnection {
    sea_orm::Database::connect(format!("sqlite:{}?mode=rwc", file.display())).await.unwrap()
}

/// The first value of the only row.
async fn one<T: TryGetable>(connection: &impl ConnectionTrait, sql: &str) -> T {
    let asked = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
