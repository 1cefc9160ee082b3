//! The one figure over the four appraisals, as it is declared.

use sea_orm::{ActiveModelTrait, EntityTrait};
use storage::entities::composite;
use storage::{Reads, RoundId, StorageError, WriteTransaction};

use super::number;
use crate::features::appraisals::model::Composite;

const DAMAGED: StorageError = StorageError::Damaged("the weights of a round");

/// What is declared of it; nothing where nothing is.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn composite(reads: &impl Reads, id: RoundId) -> Result<Option<Composite>, StorageError> {
    let Some(row) = composite::Entity::find_by_id(id).one(reads.connection()).await? else {
        return Ok(None);
    };
    Ok(Some(Composite {
        revision: number(row.revision),
        weights: serde_json::from_str(&row.weights).map_err(|_| DAMAGED)?,
        points: serde_json::from_str(&row.points).map_err(|_| DAMAGED)?,
    }))
}

/// Declares it anew, or takes the declaration back.
///
/// # Errors
/// When the database refuses.
pub async fn set_composite(
    transaction: &WriteTransaction,
    id: RoundId,
    declared: Option<&Composite>,
) -> Result<(), StorageError> {
    composite::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    let Some(declared) = declared else {
        return Ok(());
    };
    let row = composite::Model {
        round_id: id,
        revision: declared.revision.into(),
        weights: serde_json::to_string(&declared.weights).map_err(|_| DAMAGED)?,
        points: serde_json::to_string(&declared.points).map_err(|_| DAMAGED)?,
    };
    let row = composite::ActiveModel::from(row).reset_all();
    composite::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
