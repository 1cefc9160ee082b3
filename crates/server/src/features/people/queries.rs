//! What the register of members is asked and told.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use storage::entities::{account, exemption, member, organisation};
use storage::{ExemptionId, MemberId, OrganisationId, Reads, StorageError, WriteTransaction};

use crate::features::organisations;
use crate::people_names::search_term;
use crate::roles::Reach;
use crate::web::Sorting;
use crate::web::paging::ROWS;
use crate::web::sorting::place;

/// Which members a list shows.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Typed into the search: name, pinyin or initials.
    pub search: String,
    /// Only of organisations in this reach.
    pub among: Reach,
}

impl Filter {
    fn query(&self) -> Select<member::Entity> {
        let mut query = member::Entity::find().filter(member::Column::EndedOn.is_null());
        let term = search_term(&self.search);
        if !term.is_empty() {
            query = query.filter(member::Column::SearchKey.contains(&term));
        }
        if let Some(inside) = organisations::queries::within(&self.among) {
            query = query.filter(member::Column::OrganisationId.in_subquery(inside));
        }
        query
    }
}

/// By name.
fn by_name(query: Select<member::Entity>) -> Select<member::Entity> {
    query.order_by_asc(member::Column::SortKey).order_by_asc(member::Column::Id)
}

/// The columns the list of members is sorted by.
pub const COLUMNS: &[&str] = &["name", "branch", "category", "age"];

/// How many members a filter leaves.
pub async fn count(reads: &impl Reads, filter: &Filter) -> Result<u64, StorageError> {
    Ok(filter.query().count(reads.connection()).await?)
}

/// One page of a list, sorted by one of [`COLUMNS`], then by name.
pub async fn page(
    reads: &impl Reads,
    filter: &Filter,
    sorting: &Sorting,
    offset: u64,
) -> Result<Vec<member::Model>, StorageError> {
    use member::Column;
    let query = filter.query();
    let query = match sorting.column() {
        "branch" => sorting.by(query, organisations::queries::name_key((member::Entity, Column::OrganisationId))),
        "category" => sorting.by(query, place(Column::Category, ["full", "probationary", "unknown"])),
        // The later the birth, the lower the age.
        "age" => sorting.against(query, Column::Birth),
        _ => sorting.by(query, Column::SortKey),
    };
    Ok(by_name(query).offset(offset).limit(ROWS).all(reads.connection()).await?)
}

/// All that a filter leaves, by name.
pub async fn all(reads: &impl Reads, filter: &Filter) -> Result<Vec<member::Model>, StorageError> {
    Ok(by_name(filter.query()).all(reads.connection()).await?)
}

/// One member.
pub async fn find(reads: &impl Reads, id: MemberId) -> Result<Option<member::Model>, StorageError> {
    Ok(member::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// An organisation's name, and the names from the root to it.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The names from the root to it, as spreadsheets write them.
    pub path: String,
}

/// Every open organisation with its place.
///
/// # Errors
/// When the database does not answer.
pub async fn places(reads: &impl Reads) -> Result<BTreeMap<OrganisationId, Place>, StorageError> {
    let rows: Vec<(OrganisationId, Option<OrganisationId>, String)> = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .column(organisation::Column::ParentId)
        .column(organisation::Column::Name)
        .filter(organisation::Column::ClosedOn.is_null())
        .into_tuple()
        .all(reads.connection())
        .await?;
    let parents: BTreeMap<OrganisationId, (Option<OrganisationId>, &str)> =
        rows.iter().map(|(id, parent, name)| (*id, (*parent, name.as_str()))).collect();
    let place = |id: OrganisationId| {
        let mut names = Vec::new();
        let mut next = Some(id);
        while let Some((parent, name)) = next.and_then(|id| parents.get(&id)) {
            names.push(*name);
            next = *parent;
            // The tree has no circle; a damaged one must not hang the page.
            if names.len() > parents.len() {
                break;
            }
        }
        names.reverse();
        names.join(spreadsheets::matching::PATH_SEPARATOR)
    };
    Ok(rows
        .iter()
        .map(|(id, _, name)| {
            let place = Place { name: name.clone(), path: place(*id) };
            (*id, place)
        })
        .collect())
}

/// Stores a new member.
pub async fn insert(transaction: &WriteTransaction, row: member::Model) -> Result<(), StorageError> {
    let row = member::ActiveModel::from(row).reset_all();
    member::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores a member whose row was read as version `row.version`; `false` where somebody changed it meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn update(transaction: &WriteTransaction, row: member::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let row = member::Model { version: before + 1, ..row };
    let changed: member::ActiveModel = row.into();
    let result = member::Entity::update_many()
        .set(changed.reset_all())
        .filter(member::Column::Id.eq(id))
        .filter(member::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// An exemption with the name of who confirmed it.
pub struct Confirmed {
    /// The exemption.
    pub exemption: exemption::Model,
    /// Who confirmed it.
    pub by: String,
}

/// A member's exemptions, latest first.
pub async fn exemptions(reads: &impl Reads, member: MemberId) -> Result<Vec<Confirmed>, StorageError> {
    let rows = exemption::Entity::find()
        .filter(exemption::Column::MemberId.eq(member))
        .order_by_desc(exemption::Column::RecordedAt)
        .order_by_desc(exemption::Column::Id)
        .all(reads.connection())
        .await?;
    let mut confirmed = Vec::with_capacity(rows.len());
    for exemption in rows {
        let by = account::Entity::find_by_id(exemption.confirmed_by).one(reads.connection()).await?;
        confirmed.push(Confirmed { exemption, by: by.map(|account| account.display_name).unwrap_or_default() });
    }
    Ok(confirmed)
}

/// Stores an exemption.
pub async fn insert_exemption(transaction: &WriteTransaction, row: exemption::Model) -> Result<(), StorageError> {
    let row = exemption::ActiveModel::from(row).reset_all();
    exemption::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Ends an exemption on a day.
pub async fn end_exemption(
    transaction: &WriteTransaction,
    id: ExemptionId,
    last_day: String,
) -> Result<(), StorageError> {
    let change = exemption::ActiveModel { id: Set(id), to_day: Set(Some(last_day)), ..Default::default() };
    exemption::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// Who there is and who is exempt on a day; due is what is left (R03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roll {
    /// Members in all.
    pub total: u64,
    /// Exempt for age; who is exempt for both is counted here.
    pub aged: u64,
    /// Exempt for illness.
    pub illness: u64,
}

impl Roll {
    /// Exempt in all.
    #[must_use]
    pub const fn exempt(self) -> u64 {
        self.aged + self.illness
    }

    /// Total less exempt: what every rate of attendance divides by.
    #[must_use]
    pub const fn due(self) -> u64 {
        self.total - self.exempt()
    }
}

/// The roll of the organisations of a reach on a day (ISO).
///
/// # Errors
/// When the database does not answer.
pub async fn roll(reads: &impl Reads, among: &Reach, day: &str) -> Result<Roll, StorageError> {
    let present = present_on(among, day);
    let total = member::Entity::find().filter(present.clone()).count(reads.connection()).await?;
    let members: SelectStatement =
        Query::select().column(member::Column::Id).from(member::Entity).cond_where(present).take();
    let still = Condition::any().add(exemption::Column::ToDay.is_null()).add(exemption::Column::ToDay.gte(day));
    let rows: Vec<(MemberId, String)> = exemption::Entity::find()
        .select_only()
        .column(exemption::Column::MemberId)
        .column(exemption::Column::Kind)
        .filter(exemption::Column::FromDay.lte(day))
        .filter(still)
        .filter(exemption::Column::MemberId.in_subquery(members))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut kinds: BTreeMap<MemberId, bool> = BTreeMap::new();
    for (member, kind) in rows {
        *kinds.entry(member).or_default() |= kind == "aged";
    }
    let aged = kinds.values().filter(|aged| **aged).count() as u64;
    let illness = kinds.len() as u64 - aged;
    Ok(Roll { total, aged, illness })
}

fn present_on(among: &Reach, day: &str) -> Condition {
    let still = Condition::any().add(member::Column::EndedOn.is_null()).add(member::Column::EndedOn.gt(day));
    let present = Condition::all().add(still);
    match organisations::queries::within(among) {
        None => present,
        Some(inside) => present.add(member::Column::OrganisationId.in_subquery(inside)),
    }
}
