//! What is asked of opened opinion boxes and written to them.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::box_opening;
use storage::{OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

use crate::features::records::urls;
use crate::people_names::sort_key;

/// The boxes an organisation opened in a round, by day and place.
///
/// # Errors
/// When the database does not answer.
pub async fn boxes(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Vec<box_opening::Model>, StorageError> {
    // Days are ISO texts of one length: sorted here, so that both databases agree.
    let mut opened = box_opening::Entity::find()
        .filter(box_opening::Column::RoundId.eq(round))
        .filter(box_opening::Column::OrganisationId.eq(organisation))
        .all(reads.connection())
        .await?;
    opened.sort_by_cached_key(|row| (row.opened_on.clone(), sort_key(&row.place), row.id));
    Ok(opened)
}

/// Adds one.
pub(in crate::features::records) async fn add(
    transaction: &WriteTransaction,
    row: box_opening::Model,
) -> Result<(), StorageError> {
    let row = box_opening::ActiveModel::from(row).reset_all();
    box_opening::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Takes one off the list of an organisation; what it said, or nothing where it is gone.
pub(in crate::features::records) async fn remove(
    transaction: &WriteTransaction,
    url: &urls::OpenedBox,
) -> Result<Option<box_opening::Model>, StorageError> {
    let found = box_opening::Entity::find_by_id(url.opening)
        .filter(box_opening::Column::RoundId.eq(url.round))
        .filter(box_opening::Column::OrganisationId.eq(url.organisation))
        .one(transaction.connection())
        .await?;
    if found.is_some() {
        box_opening::Entity::delete_by_id(url.opening).exec(transaction.connection()).await?;
    }
    Ok(found)
}
