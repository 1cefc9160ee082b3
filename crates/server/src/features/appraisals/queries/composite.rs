//! The one figure over the four appraisals, as it is declared.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::composite;
use storage::{Reads, RoundId, StorageError, WriteTransaction};

use super::number;
use crate::features::appraisals::model::Composite;

const DAMAGED: StorageError = StorageError::Damaged("the weights of a round");

/// What is declared of it; nothing where nothing is or it was taken back.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn composite(reads: &impl Reads, id: RoundId) -> Result<Option<Composite>, StorageError> {
    let found = composite::Entity::find_by_id(id).one(reads.connection()).await?;
    let Some(row) = found.filter(|row| row.withdrawn == "no") else {
        return Ok(None);
    };
    Ok(Some(Composite {
        revision: number(row.revision),
        weights: serde_json::from_str(&row.weights).map_err(|_| DAMAGED)?,
        points: serde_json::from_str(&row.points).map_err(|_| DAMAGED)?,
    }))
}

/// The version of the next declaration: versions go on after one that was taken back (R40), so that no two declarations of a
/// round are ever called alike.
///
/// # Errors
/// When the database does not answer.
pub async fn next_revision(reads: &impl Reads, id: RoundId) -> Result<u32, StorageError> {
    let found = composite::Entity::find_by_id(id).one(reads.connection()).await?;
    Ok(found.map_or(1, |row| number(row.revision) + 1))
}

/// Declares it anew.
///
/// # Errors
/// When the database refuses.
pub async fn set_composite(
    transaction: &WriteTransaction,
    id: RoundId,
    declared: &Composite,
) -> Result<(), StorageError> {
    delete_composite(transaction, id).await?;
    let row = composite::Model {
        round_id: id,
        revision: declared.revision.into(),
        weights: serde_json::to_string(&declared.weights).map_err(|_| DAMAGED)?,
        points: serde_json::to_string(&declared.points).map_err(|_| DAMAGED)?,
        withdrawn: "no".to_owned(),
    };
    let row = composite::ActiveModel::from(row).reset_all();
    composite::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Takes the declaration back; its version stays.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw_composite(transaction: &WriteTransaction, id: RoundId) -> Result<(), StorageError> {
    composite::Entity::update_many()
        .col_expr(composite::Column::Withdrawn, Expr::value("yes"))
        .filter(composite::Column::RoundId.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Throws it away with the draft it belongs to.
pub(super) async fn delete_composite(transaction: &WriteTransaction, id: RoundId) -> Result<(), StorageError> {
    composite::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}
