//! Migrations: SQL files that run unchanged on both databases, frozen once released.
//!
//! SQLite gives a column its affinity from the type's name, and `UUID` and `BYTEA` leave blobs as they are, so one text
//! serves both. Instants are `BIGINT` microseconds, enumerations `TEXT` with a `CHECK`.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use crate::StorageError;

struct SqlMigration {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for SqlMigration {
    fn name(&self) -> &str {
        self.name
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for SqlMigration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.sql).await.map(drop)
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        const MIGRATIONS: &[(&str, &str)] = &[$(($name, include_str!(concat!($name, ".sql")))),*];
    };
}

migrations![
    "m0001_accounts",
    "m0002_organisations",
    "m0003_people",
    "m0004_imports",
    "m0005_appraisals",
    "m0006_returns",
    "m0007_declarations",
    "m0008_library",
    "m0009_assessments",
    "m0010_directions",
    "m0011_procedures",
    "m0012_feedback",
    "m0013_methods",
    "m0014_windows",
    "m0015_paper",
    "m0016_named",
    "m0017_composition",
    "m0018_rhythm",
    "m0019_repeats",
    "m0021_sources",
    "m0022_corrections",
    "m0020_counted",
    "m0023_semesters",
    "m0024_archives",
    "m0025_boxes",
    "m0026_own_directions",
    "m0027_tokens",
    "m0028_quality",
    "m0029_omitted_groups",
    "m0030_adjusted",
    "m0031_earlier_words",
];

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        MIGRATIONS.iter().map(|(name, sql)| Box::new(SqlMigration { name, sql }) as Box<dyn MigrationTrait>).collect()
    }
}

/// Applies what is missing, within the caller's transaction.
pub(crate) async fn migrate(connection: &sea_orm::DatabaseTransaction) -> Result<(), StorageError> {
    refuse_newer(connection).await?;
    Migrator::up(connection, None).await?;
    Ok(())
}

/// Applies what is missing to a SQLite file, after copying a file that has something to lose. A file with a reference
/// without its row is refused at every start, not only at the one that migrated it.
pub(crate) async fn migrate_sqlite(connection: &DatabaseConnection, file: &Path) -> Result<(), StorageError> {
    refuse_newer(connection).await?;
    let applied = applied(connection).await?.len();
    if applied < MIGRATIONS.len() {
        if applied > 0 {
            let copy = file.with_extension(format!("before-migration-{}.sqlite", MIGRATIONS.len()));
            if !copy.exists() {
                crate::backup::copy_sqlite(connection, &copy).await?;
            }
        }
        Migrator::up(connection, None).await?;
    }
    if !connection.query_all_raw(statement("PRAGMA foreign_key_check")).await?.is_empty() {
        return Err(StorageError::Damaged("a reference without its row"));
    }
    Ok(())
}

fn statement(sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql.to_owned())
}

/// Refuses a database that this program would have to migrate first, or cannot know.
pub(crate) async fn refuse_other(connection: &impl ConnectionTrait) -> Result<(), StorageError> {
    refuse_newer(connection).await?;
    if applied(connection).await?.len() == MIGRATIONS.len() { Ok(()) } else { Err(StorageError::Older) }
}

async fn refuse_newer(connection: &impl ConnectionTrait) -> Result<(), StorageError> {
    for name in applied(connection).await? {
        if !MIGRATIONS.iter().any(|(known, _)| *known == name) {
            return Err(StorageError::Newer(name));
        }
    }
    Ok(())
}

/// The names of the migrations that were applied; none where the database is new.
async fn applied(connection: &impl ConnectionTrait) -> Result<Vec<String>, StorageError> {
    let backend = connection.get_database_backend();
    let exists = match backend {
        sea_orm::DbBackend::Postgres => {
            "SELECT 1 AS one FROM information_schema.tables WHERE table_name = 'seaql_migrations' AND table_schema = current_schema()"
        }
        _ => "SELECT 1 AS one FROM sqlite_schema WHERE name = 'seaql_migrations'",
    };
    let ask = |sql: &str| sea_orm::Statement::from_string(backend, sql.to_owned());
    if connection.query_one_raw(ask(exists)).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = connection.query_all_raw(ask("SELECT version FROM seaql_migrations ORDER BY version")).await?;
    Ok(rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?)
}
