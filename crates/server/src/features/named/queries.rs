//! What is asked of named appraisal and written to it.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use storage::entities::{
    allotment, exemption, member, named_measure, named_sheet, panel, panel_roll, round, round_contact, round_meeting,
};
use storage::{MeasureId, MemberId, ObjectId, OrganisationId, PanelId, Reads, RoundId, StorageError, WriteTransaction};

use super::rules::{Contacts, MEMBERS, Taken, stranded as stranded_by};
use crate::features::appraisals::model::Plan;

/// The measures a round holds by name too; none: it holds no named appraisal.
///
/// # Errors
/// When the database does not answer.
pub async fn measures(reads: &impl Reads, round: RoundId) -> Result<BTreeSet<MeasureId>, StorageError> {
    let rows =
        named_measure::Entity::find().filter(named_measure::Column::RoundId.eq(round)).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| row.measure_id).collect())
}

/// Declares which measures are held by name.
///
/// # Errors
/// When the database refuses.
pub async fn set_measures(
    transaction: &WriteTransaction,
    round: RoundId,
    measures: &[MeasureId],
) -> Result<(), StorageError> {
    let of_round = named_measure::Column::RoundId.eq(round);
    named_measure::Entity::delete_many().filter(of_round).exec(transaction.connection()).await?;
    for measure in measures {
        let row = named_measure::Model { round_id: round, measure_id: *measure };
        let row = named_measure::ActiveModel::from(row).reset_all();
        named_measure::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// The announced rounds that hold a named appraisal, the latest first.
pub(super) async fn rounds(reads: &impl Reads) -> Result<Vec<round::Model>, StorageError> {
    Ok(round::Entity::find()
        .filter(round::Column::Id.in_subquery(holding()))
        .filter(round::Column::State.is_not_in(["draft", "void"]))
        .order_by_desc(round::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The rounds that hold a named appraisal, as a part of a statement.
fn holding() -> SelectStatement {
    named_measure::Entity::find().select_only().column(named_measure::Column::RoundId).into_query()
}

/// The groups whose judges are those of a list, as a part of a statement: no roll puts anybody in them.
pub fn listed() -> SelectStatement {
    let rolls = panel_roll::Entity::find().select_only().column(panel_roll::Column::PanelId);
    rolls.filter(panel_roll::Column::Kind.eq("list")).into_query()
}

/// The organisations whose members are a judge group, of each round that holds a named appraisal.
pub(super) async fn organisations_with_rolls(
    reads: &impl Reads,
) -> Result<BTreeMap<RoundId, BTreeSet<OrganisationId>>, StorageError> {
    let groups: Vec<(RoundId, OrganisationId)> = panel::Entity::find()
        .select_only()
        .columns([panel::Column::RoundId, panel::Column::OrganisationId])
        .filter(panel::Column::RoundId.in_subquery(holding()))
        .filter(panel::Column::Category.eq(MEMBERS))
        .filter(panel::Column::Id.not_in_subquery(listed()))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut rolls: BTreeMap<RoundId, BTreeSet<OrganisationId>> = BTreeMap::new();
    for (round, organisation) in groups {
        rolls.entry(round).or_default().insert(organisation);
    }
    Ok(rolls)
}

/// How everybody takes part who does not simply take a slip.
pub(super) async fn allotments(reads: &impl Reads, round: RoundId) -> Result<Vec<allotment::Model>, StorageError> {
    let of_round = allotment::Entity::find().filter(allotment::Column::RoundId.eq(round));
    Ok(of_round.order_by_asc(allotment::Column::MemberId).all(reads.connection()).await?)
}

/// How one member takes part; nothing where a slip was never changed.
///
/// # Errors
/// When the database does not answer.
pub async fn allotment(
    reads: &impl Reads,
    round: RoundId,
    member: MemberId,
) -> Result<Option<allotment::Model>, StorageError> {
    Ok(allotment::Entity::find_by_id((round, member)).one(reads.connection()).await?)
}

/// How many of each judge group take no slip.
///
/// # Errors
/// When the database does not answer.
pub async fn taken(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, Taken>, StorageError> {
    let mut taken: BTreeMap<PanelId, Taken> = BTreeMap::new();
    for row in allotments(reads, round).await? {
        let of_panel = taken.entry(row.panel_id).or_default();
        of_panel.named += u32::from(row.channel == "named");
        of_panel.none += u32::from(row.channel == "none");
        of_panel.slip += u32::from(row.channel == "slip");
        of_panel.cancelled += u32::try_from(row.cancelled_slips).unwrap_or_default();
    }
    Ok(taken)
}

/// Who was allotted a named sheet that would leave him without one or with less than his slip, by group (S069): the
/// names. Such a round does not open.
///
/// # Errors
/// When the database does not answer.
pub async fn stranded(
    reads: &impl Reads,
    (round, plan): (RoundId, &Plan),
) -> Result<BTreeMap<PanelId, Vec<String>>, StorageError> {
    let held = measures(reads, round).await?;
    let is_stranded = |row: &allotment::Model| {
        let panel = plan.panel(row.panel_id);
        row.channel == "named" && panel.is_some_and(|one| stranded_by(plan, one, &held, row.member_id).is_some())
    };
    let rows: Vec<allotment::Model> = allotments(reads, round).await?.into_iter().filter(is_stranded).collect();
    let mut names: BTreeMap<MemberId, String> = BTreeMap::new();
    let ids: Vec<MemberId> = rows.iter().map(|row| row.member_id).collect();
    for some in ids.chunks(500) {
        let found = member::Entity::find().filter(member::Column::Id.is_in(some.iter().copied()));
        names.extend(found.all(reads.connection()).await?.into_iter().map(|one| (one.id, one.name)));
    }
    let mut found: BTreeMap<PanelId, Vec<String>> = BTreeMap::new();
    for row in rows {
        found.entry(row.panel_id).or_default().extend(names.remove(&row.member_id));
    }
    Ok(found)
}

/// Stores how a member takes part: a new row, or one that was read as version `row.version - 1`.
pub(super) async fn store_allotment(
    transaction: &WriteTransaction,
    row: allotment::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = allotment::ActiveModel::from(row).reset_all();
    if is_new {
        allotment::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        allotment::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// A member who has not left.
pub(super) async fn member(reads: &impl Reads, id: MemberId) -> Result<Option<member::Model>, StorageError> {
    let found = member::Entity::find_by_id(id).filter(member::Column::EndedOn.is_null());
    Ok(found.one(reads.connection()).await?)
}

/// The members of these organisations who are due on a day (ISO), by name (R03).
pub(super) async fn due(
    reads: &impl Reads,
    organisations: &[OrganisationId],
    day: &str,
) -> Result<Vec<member::Model>, StorageError> {
    let mut due = Vec::new();
    for some in organisations.chunks(500) {
        let rows = member::Entity::find()
            .filter(member::Column::OrganisationId.is_in(some.iter().copied()))
            .filter(member::Column::EndedOn.is_null());
        due.extend(rows.all(reads.connection()).await?);
    }
    let ids: Vec<MemberId> = due.iter().map(|member| member.id).collect();
    let exempt = exempt_among(reads, &ids, day).await?;
    due.retain(|member| !exempt.contains(&member.id));
    due.sort_by(|one, other| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
    Ok(due)
}

/// Who of these is exempt on a day (ISO).
pub(super) async fn exempt_among(
    reads: &impl Reads,
    members: &[MemberId],
    day: &str,
) -> Result<BTreeSet<MemberId>, StorageError> {
    let mut exempt = BTreeSet::new();
    for some in members.chunks(500) {
        let rows = exemption::Entity::find().filter(exemption::Column::MemberId.is_in(some.iter().copied()));
        let on_day =
            |row: &exemption::Model| row.from_day.as_str() <= day && row.to_day.as_deref().is_none_or(|to| to >= day);
        exempt.extend(rows.all(reads.connection()).await?.iter().filter(|row| on_day(row)).map(|row| row.member_id));
    }
    Ok(exempt)
}

/// The named sheet of a member about an object.
pub(super) async fn sheet(
    reads: &impl Reads,
    object: ObjectId,
    member: MemberId,
) -> Result<Option<named_sheet::Model>, StorageError> {
    Ok(named_sheet::Entity::find_by_id((object, member)).one(reads.connection()).await?)
}

/// The objects about which a member has handed a named sheet in.
pub(super) async fn handed_in(
    reads: &impl Reads,
    round: RoundId,
    member: MemberId,
) -> Result<BTreeSet<ObjectId>, StorageError> {
    let rows: Vec<ObjectId> = named_sheet::Entity::find()
        .select_only()
        .column(named_sheet::Column::ObjectId)
        .filter(named_sheet::Column::RoundId.eq(round))
        .filter(named_sheet::Column::MemberId.eq(member))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Every named sheet of a round. For sealed rounds only: before nobody but its author reads one.
pub(super) async fn sheets(reads: &impl Reads, round: RoundId) -> Result<Vec<named_sheet::Model>, StorageError> {
    let of_round = named_sheet::Entity::find().filter(named_sheet::Column::RoundId.eq(round));
    let in_order = of_round.order_by_asc(named_sheet::Column::ObjectId).order_by_asc(named_sheet::Column::MemberId);
    Ok(in_order.all(reads.connection()).await?)
}

/// The named sheets about an object with their authors' names, by name.
pub(super) async fn sheets_about(
    reads: &impl Reads,
    object: ObjectId,
) -> Result<Vec<(named_sheet::Model, String)>, StorageError> {
    let rows = named_sheet::Entity::find()
        .filter(named_sheet::Column::ObjectId.eq(object))
        .order_by_asc(named_sheet::Column::MemberId)
        .all(reads.connection())
        .await?;
    let mut authors: BTreeMap<MemberId, member::Model> = BTreeMap::new();
    let ids: Vec<MemberId> = rows.iter().map(|row| row.member_id).collect();
    for some in ids.chunks(500) {
        let found = member::Entity::find().filter(member::Column::Id.is_in(some.iter().copied()));
        authors.extend(found.all(reads.connection()).await?.into_iter().map(|author| (author.id, author)));
    }
    let mut named: Vec<_> =
        rows.into_iter().filter_map(|row| authors.get(&row.member_id).cloned().map(|author| (row, author))).collect();
    named.sort_by(|(_, one), (_, other)| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
    Ok(named.into_iter().map(|(row, author)| (row, author.name)).collect())
}

/// How many members of each judge group handed in at least one named sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn authors(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, i64>, StorageError> {
    let rows: Vec<MemberId> = named_sheet::Entity::find()
        .select_only()
        .column(named_sheet::Column::MemberId)
        .filter(named_sheet::Column::RoundId.eq(round))
        .distinct()
        .into_tuple()
        .all(reads.connection())
        .await?;
    let authors: BTreeSet<MemberId> = rows.into_iter().collect();
    let mut of_panel: BTreeMap<PanelId, i64> = BTreeMap::new();
    for row in allotments(reads, round).await?.iter().filter(|row| authors.contains(&row.member_id)) {
        *of_panel.entry(row.panel_id).or_default() += 1;
    }
    Ok(of_panel)
}

/// Stores a named sheet: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store_sheet(
    transaction: &WriteTransaction,
    row: named_sheet::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = named_sheet::ActiveModel::from(row).reset_all();
    if is_new {
        named_sheet::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        named_sheet::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Where people were heard at meetings, forums and visits, as the organisations of a round recorded it.
pub(super) async fn contacts(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<OrganisationId, Contacts>, StorageError> {
    let unsigned = |number: i64| u64::try_from(number).unwrap_or_default();
    let mut contacts: BTreeMap<OrganisationId, Contacts> = BTreeMap::new();
    let rows = round_contact::Entity::find().filter(round_contact::Column::RoundId.eq(round));
    for row in rows.all(reads.connection()).await? {
        let at = contacts.entry(row.organisation_id).or_default();
        at.records += 1;
        at.persons += row.persons.map_or(0, unsigned);
    }
    let rows = round_meeting::Entity::find().filter(round_meeting::Column::RoundId.eq(round));
    for row in rows.all(reads.connection()).await? {
        let at = contacts.entry(row.organisation_id).or_default();
        at.records += 1;
        at.persons += unsigned(row.participants);
    }
    Ok(contacts)
}
