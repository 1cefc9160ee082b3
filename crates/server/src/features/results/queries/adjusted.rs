//! The severity-adjusted scores of a round.

use sea_orm::EntityTrait;
use storage::entities::round_result;
use storage::{Reads, RoundId, StorageError};

use crate::features::results::adjusted::Adjusted;

/// The adjusted scores of a round; nothing before sealing, and of rounds sealed before there were any.
///
/// # Errors
/// When the database does not answer or what it holds is damaged.
pub async fn adjusted(reads: &impl Reads, round: RoundId) -> Result<Option<Adjusted>, StorageError> {
    let row = round_result::Entity::find_by_id(round).one(reads.connection()).await?;
    let text = row.and_then(|row| row.adjusted);
    text.map(|text| serde_json::from_str(&text).map_err(|_| StorageError::Damaged("the adjusted scores of a round")))
        .transpose()
}
