//! Tablets that hold the codes of a batch (S070).

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use storage::entities::{batch, tablet};
use storage::{BatchId, Reads, RoundId, StorageError, WriteTransaction};

/// Wrong digits after which a tablet gives no code until the office says so.
pub const MOST_WRONG_TRIES: i64 = 5;

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
    let rows: Vec<(BatchId, i64)> = tablet::Entity::find()
        .select_only()
        .columns([tablet::Column::BatchId, tablet::Column::WrongTries])
        .filter(tablet::Column::BatchId.in_subquery(batches_of(round)))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|(batch, tries)| (batch, tries >= MOST_WRONG_TRIES)).collect())
}

fn batches_of(round: RoundId) -> sea_orm::sea_query::SelectStatement {
    batch::Entity::find().select_only().column(batch::Column::Id).filter(batch::Column::RoundId.eq(round)).into_query()
}

/// Lets the digits of a tablet be tried again.
///
/// # Errors
/// When the database refuses.
pub async fn unlock_tablet(transaction: &WriteTransaction, batch: BatchId) -> Result<(), StorageError> {
    tablet::Entity::update_many()
        .col_expr(tablet::Column::WrongTries, Expr::value(0_i64))
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
