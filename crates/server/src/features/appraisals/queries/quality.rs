//! The limits of a round's quality, as they are declared.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::quality_limit;
use storage::{Reads, RoundId, StorageError, WriteTransaction};

use super::number;
use crate::features::appraisals::model::QualityLimits;

/// What is declared; empty where nothing is.
///
/// # Errors
/// When the database does not answer.
pub async fn quality(reads: &impl Reads, id: RoundId) -> Result<QualityLimits, StorageError> {
    let found = quality_limit::Entity::find().filter(quality_limit::Column::RoundId.eq(id));
    let rows = found.all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.sign, number(row.permille))).collect::<BTreeMap<_, _>>())
}

/// Declares it anew: nothing where the limits are empty.
///
/// # Errors
/// When the database refuses.
pub async fn set_quality(
    transaction: &WriteTransaction,
    id: RoundId,
    limits: &QualityLimits,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    quality_limit::Entity::delete_many().filter(quality_limit::Column::RoundId.eq(id)).exec(connection).await?;
    for (sign, permille) in limits {
        let row = quality_limit::ActiveModel {
            round_id: Set(id),
            sign: Set(sign.clone()),
            permille: Set((*permille).into()),
        };
        quality_limit::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}
