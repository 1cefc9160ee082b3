//! What is asked of records and written to them.

pub mod boxes;
pub mod stages;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use storage::entities::{round, round_contact, round_meeting, round_object, round_record};
use storage::{OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

use crate::features::organisations;

/// What an organisation noted about a round, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Meetings held (line 2a).
    pub meetings: u64,
    /// Participants, person-times (line 2b).
    pub participants: u64,
    /// Heads who reported (line 4a).
    pub heads_reporting: u64,
    /// Persons sent by the superior (line 4b).
    pub sent_by_superior: u64,
    /// Contacts besides meetings: method and unit → number (line 3).
    pub contacts: BTreeMap<(String, String), u64>,
    /// Practical things done (line 6); `None` while nothing is noted.
    pub practical_things: Option<u64>,
    /// Why it was not appraised (R08).
    pub not_appraised_reason: Option<String>,
}

/// What an organisation noted about a round, added up.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(reads: &impl Reads, round: RoundId, organisation: OrganisationId) -> Result<Totals, StorageError> {
    let mut totals = Totals::default();
    for meeting in meetings(reads, round, organisation).await? {
        totals.meetings += 1;
        totals.participants += unsigned(meeting.participants);
        totals.heads_reporting += unsigned(meeting.heads_reporting);
        totals.sent_by_superior += unsigned(meeting.sent_by_superior);
    }
    for contact in contacts(reads, round, organisation).await? {
        *totals.contacts.entry((contact.method, contact.unit)).or_default() += unsigned(contact.number);
    }
    if let Some(record) = record(reads, round, organisation).await? {
        totals.practical_things = record.practical_things.map(unsigned);
        totals.not_appraised_reason = record.not_appraised_reason;
    }
    Ok(totals)
}

/// What each organisation noted about a round, added up; those that noted nothing are absent.
pub(super) async fn totals_of_round(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<OrganisationId, Totals>, StorageError> {
    let connection = reads.connection();
    let mut each: BTreeMap<OrganisationId, Totals> = BTreeMap::new();
    let meetings = round_meeting::Entity::find().filter(round_meeting::Column::RoundId.eq(round));
    for meeting in meetings.all(connection).await? {
        let totals = each.entry(meeting.organisation_id).or_default();
        totals.meetings += 1;
        totals.participants += unsigned(meeting.participants);
        totals.heads_reporting += unsigned(meeting.heads_reporting);
        totals.sent_by_superior += unsigned(meeting.sent_by_superior);
    }
    let contacts = round_contact::Entity::find().filter(round_contact::Column::RoundId.eq(round));
    for contact in contacts.all(connection).await? {
        let totals = each.entry(contact.organisation_id).or_default();
        *totals.contacts.entry((contact.method, contact.unit)).or_default() += unsigned(contact.number);
    }
    let records = round_record::Entity::find().filter(round_record::Column::RoundId.eq(round));
    for record in records.all(connection).await? {
        let totals = each.entry(record.organisation_id).or_default();
        totals.practical_things = record.practical_things.map(unsigned);
        totals.not_appraised_reason = record.not_appraised_reason;
    }
    Ok(each)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The meetings of an organisation in a round, by day.
///
/// # Errors
/// When the database does not answer.
pub async fn meetings(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Vec<round_meeting::Model>, StorageError> {
    // Days are ISO texts of one length: sorted here, so that both databases agree.
    let mut meetings = round_meeting::Entity::find()
        .filter(round_meeting::Column::RoundId.eq(round))
        .filter(round_meeting::Column::OrganisationId.eq(organisation))
        .order_by_asc(round_meeting::Column::Id)
        .all(reads.connection())
        .await?;
    meetings.sort_by(|one, other| one.held_on.cmp(&other.held_on));
    Ok(meetings)
}

/// The contacts of an organisation in a round besides meetings, as they were entered.
///
/// # Errors
/// When the database does not answer.
pub async fn contacts(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Vec<round_contact::Model>, StorageError> {
    Ok(round_contact::Entity::find()
        .filter(round_contact::Column::RoundId.eq(round))
        .filter(round_contact::Column::OrganisationId.eq(organisation))
        .order_by_asc(round_contact::Column::Id)
        .all(reads.connection())
        .await?)
}

/// What else an organisation noted about a round.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Option<round_record::Model>, StorageError> {
    Ok(round_record::Entity::find()
        .filter(round_record::Column::RoundId.eq(round))
        .filter(round_record::Column::OrganisationId.eq(organisation))
        .one(reads.connection())
        .await?)
}

/// The rounds that were announced, latest first.
pub(super) async fn announced(reads: &impl Reads) -> Result<Vec<round::Model>, StorageError> {
    Ok(round::Entity::find()
        .filter(round::Column::State.is_not_in(["draft", "void"]))
        .order_by_desc(round::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Which of these organisations are judged in these rounds and have noted nothing, with their names.
pub(super) async fn without_records(
    reads: &impl Reads,
    organisations: &BTreeSet<OrganisationId>,
    rounds: SelectStatement,
) -> Result<Vec<(RoundId, OrganisationId, String)>, StorageError> {
    let of_these = || organisations.iter().copied();
    let judged: Vec<(RoundId, OrganisationId)> = round_object::Entity::find()
        .select_only()
        .columns([round_object::Column::RoundId, round_object::Column::OrganisationId])
        .filter(round_object::Column::RoundId.in_subquery(rounds))
        .filter(round_object::Column::OrganisationId.is_in(of_these()))
        .distinct()
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut noted: BTreeSet<(RoundId, OrganisationId)> = round_meeting::Entity::find()
        .select_only()
        .columns([round_meeting::Column::RoundId, round_meeting::Column::OrganisationId])
        .filter(round_meeting::Column::OrganisationId.is_in(of_these()))
        .into_tuple::<(RoundId, OrganisationId)>()
        .all(reads.connection())
        .await?
        .into_iter()
        .collect();
    let records: Vec<(RoundId, OrganisationId)> = round_record::Entity::find()
        .select_only()
        .columns([round_record::Column::RoundId, round_record::Column::OrganisationId])
        .filter(round_record::Column::OrganisationId.is_in(of_these()))
        .into_tuple()
        .all(reads.connection())
        .await?;
    noted.extend(records);
    let names = organisations::queries::names(reads, of_these()).await?;
    let bare = judged.into_iter().filter(|pair| !noted.contains(pair));
    Ok(bare.filter_map(|(round, id)| Some((round, id, names.get(&id)?.clone()))).collect())
}

/// Stores what else is noted: a new row, or one read as version `row.version - 1`.
pub(super) async fn store(
    transaction: &WriteTransaction,
    row: round_record::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = round_record::ActiveModel::from(row).reset_all();
    if is_new {
        round_record::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        round_record::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Adds a meeting.
pub(super) async fn add_meeting(transaction: &WriteTransaction, row: round_meeting::Model) -> Result<(), StorageError> {
    let row = round_meeting::ActiveModel::from(row).reset_all();
    round_meeting::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Adds a contact.
pub(super) async fn add_contact(transaction: &WriteTransaction, row: round_contact::Model) -> Result<(), StorageError> {
    let row = round_contact::ActiveModel::from(row).reset_all();
    round_contact::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Takes a meeting of an organisation off its list; what it said, or nothing where it is gone.
pub(super) async fn remove_meeting(
    transaction: &WriteTransaction,
    url: &super::urls::Meeting,
) -> Result<Option<round_meeting::Model>, StorageError> {
    let found = round_meeting::Entity::find_by_id(url.meeting)
        .filter(round_meeting::Column::RoundId.eq(url.round))
        .filter(round_meeting::Column::OrganisationId.eq(url.organisation))
        .one(transaction.connection())
        .await?;
    if found.is_some() {
        round_meeting::Entity::delete_by_id(url.meeting).exec(transaction.connection()).await?;
    }
    Ok(found)
}

/// Takes a contact of an organisation off its list; what it said, or nothing where it is gone.
pub(super) async fn remove_contact(
    transaction: &WriteTransaction,
    url: &super::urls::Contact,
) -> Result<Option<round_contact::Model>, StorageError> {
    let found = round_contact::Entity::find_by_id(url.contact)
        .filter(round_contact::Column::RoundId.eq(url.round))
        .filter(round_contact::Column::OrganisationId.eq(url.organisation))
        .one(transaction.connection())
        .await?;
    if found.is_some() {
        round_contact::Entity::delete_by_id(url.contact).exec(transaction.connection()).await?;
    }
    Ok(found)
}
