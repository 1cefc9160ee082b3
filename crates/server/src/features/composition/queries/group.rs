//! The working group of a round (S049).

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::working_group_member;
use storage::{Reads, RoundId, StorageError, WorkingGroupMemberId, WriteTransaction};

/// Its members, in the order they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn working_group(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Vec<working_group_member::Model>, StorageError> {
    Ok(working_group_member::Entity::find()
        .filter(working_group_member::Column::RoundId.eq(round))
        .order_by_asc(working_group_member::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The head of the working group, where the round has one with a head.
///
/// # Errors
/// When the database does not answer.
pub async fn group_head(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Option<working_group_member::Model>, StorageError> {
    Ok(working_group(reads, round).await?.into_iter().find(|member| member.duty == "head"))
}

/// Stores a member: a new one, or one that was read as version `row.version - 1`.
///
/// # Errors
/// When the database refuses.
pub async fn store_group_member(
    transaction: &WriteTransaction,
    row: working_group_member::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = working_group_member::ActiveModel::from(row).reset_all();
    if is_new {
        working_group_member::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        working_group_member::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes a member out of the group.
pub(in super::super) async fn delete_group_member(
    transaction: &WriteTransaction,
    id: WorkingGroupMemberId,
) -> Result<(), StorageError> {
    working_group_member::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}
