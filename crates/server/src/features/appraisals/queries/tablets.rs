//! Tablets that hold the codes of a batch (S070).

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use storage::entities::{batch, tablet};
use storage::{BatchId, Reads, RoundId, StorageError, WriteTransaction};

/// Wrong digits one after the other after which a tablet gives no code until the office says so,
pub const MOST_WRONG_TRIES: i64 = 5;
/// and wrong ones in all: whoever guesses beside staff is not let go on by their right digits.
pub const MOST_WRONG_IN_ALL: i64 = 20;

/// Stores a new tablet.
///
/// # Errors
/// When the database refuses.
pub async fn insert_tablet(transaction: &WriteTransaction, row: tablet::Model) -> Result<(), StorageError> {
    tablet::Entity::insert(tablet::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The batches of a round that are on tablets, each with whether its tablet is locked.
///
/// # Errors
/// When the database does not answer.
pub async fn tablets(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<BatchId, bool>, StorageError> {
    let rows: Vec<(BatchId, i64, i64)> = tablet::Entity::find()
        .select_only()
        .columns([tablet::Column::BatchId, tablet::Column::WrongTries, tablet::Column::WrongInAll])
        .filter(tablet::Column::BatchId.in_subquery(batches_of(round)))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let is_locked = |in_a_row, in_all| in_a_row >= MOST_WRONG_TRIES || in_all >= MOST_WRONG_IN_ALL;
    Ok(rows.into_iter().map(|(batch, in_a_row, in_all)| (batch, is_locked(in_a_row, in_all))).collect())
}

fn batches_of(round: RoundId) -> sea_orm::sea_query::SelectStatement {
    batch::Entity::find().select_only().column(batch::Column::Id).filter(batch::Column::RoundId.eq(round)).into_query()
}

/// Lets the digits of a tablet be tried again, from the beginning.
///
/// # Errors
/// When the database refuses.
pub async fn unlock_tablet(transaction: &WriteTransaction, batch: BatchId) -> Result<(), StorageError> {
    tablet::Entity::update_many()
        .col_expr(tablet::Column::WrongTries, Expr::value(0_i64))
        .col_expr(tablet::Column::WrongInAll, Expr::value(0_i64))
        .filter(tablet::Column::BatchId.eq(batch))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Erases the codes on the tablet of a batch that was voided.
///
/// # Errors
/// When the database refuses.
pub async fn erase_codes(transaction: &WriteTransaction, batch: BatchId) -> Result<(), StorageError> {
    tablet::Entity::update_many()
        .col_expr(tablet::Column::Codes, Expr::value(Option::<Vec<u8>>::None))
        .filter(tablet::Column::BatchId.eq(batch))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Erases the codes on all tablets of a round that was sealed or is void.
///
/// # Errors
/// When the database refuses.
pub async fn erase_codes_of(transaction: &WriteTransaction, round: RoundId) -> Result<(), StorageError> {
    tablet::Entity::update_many()
        .col_expr(tablet::Column::Codes, Expr::value(Option::<Vec<u8>>::None))
        .filter(tablet::Column::BatchId.in_subquery(batches_of(round)))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
