//! Sealed rounds in and out of PostgreSQL, as the files that SQLite installations hold: a backup has one form.

use std::fs;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, Value};

use crate::ballot_box::Stores;
use crate::migrations::{self, primary_key};
use crate::rounds::read_format;
use crate::sealing::sqlite_files::SqliteFiles;
use crate::store::{Reads, SqliteUse, Store, placeholders};
use crate::{BallotBox, BallotError, Phase, RoundId, files};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Blob,
    Number,
    Text,
}

/// Every table with its columns.
const TABLES: [(&str, &[(&str, Column)]); 9] = {
    use Column::{Blob, Number, Text};
    [
        (
            "round",
            &[("round", Blob), ("format", Number), ("public_key", Blob), ("turnout_step", Number), ("phase", Text)],
        ),
        ("sheet", &[("round", Blob), ("sheet", Number), ("layout", Text)]),
        ("batch", &[("round", Blob), ("batch", Number), ("sheet", Number), ("standing", Text)]),
        ("issued", &[("round", Blob), ("hash", Blob), ("batch", Number), ("standing", Text)]),
        ("spent", &[("round", Blob), ("hash", Blob)]),
        ("ballot", &[("round", Blob), ("sheet", Number), ("key", Blob), ("nonce", Blob), ("answers", Blob)]),
        ("opinion", &[("round", Blob), ("key", Blob), ("sheet", Number), ("subject", Number), ("words", Text)]),
        ("token_key", &[("round", Blob), ("sheet", Number), ("public_key", Blob), ("standing", Text)]),
        ("token", &[("round", Blob), ("hash", Blob), ("sheet", Number), ("token", Blob)]),
    ]
};

/// Rows read and written at a time.
const BATCH: usize = 1_000;

impl BallotBox {
    /// Copies the stores of all sealed rounds, which never change again, into a folder: the files of a backup. The store
    /// of a round that is not sealed never enters one.
    ///
    /// # Errors
    /// Those of the stores and the files.
    pub async fn copy_sealed(&self, folder: &Path) -> Result<Vec<(RoundId, PathBuf)>, BallotError> {
        let mut copied = Vec::new();
        match &self.stores {
            Stores::Sqlite(own) => {
                for (round, file) in SqliteFiles::sealed_in(own)? {
                    let copy = SqliteFiles::of(folder, round).sealed;
                    files::at(&copy, fs::copy(&file, &copy))?;
                    files::sync(&copy)?;
                    copied.push((round, copy));
                }
            }
            Stores::Postgres(_) => {
                for round in self.rounds().await? {
                    if self.phase(round).await? == Some(Phase::Sealed) {
                        let copy = SqliteFiles::of(folder, round).sealed;
                        self.write_sealed(round, &copy).await?;
                        copied.push((round, copy));
                    }
                }
            }
        }
        Ok(copied)
    }

    async fn write_sealed(&self, round: RoundId, file: &Path) -> Result<(), BallotError> {
        let held = self.sealed_round(round).await?;
        let copy = Store::sqlite(file, SqliteUse::Copy, round).await?;
        let written = write(&held.store, &copy).await;
        copy.close().await?;
        written?;
        files::sync(file)
    }

    /// Takes a sealed round from a file of a backup; one that is there already stays as it is.
    ///
    /// # Errors
    /// [`BallotError::Damaged`] where the file holds no sealed round, and those of the stores and the files.
    pub async fn take_sealed(&self, file: &Path) -> Result<(), BallotError> {
        let round = SqliteFiles::round_of_sealed(file).ok_or(BallotError::Damaged("the name of a sealed round"))?;
        let pool = match &self.stores {
            Stores::Postgres(pool) => pool,
            Stores::Sqlite(own) => {
                let own = SqliteFiles::of(own, round).sealed;
                files::at(&own, fs::copy(file, &own))?;
                return files::sync(&own);
            }
        };
        if self.phase(round).await?.is_some() {
            return Ok(());
        }
        let sealed = Store::sqlite(file, SqliteUse::Sealed, round).await?;
        let read = read(&sealed, &Store::postgres(pool, round)).await;
        sealed.close().await?;
        read
    }
}

async fn write(from: &Store, to: &Store) -> Result<(), BallotError> {
    let transaction = to.write().await?;
    for sql in migrations::create_sqlite_tables() {
        transaction.execute_unprepared(&sql).await?;
    }
    copy_tables(from, &transaction).await?;
    Ok(transaction.commit().await?)
}

async fn read(from: &Store, to: &Store) -> Result<(), BallotError> {
    if crate::rounds::read_phase(&from.reads()).await? != Some(Phase::Sealed) {
        return Err(BallotError::Damaged("the file of a sealed round"));
    }
    let transaction = to.write().await?;
    for sql in migrations::create_postgres_partitions(to.round()) {
        transaction.execute_unprepared(&sql).await?;
    }
    copy_tables(from, &transaction).await?;
    Ok(transaction.commit().await?)
}

/// One transaction writes every row in the order of the keys, as sealing does: neither file nor table tells another.
async fn copy_tables(from: &Store, to: &DatabaseTransaction) -> Result<(), BallotError> {
    let (reads, writes) = (from.reads(), Reads::over(to, from.round()));
    let format = read_format(&reads).await?;
    for (table, columns) in TABLES.into_iter().filter(|(table, _)| migrations::is_in(format, table)) {
        let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let (source, key) = (reads.table(table), primary_key(table));
        for page in 0_usize.. {
            let offset = page * BATCH;
            let sql =
                format!("SELECT {names} FROM {source} WHERE round = $1 ORDER BY {key} LIMIT {BATCH} OFFSET {offset}");
            let rows = reads.all(sql, vec![reads.round()]).await?;
            let values: Vec<Value> = rows
                .iter()
                .flat_map(|row| columns.iter().map(move |column| value(row, *column)))
                .collect::<Result<_, _>>()?;
            let row = |at: usize| format!("({})", placeholders(1 + at * columns.len(), columns.len()));
            let places = (0..rows.len()).map(row).collect::<Vec<_>>().join(", ");
            if !rows.is_empty() {
                let sql = format!("INSERT INTO {} ({names}) VALUES {places}", writes.table(table));
                writes.execute(sql, values).await?;
            }
            if rows.len() < BATCH {
                break;
            }
        }
    }
    Ok(())
}

fn value(row: &QueryResult, (name, kind): (&str, Column)) -> Result<Value, DbErr> {
    Ok(match kind {
        Column::Blob => Value::Bytes(Some(row.try_get("", name)?)),
        Column::Number => Value::BigInt(Some(row.try_get("", name)?)),
        Column::Text => Value::String(Some(row.try_get("", name)?)),
    })
}
