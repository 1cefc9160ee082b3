//! The directions, categories of judges and procedures of offices that a round took: it keeps the version it took.

use storage::{Reads, RoundId, StorageError, WriteTransaction};

use super::catalogue::{Catalogue, Entry};
use super::model::{Category, Direction, Procedure, Template};
use super::queries;
use super::urls::Kind;
use crate::web::WebError;

pub use queries::forget_taken;

/// What a round took, by kind.
#[derive(Debug, Clone, Default)]
pub struct TakenWords {
    /// Directions.
    pub directions: Vec<Direction>,
    /// Categories of judges.
    pub categories: Vec<Category>,
    /// Procedures.
    pub procedures: Vec<Procedure>,
}

/// What a round took, by code.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn entries(reads: &impl Reads, round: RoundId) -> Result<Vec<Entry>, StorageError> {
    let read = |row| Entry::of(row).map_err(|_| StorageError::Damaged("a template of an office"));
    queries::taken_by(reads, round).await?.into_iter().map(read).collect()
}

/// The same by kind.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn words(reads: &impl Reads, round: RoundId) -> Result<TakenWords, StorageError> {
    let mut words = TakenWords::default();
    for entry in entries(reads, round).await? {
        match entry.template {
            Template::Direction(direction) => words.directions.push(direction),
            Template::Category(category) => words.categories.push(category),
            Template::Procedure(procedure) => words.procedures.push(procedure),
            Template::Instrument(_) | Template::Scale(_) => {}
        }
    }
    Ok(words)
}

/// A round takes a direction, a category or a procedure of a catalogue: where an office made it, it stays as it is for
/// ever, and the round keeps this version of it. What the program brings along needs no taking.
///
/// # Errors
/// [`WebError::ChangedMeanwhile`] where it was withdrawn since it was read.
pub async fn take(
    transaction: &WriteTransaction,
    round: RoundId,
    (catalogue, kind, code): (&Catalogue, Kind, &str),
) -> Result<(), WebError> {
    let Some(row) = catalogue.entry(kind, code).and_then(|entry| entry.row.as_ref()) else {
        return Ok(());
    };
    let taken = queries::taken_by(transaction, round).await?;
    if taken.iter().any(|other| (&other.kind, &other.code) == (&row.kind, &row.code)) {
        return Ok(());
    }
    if !queries::take(transaction, row.id, row.version).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    Ok(queries::insert_taken(transaction, round, row.id).await?)
}

/// A round that is drawn up after an earlier one takes what that took.
///
/// # Errors
/// When the database refuses.
pub async fn copy(transaction: &WriteTransaction, (source, made): (RoundId, RoundId)) -> Result<(), StorageError> {
    for row in queries::taken_by(transaction, source).await? {
        queries::insert_taken(transaction, made, row.id).await?;
    }
    Ok(())
}
