//! A consistent copy of the SQLite file while it is in use.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::{Database, Reads, StorageError};

/// Writes a consistent copy of the named side to `target`, which must not exist. `false` where the database is
/// PostgreSQL, whose own tools do this.
///
/// # Errors
/// When the copy cannot be written.
pub async fn backup_sqlite(database: &Database, target: &Path) -> Result<bool, StorageError> {
    if database.file().is_none() {
        return Ok(false);
    }
    copy_sqlite(database.connection(), target).await?;
    Ok(true)
}

/// `VACUUM INTO`: one transaction's view, without free pages.
pub(crate) async fn copy_sqlite(
    connection: &DatabaseConnection,
    target: &Path,
) -> Result<(), StorageError> {
    let target = target
        .to_str()
        .ok_or(StorageError::Damaged("a path that is not text"))?;
    let quoted = target.replace('\'', "''");
    connection
        .execute_unprepared(&format!("VACUUM INTO '{quoted}'"))
        .await?;
    Ok(())
}
