//! A consistent copy of the SQLite file while it is in use, and what a copy cannot hold.

use std::path::Path;

use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::round;
use crate::{Database, OrganisationId, Reads, RoundId, StorageError, database};

/// Writes a consistent copy of the named side to `target`, which must not exist. `false` where the database is
/// PostgreSQL, whose rows `archive` copies.
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

/// Writes a consistent copy of a SQLite file to `target`, which must not exist, without migrating the file: the
/// server that has it open goes on.
///
/// # Errors
/// When the file cannot be read or the copy not written.
pub async fn backup_sqlite_file(file: &Path, target: &Path) -> Result<(), StorageError> {
    let connection = database::connect_sqlite_reader(file).await?;
    copy_sqlite(&connection, target).await?;
    connection.close().await?;
    Ok(())
}

/// A round whose ballots are not sealed yet.
#[derive(Debug, Clone)]
pub struct OpenRound {
    /// The round.
    pub id: RoundId,
    /// Who runs it.
    pub organisation: OrganisationId,
    /// Its title.
    pub title: String,
    /// The version of its row.
    pub version: i64,
}

/// The rounds that have a ballot store which no backup may hold, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn open_rounds(reads: &impl Reads) -> Result<Vec<OpenRound>, StorageError> {
    let rounds = round::Entity::find()
        .filter(round::Column::State.is_in(["issuing", "casting", "sealing"]))
        .order_by_asc(round::Column::Id)
        .all(reads.connection())
        .await?;
    let open = |round: round::Model| OpenRound {
        id: round.id,
        organisation: round.organisation_id,
        title: round.title,
        version: round.version,
    };
    Ok(rounds.into_iter().map(open).collect())
}

/// `VACUUM INTO`: one transaction's view, without free pages.
pub(crate) async fn copy_sqlite(connection: &DatabaseConnection, target: &Path) -> Result<(), StorageError> {
    let target = target.to_str().ok_or(StorageError::Damaged("a path that is not text"))?;
    let quoted = target.replace('\'', "''");
    connection.execute_unprepared(&format!("VACUUM INTO '{quoted}'")).await?;
    Ok(())
}
