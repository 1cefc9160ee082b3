//! Questions and changes of blind tokens.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use storage::entities::{allotment, panel, round, token_panel, token_period, token_request};
use storage::{Instant, MemberId, OrganisationId, PanelId, Reads, RoundId, StorageError, WriteTransaction};

use super::rules::{Groups, Standing};
use crate::features::named::rules::MEMBERS;

/// The groups of a round that were declared to take tokens.
///
/// # Errors
/// When the database does not answer.
pub async fn groups(reads: &impl Reads, round: RoundId) -> Result<Groups, StorageError> {
    let of_round = token_panel::Entity::find().filter(token_panel::Column::RoundId.eq(round));
    let rows = of_round.all(reads.connection()).await?;
    let standing = |state: &str| if state == "retired" { Standing::Retired } else { Standing::Offered };
    Ok(rows.into_iter().map(|row| (row.panel_id, standing(&row.state))).collect())
}

/// When taking tokens ends, where it was declared.
///
/// # Errors
/// When the database does not answer.
pub async fn ends_at(reads: &impl Reads, round: RoundId) -> Result<Option<Instant>, StorageError> {
    let row = token_period::Entity::find_by_id(round).one(reads.connection()).await?;
    Ok(row.map(|row| row.ends_at))
}

/// How many tokens were taken, by group: one for each person.
///
/// # Errors
/// When the database does not answer.
pub async fn taken(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, u32>, StorageError> {
    let counted: Vec<(PanelId, i64)> = token_request::Entity::find()
        .select_only()
        .column(token_request::Column::PanelId)
        .column_as(token_request::Column::MemberId.count(), "taken")
        .filter(token_request::Column::RoundId.eq(round))
        .group_by(token_request::Column::PanelId)
        .into_tuple()
        .all(reads.connection())
        .await?;
    let number = |taken: i64| u32::try_from(taken).map_err(|_| StorageError::Damaged("a count of tokens"));
    counted.into_iter().map(|(panel, taken)| Ok((panel, number(taken)?))).collect()
}

/// How many tokens were given out, by group, that can be handed in: none of a retired key.
///
/// # Errors
/// When the database does not answer.
pub async fn given_out(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, u32>, StorageError> {
    let groups = groups(reads, round).await?;
    let taken = taken(reads, round).await?.into_iter();
    Ok(taken.filter(|(panel, _)| groups.get(panel) == Some(&Standing::Offered)).collect())
}

/// What was signed for a member, blinded.
///
/// # Errors
/// When the database does not answer.
pub async fn request(
    reads: &impl Reads,
    round: RoundId,
    member: MemberId,
) -> Result<Option<token_request::Model>, StorageError> {
    Ok(token_request::Entity::find_by_id((round, member)).one(reads.connection()).await?)
}

/// The rounds in these states in which some group takes tokens and a member may stand on a roll: one of a place given,
/// or where the member took a token or was allotted something before. The newest first.
pub(super) async fn rounds(
    reads: &impl Reads,
    (member, places): (MemberId, &[OrganisationId]),
    states: &[&str],
) -> Result<Vec<round::Model>, StorageError> {
    let declared = token_panel::Entity::find().select_only().column(token_panel::Column::RoundId).into_query();
    let groups = panel::Entity::find()
        .select_only()
        .column(panel::Column::RoundId)
        .filter(panel::Column::Category.eq(MEMBERS))
        .filter(panel::Column::OrganisationId.is_in(places.iter().copied()))
        .into_query();
    let taken = token_request::Entity::find()
        .select_only()
        .column(token_request::Column::RoundId)
        .filter(token_request::Column::MemberId.eq(member))
        .into_query();
    let allotted = allotment::Entity::find()
        .select_only()
        .column(allotment::Column::RoundId)
        .filter(allotment::Column::MemberId.eq(member))
        .into_query();
    let own = [groups, taken, allotted].map(|rounds| round::Column::Id.in_subquery(rounds));
    let found = round::Entity::find()
        .filter(round::Column::Id.in_subquery(declared))
        .filter(own.into_iter().fold(Condition::any(), Condition::add))
        .filter(round::Column::State.is_in(states.iter().copied()))
        .order_by_desc(round::Column::Id);
    Ok(found.all(reads.connection()).await?)
}

/// Declares anew which groups take tokens, and until when.
pub(super) async fn declare(
    transaction: &WriteTransaction,
    round: RoundId,
    (panels, ends_at): (&BTreeSet<PanelId>, Option<Instant>),
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    token_panel::Entity::delete_many().filter(token_panel::Column::RoundId.eq(round)).exec(connection).await?;
    token_period::Entity::delete_by_id(round).exec(connection).await?;
    let row = |panel: &PanelId| {
        let state = "offered".to_owned();
        token_panel::ActiveModel::from(token_panel::Model { panel_id: *panel, round_id: round, state }).reset_all()
    };
    if !panels.is_empty() {
        token_panel::Entity::insert_many(panels.iter().map(row)).exec_without_returning(connection).await?;
    }
    if let Some(ends_at) = ends_at {
        let row = token_period::ActiveModel::from(token_period::Model { round_id: round, ends_at }).reset_all();
        token_period::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Moves the end of taking tokens.
pub(super) async fn prolong(
    transaction: &WriteTransaction,
    round: RoundId,
    ends_at: Instant,
) -> Result<(), StorageError> {
    let row = token_period::ActiveModel::from(token_period::Model { round_id: round, ends_at }).reset_all();
    token_period::Entity::update(row).exec(transaction.connection()).await.map(drop).map_err(StorageError::from)
}

/// Notes that the key of a group was retired.
pub(super) async fn retire(transaction: &WriteTransaction, round: RoundId, panel: PanelId) -> Result<(), StorageError> {
    let row = token_panel::Model { panel_id: panel, round_id: round, state: "retired".to_owned() };
    let row = token_panel::ActiveModel::from(row).reset_all();
    token_panel::Entity::update(row).exec(transaction.connection()).await.map(drop).map_err(StorageError::from)
}

/// Notes what was signed for a member.
pub(super) async fn keep_request(
    transaction: &WriteTransaction,
    row: token_request::Model,
) -> Result<(), StorageError> {
    let row = token_request::ActiveModel::from(row).reset_all();
    token_request::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
