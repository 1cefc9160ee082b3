//! Sealing a SQLite store: a new file written in key order, put in force by its name, the old file deleted.

use std::fs;

use credentials::Cover;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::migrations::{self, primary_key};
use crate::rounds::write_phase;
use crate::sealing::uncovering::{Tables, rewrite_ballots, rewrite_opinions};
use crate::sealing::{record_sealing, sqlite_files::SqliteFiles};
use crate::store::{Reads, SqliteUse, Store};
use crate::{BallotError, Phase, RoundId, Step, StepHook, files};

/// Tables that are copied as they are.
const PLAIN: [&str; 7] = ["round", "sheet", "batch", "issued", "spent", "token_key", "token"];

/// Rewrites the store, from wherever an earlier attempt was cut off.
pub(super) async fn rewrite(
    paths: &SqliteFiles,
    (round, cover): (RoundId, Option<&Cover>),
    steps: &dyn StepHook,
) -> Result<(), BallotError> {
    if !files::is_present(&paths.sealed)? {
        let old = Store::sqlite(&paths.open, SqliteUse::Open, round).await?;
        let recorded = record_sealing(&old).await;
        old.close().await?;
        recorded?;
        steps.reached(Step::PhaseRecorded)?;
        paths.delete_copy()?;
        write_copy(paths, round, cover).await?;
        files::sync(&paths.copy)?;
        steps.reached(Step::CopyWritten)?;
        files::at(&paths.sealed, fs::rename(&paths.copy, &paths.sealed))?;
        files::sync(&paths.folder)?;
    }
    steps.reached(Step::Swapped)?;
    paths.delete_old()?;
    steps.reached(Step::OldDeleted)?;
    Ok(())
}

async fn write_copy(paths: &SqliteFiles, round: RoundId, cover: Option<&Cover>) -> Result<(), BallotError> {
    let copy = Store::sqlite(&paths.copy, SqliteUse::Copy, round).await?;
    let copied = copy_tables(paths, &copy, cover).await;
    copy.close().await?;
    copied
}

async fn copy_tables(paths: &SqliteFiles, copy: &Store, cover: Option<&Cover>) -> Result<(), BallotError> {
    let old = paths.open.to_str().ok_or(BallotError::Damaged("the path of the store is not UTF-8"))?;
    let attach = Statement::from_sql_and_values(DbBackend::Sqlite, "ATTACH DATABASE $1 AS old", [old.into()]);
    copy.writer().execute_raw(attach).await?;
    let transaction = copy.write().await?;
    for sql in migrations::create_sqlite_tables() {
        transaction.execute_unprepared(&sql).await?;
    }
    for table in PLAIN {
        let key = primary_key(table);
        let sql = format!("INSERT INTO main.{table} SELECT * FROM old.{table} ORDER BY {key}");
        transaction.execute_unprepared(&sql).await?;
    }
    let writes = Reads::over(&transaction, copy.round());
    let tables = |table: &str| Tables { from: format!("old.{table}"), to: format!("main.{table}") };
    rewrite_ballots(&writes, cover, &tables("ballot")).await?;
    rewrite_opinions(&writes, cover, &tables("opinion")).await?;
    write_phase(&writes, Phase::Sealed).await?;
    Ok(transaction.commit().await?)
}
