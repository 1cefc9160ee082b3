//! What the slice reads and writes.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use storage::entities::round_archive;
use storage::{AccountId, Reads, RoundId, StorageError, WriteTransaction};

/// The archive of a round; nothing before sealing.
pub(super) async fn archive(reads: &impl Reads, round: RoundId) -> Result<Option<round_archive::Model>, StorageError> {
    Ok(round_archive::Entity::find_by_id(round).one(reads.connection()).await?)
}

/// The root over the ballots of a round, in hexadecimal; nothing before sealing.
///
/// # Errors
/// When the database does not answer.
pub async fn root(reads: &impl Reads, round: RoundId) -> Result<Option<String>, StorageError> {
    let columns = round_archive::Entity::find_by_id(round).select_only().column(round_archive::Column::Root);
    Ok(columns.into_tuple().one(reads.connection()).await?)
}

/// Stores what was drawn at sealing.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &WriteTransaction, row: round_archive::Model) -> Result<(), StorageError> {
    let row = round_archive::ActiveModel::from(row).reset_all();
    round_archive::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores who asked for the release of the auditor's archive, to whom, and who released it; `false` where it was released
/// meanwhile.
pub(super) async fn set_release(
    transaction: &WriteTransaction,
    round: RoundId,
    (asked_by, recipient): (Option<AccountId>, Option<String>),
    released_by: Option<AccountId>,
) -> Result<bool, StorageError> {
    let result = round_archive::Entity::update_many()
        .col_expr(round_archive::Column::AskedBy, Expr::value(asked_by))
        .col_expr(round_archive::Column::Recipient, Expr::value(recipient))
        .col_expr(round_archive::Column::ReleasedBy, Expr::value(released_by))
        .filter(round_archive::Column::RoundId.eq(round))
        .filter(round_archive::Column::ReleasedBy.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}
