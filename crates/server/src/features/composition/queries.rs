//! What is asked of lists of judges and written to them.

mod areas;
mod draws;
mod group;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{
    allotment, candidate, exemption, member, organisation, panel_draw, panel_roll, round_invitation,
};
use storage::{CandidateId, MemberId, OrganisationId, PanelId, Reads, RoundId, StorageError, WriteTransaction};

pub use areas::*;
pub(super) use draws::*;
pub use group::*;

use super::rules::{Entry, Standing, judges};

/// What is kept of panels besides who stands on their lists.
///
/// # Errors
/// When the database does not answer.
pub async fn rolls(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, panel_roll::Model>, StorageError> {
    let rows = panel_roll::Entity::find().filter(panel_roll::Column::RoundId.eq(round)).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.panel_id, row)).collect())
}

/// The panels whose judges come from a list.
///
/// # Errors
/// When the database does not answer.
pub async fn listed(reads: &impl Reads, round: RoundId) -> Result<BTreeSet<PanelId>, StorageError> {
    let rolls = rolls(reads, round).await?;
    Ok(rolls.into_values().filter(|roll| roll.kind == "list").map(|roll| roll.panel_id).collect())
}

/// What is kept of a panel besides who stands on its list.
pub(super) async fn roll(reads: &impl Reads, panel: PanelId) -> Result<Option<panel_roll::Model>, StorageError> {
    Ok(panel_roll::Entity::find_by_id(panel).one(reads.connection()).await?)
}

/// Everybody on a panel's list, by line.
pub(super) async fn candidates(reads: &impl Reads, panel: PanelId) -> Result<Vec<candidate::Model>, StorageError> {
    Ok(candidate::Entity::find()
        .filter(candidate::Column::PanelId.eq(panel))
        .order_by_asc(candidate::Column::Number)
        .order_by_asc(candidate::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Everybody on a list of a round, by panel and line.
///
/// # Errors
/// When the database does not answer.
pub async fn all_candidates(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<PanelId, Vec<candidate::Model>>, StorageError> {
    let rows = candidate::Entity::find()
        .filter(candidate::Column::RoundId.eq(round))
        .order_by_asc(candidate::Column::Number)
        .order_by_asc(candidate::Column::Id)
        .all(reads.connection())
        .await?;
    let mut found: BTreeMap<PanelId, Vec<candidate::Model>> = BTreeMap::new();
    for row in rows {
        found.entry(row.panel_id).or_default().push(row);
    }
    Ok(found)
}

/// The fixed lists of a round, with their draws.
///
/// # Errors
/// When the database does not answer.
pub async fn draws(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, panel_draw::Model>, StorageError> {
    let rows = panel_draw::Entity::find().filter(panel_draw::Column::RoundId.eq(round)).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.panel_id, row)).collect())
}

/// A panel's fixed list, with its draw where there was one.
pub(super) async fn draw(reads: &impl Reads, panel: PanelId) -> Result<Option<panel_draw::Model>, StorageError> {
    Ok(panel_draw::Entity::find_by_id(panel).one(reads.connection()).await?)
}

/// Whether a panel's list is fixed: then the panel stays, and its number too, or a draw could be repeated until it
/// pleases.
///
/// # Errors
/// When the database does not answer.
pub async fn is_fixed(reads: &impl Reads, panel: PanelId) -> Result<bool, StorageError> {
    Ok(draw(reads, panel).await?.is_some())
}

/// What keeps issuing from beginning: panels with an empty list, and those whose fixed list waits for its draw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Nobody on their list judges.
    pub unlisted: Vec<PanelId>,
    /// How many judge from each list.
    pub judges: BTreeMap<PanelId, u32>,
    /// Their list is fixed, and nobody has drawn.
    pub undrawn: Vec<PanelId>,
}

/// Finds them (S050).
///
/// # Errors
/// When the database does not answer.
pub async fn gaps(reads: &impl Reads, round: RoundId) -> Result<Gaps, StorageError> {
    let (listed, candidates) = (listed(reads, round).await?, all_candidates(reads, round).await?);
    let draws = draws(reads, round).await?;
    let judging = |panel: PanelId| {
        let list = candidates.get(&panel).map_or(&[][..], Vec::as_slice);
        let standings: Vec<Standing> = list.iter().map(|one| Standing::from_code(&one.standing)).collect();
        let count = judges(&standings).into_iter().filter(|is_judge| *is_judge).count();
        (panel, u32::try_from(count).unwrap_or(u32::MAX))
    };
    let judges: BTreeMap<PanelId, u32> = listed.into_iter().map(judging).collect();
    Ok(Gaps {
        unlisted: judges.iter().filter(|(_, count)| **count == 0).map(|(panel, _)| *panel).collect(),
        judges,
        undrawn: draws.into_values().filter(|draw| draw.seed.is_none()).map(|draw| draw.panel_id).collect(),
    })
}

/// Stores a panel's list: a new one, or one that was read as version `row.version - 1`.
///
/// # Errors
/// When the database refuses.
pub async fn store_roll(
    transaction: &WriteTransaction,
    row: panel_roll::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = panel_roll::ActiveModel::from(row).reset_all();
    if is_new {
        panel_roll::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        panel_roll::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes a panel's list away: its judges come from no list.
pub(super) async fn withdraw(transaction: &WriteTransaction, panel: PanelId) -> Result<(), StorageError> {
    let connection = transaction.connection();
    candidate::Entity::delete_many().filter(candidate::Column::PanelId.eq(panel)).exec(connection).await?;
    panel_roll::Entity::delete_by_id(panel).exec(connection).await?;
    Ok(())
}

/// Forgets how members wish to take part in a panel whose judges come from a list from now on.
pub(super) async fn forget_allotments(transaction: &WriteTransaction, panel: PanelId) -> Result<(), StorageError> {
    let of_panel = allotment::Entity::delete_many().filter(allotment::Column::PanelId.eq(panel));
    of_panel.exec(transaction.connection()).await?;
    Ok(())
}

/// Puts a list in the place of another; whoever stands on both keeps the row.
pub(super) async fn replace_candidates(
    transaction: &WriteTransaction,
    before: &[candidate::Model],
    after: Vec<candidate::Model>,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    let kept: BTreeSet<CandidateId> = after.iter().map(|row| row.id).collect();
    let known: BTreeMap<CandidateId, &candidate::Model> = before.iter().map(|row| (row.id, row)).collect();
    let gone: Vec<CandidateId> = known.keys().filter(|id| !kept.contains(id)).copied().collect();
    for some in gone.chunks(500) {
        let rows = candidate::Entity::delete_many().filter(candidate::Column::Id.is_in(some.iter().copied()));
        rows.exec(connection).await?;
    }
    let (old, new): (Vec<_>, Vec<_>) = after.into_iter().partition(|row| known.contains_key(&row.id));
    let is_changed = |row: &candidate::Model| known.get(&row.id).is_some_and(|before| *before != row);
    for row in old.into_iter().filter(is_changed) {
        update_candidate(transaction, row).await?;
    }
    for some in new.chunks(100) {
        let some = some.iter().cloned().map(|row| candidate::ActiveModel::from(row).reset_all());
        candidate::Entity::insert_many(some).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Stores somebody of a list as they stand now.
pub(super) async fn update_candidate(
    transaction: &WriteTransaction,
    row: candidate::Model,
) -> Result<(), StorageError> {
    candidate::Entity::update(candidate::ActiveModel::from(row).reset_all()).exec(transaction.connection()).await?;
    Ok(())
}

/// Stores a fixed list, or the draw of it.
pub(super) async fn store_draw(
    transaction: &WriteTransaction,
    row: panel_draw::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = panel_draw::ActiveModel::from(row).reset_all();
    if is_new {
        panel_draw::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        panel_draw::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// The members due of these organisations on a day (ISO), by name, each noted with the organisation.
pub(super) async fn due_members(
    reads: &impl Reads,
    organisations: &[OrganisationId],
    day: &str,
) -> Result<Vec<Entry>, StorageError> {
    let mut found = Vec::new();
    for some in organisations.chunks(500) {
        let of = organisation::Entity::find().filter(organisation::Column::Id.is_in(some.iter().copied()));
        let of = of.all(reads.connection()).await?;
        let names: BTreeMap<OrganisationId, String> = of.into_iter().map(|one| (one.id, one.name)).collect();
        let members = member::Entity::find()
            .filter(member::Column::OrganisationId.is_in(some.iter().copied()))
            .filter(member::Column::EndedOn.is_null())
            .all(reads.connection())
            .await?;
        let exempt = exempt_on(reads, &members.iter().map(|one| one.id).collect::<Vec<_>>(), day).await?;
        for one in members.into_iter().filter(|one| !exempt.contains(&one.id)) {
            let note = names.get(&one.organisation_id).cloned().unwrap_or_default();
            found.push((one.sort_key, one.id, Entry { name: one.name, note }));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, _, entry)| entry).collect())
}

async fn exempt_on(reads: &impl Reads, members: &[MemberId], day: &str) -> Result<BTreeSet<MemberId>, StorageError> {
    let mut exempt = BTreeSet::new();
    for some in members.chunks(500) {
        let rows = exemption::Entity::find().filter(exemption::Column::MemberId.is_in(some.iter().copied()));
        let rows = rows.all(reads.connection()).await?;
        let on_day =
            |row: &exemption::Model| row.from_day.as_str() <= day && row.to_day.as_deref().is_none_or(|to| to >= day);
        exempt.extend(rows.iter().filter(|row| on_day(row)).map(|row| row.member_id));
    }
    Ok(exempt)
}

/// What a round's invitation says, where the office wrote it.
pub(super) async fn invitation(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Option<round_invitation::Model>, StorageError> {
    Ok(round_invitation::Entity::find_by_id(round).one(reads.connection()).await?)
}

/// Stores it: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store_invitation(
    transaction: &WriteTransaction,
    row: round_invitation::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = round_invitation::ActiveModel::from(row).reset_all();
    if is_new {
        round_invitation::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        round_invitation::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}
