//! Meetings on the four no-slackenings and what is entered of members there (S062).

use std::collections::BTreeMap;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::{slackening_check, slackening_meeting};
use storage::{MemberId, OrganisationId, Reads, SlackeningMeetingId, StorageError, WriteTransaction};

/// The meeting of a branch in a quarter.
pub async fn meeting(
    reads: &impl Reads,
    organisation: OrganisationId,
    (year, quarter): (i64, u8),
) -> Result<Option<slackening_meeting::Model>, StorageError> {
    Ok(slackening_meeting::Entity::find()
        .filter(slackening_meeting::Column::OrganisationId.eq(organisation))
        .filter(slackening_meeting::Column::Year.eq(year))
        .filter(slackening_meeting::Column::Quarter.eq(i64::from(quarter)))
        .one(reads.connection())
        .await?)
}

/// The meetings of some branches in a quarter.
pub async fn meetings(
    reads: &impl Reads,
    organisations: &[OrganisationId],
    (year, quarter): (i64, u8),
) -> Result<BTreeMap<OrganisationId, slackening_meeting::Model>, StorageError> {
    let rows = slackening_meeting::Entity::find()
        .filter(slackening_meeting::Column::OrganisationId.is_in(organisations.iter().copied()))
        .filter(slackening_meeting::Column::Year.eq(year))
        .filter(slackening_meeting::Column::Quarter.eq(i64::from(quarter)))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.organisation_id, row)).collect())
}

/// Stores a meeting: a new one, or one that was read as version `row.version - 1`.
pub async fn store_meeting(
    transaction: &WriteTransaction,
    row: slackening_meeting::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = slackening_meeting::ActiveModel::from(row).reset_all();
    if is_new {
        slackening_meeting::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        slackening_meeting::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// What is entered of members at a meeting.
pub async fn checks(
    reads: &impl Reads,
    meeting: SlackeningMeetingId,
) -> Result<BTreeMap<MemberId, slackening_check::Model>, StorageError> {
    let rows = slackening_check::Entity::find()
        .filter(slackening_check::Column::MeetingId.eq(meeting))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.member_id, row)).collect())
}

/// What is entered of one of them.
pub async fn check(
    reads: &impl Reads,
    meeting: SlackeningMeetingId,
    member: MemberId,
) -> Result<Option<slackening_check::Model>, StorageError> {
    Ok(slackening_check::Entity::find()
        .filter(slackening_check::Column::MeetingId.eq(meeting))
        .filter(slackening_check::Column::MemberId.eq(member))
        .one(reads.connection())
        .await?)
}

/// Stores it: a new one, or one that was read as version `row.version - 1`.
pub async fn store_check(
    transaction: &WriteTransaction,
    row: slackening_check::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = slackening_check::ActiveModel::from(row).reset_all();
    if is_new {
        slackening_check::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        slackening_check::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}
