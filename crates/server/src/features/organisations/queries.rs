//! What the tree is asked and told.

mod history;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use rules::organisation::OrganisationType;
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, Query, QueryStatementBuilder};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use storage::entities::{member, organisation};
use storage::{OrganisationId, Reads, StorageError, WriteTransaction};

pub use history::{HistoryLine, history, record_history};
pub use tree::{Below, Tree, ancestors, below_each_child, directly_below, in_reach, reachable, subtree, tops, within};

use super::sectors::Sectors;
use crate::people_names::search_term;
use crate::roles::Reach;
use crate::web::Sorting;
use crate::web::paging::ROWS;
use crate::web::sorting::place;

/// One organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn find(reads: &impl Reads, id: OrganisationId) -> Result<Option<organisation::Model>, StorageError> {
    Ok(organisation::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// These organisations, at once.
///
/// # Errors
/// When the database does not answer.
pub async fn find_all(
    reads: &impl Reads,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<BTreeMap<OrganisationId, organisation::Model>, StorageError> {
    let ids: BTreeSet<OrganisationId> = ids.into_iter().collect();
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Which organisations a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Typed into the search: name, pinyin or initials.
    pub search: String,
    /// Only this type.
    pub kind: Option<String>,
    /// Only this sector.
    pub sector: Option<String>,
    /// Only what lies in all of these.
    pub among: Vec<Reach>,
}

impl Filter {
    fn query(&self) -> Select<organisation::Entity> {
        let mut query = organisation::Entity::find().filter(organisation::Column::ClosedOn.is_null());
        let term = search_term(&self.search);
        if !term.is_empty() {
            query = query.filter(organisation::Column::SearchKey.contains(&term));
        }
        if let Some(kind) = &self.kind {
            query = query.filter(organisation::Column::Kind.eq(kind));
        }
        if let Some(sector) = &self.sector {
            query = query.filter(organisation::Column::Sector.eq(sector));
        }
        for inside in self.among.iter().filter_map(within) {
            query = query.filter(organisation::Column::Id.in_subquery(inside));
        }
        query
    }
}

/// By name.
fn by_name(query: Select<organisation::Entity>) -> Select<organisation::Entity> {
    query.order_by_asc(organisation::Column::SortKey).order_by_asc(organisation::Column::Id)
}

/// The sort key of the organisation whose identifier stands in a column, for lists sorted by it.
#[must_use]
pub fn name_key(of: impl IntoColumnRef) -> Expr {
    let named = Query::select()
        .column(("named", organisation::Column::SortKey))
        .from_as(organisation::Entity, "named")
        .and_where(Expr::col(("named", organisation::Column::Id)).eq(Expr::col(of)))
        .take();
    named.into_sub_query_statement().into()
}

/// How many organisations a filter leaves.
///
/// # Errors
/// When the database does not answer.
pub async fn count(reads: &impl Reads, filter: &Filter) -> Result<u64, StorageError> {
    Ok(filter.query().count(reads.connection()).await?)
}

/// The columns a list of organisations is sorted by.
pub const COLUMNS: &[&str] = &["name", "kind", "sector", "parent"];

/// One page of a list, sorted by one of [`COLUMNS`], then by name.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    reads: &impl Reads,
    filter: &Filter,
    (sorting, sectors): (&Sorting, &Sectors),
    offset: u64,
) -> Result<Vec<organisation::Model>, StorageError> {
    use organisation::Column;
    let query = filter.query();
    let query = match sorting.column() {
        "kind" => sorting.by(query, place(Column::Kind, OrganisationType::ALL.iter().map(|kind| kind.id()))),
        "sector" => sorting.by(query, place(Column::Sector, sectors.all.iter().map(|sector| sector.code.as_str()))),
        "parent" => sorting.by(query, name_key((organisation::Entity, Column::ParentId))),
        _ => sorting.by(query, Column::SortKey),
    };
    Ok(by_name(query).offset(offset).limit(ROWS).all(reads.connection()).await?)
}

/// All that a filter leaves, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(reads: &impl Reads, filter: &Filter) -> Result<Vec<organisation::Model>, StorageError> {
    Ok(by_name(filter.query()).all(reads.connection()).await?)
}

/// How many open organisations there are of each type (X27).
///
/// # Errors
/// When the database does not answer.
pub async fn counts_by_kind(reads: &impl Reads, among: &[Reach]) -> Result<BTreeMap<String, i64>, StorageError> {
    let mut query = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Kind)
        .column_as(Expr::col(organisation::Column::Id).count(), "number")
        .filter(organisation::Column::ClosedOn.is_null())
        .group_by(organisation::Column::Kind);
    for inside in among.iter().filter_map(within) {
        query = query.filter(organisation::Column::Id.in_subquery(inside));
    }
    let rows: Vec<(String, i64)> = query.into_tuple().all(reads.connection()).await?;
    Ok(rows.into_iter().collect())
}

/// The open organisations directly below, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn children(reads: &impl Reads, id: OrganisationId) -> Result<Vec<organisation::Model>, StorageError> {
    Ok(organisation::Entity::find()
        .filter(organisation::Column::ParentId.eq(id))
        .filter(organisation::Column::ClosedOn.is_null())
        .order_by_asc(organisation::Column::SortKey)
        .order_by_asc(organisation::Column::Id)
        .all(reads.connection())
        .await?)
}

/// How many members belong to an organisation itself.
///
/// # Errors
/// When the database does not answer.
pub async fn members_of(reads: &impl Reads, id: OrganisationId) -> Result<u64, StorageError> {
    Ok(member::Entity::find()
        .filter(member::Column::OrganisationId.eq(id))
        .filter(member::Column::EndedOn.is_null())
        .count(reads.connection())
        .await?)
}

/// The names of some organisations: those a page of a list speaks of.
///
/// # Errors
/// When the database does not answer.
pub async fn names(
    reads: &impl Reads,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<BTreeMap<OrganisationId, String>, StorageError> {
    let ids: BTreeSet<OrganisationId> = ids.into_iter().collect();
    let rows: Vec<(OrganisationId, String)> = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .column(organisation::Column::Name)
        .filter(organisation::Column::Id.is_in(ids))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// A name that an open organisation under `one` and an open organisation under `other` share, if there is one: such two
/// cannot stand under one superior.
///
/// # Errors
/// When the database does not answer.
pub async fn shared_name_below(
    reads: &impl Reads,
    one: OrganisationId,
    other: OrganisationId,
) -> Result<Option<String>, StorageError> {
    let names: BTreeSet<String> = children(reads, other).await?.into_iter().map(|child| child.name).collect();
    Ok(children(reads, one).await?.into_iter().map(|child| child.name).find(|name| names.contains(name)))
}

/// Whether an open organisation of this name stands under this parent (identity on import: name and parent).
///
/// # Errors
/// When the database does not answer.
pub async fn named_under(
    reads: &impl Reads,
    parent: Option<OrganisationId>,
    name: &str,
) -> Result<Option<organisation::Model>, StorageError> {
    let parent = parent.map_or(organisation::Column::ParentId.is_null(), |id| organisation::Column::ParentId.eq(id));
    Ok(organisation::Entity::find()
        .filter(parent)
        .filter(organisation::Column::Name.eq(name))
        .filter(organisation::Column::ClosedOn.is_null())
        .one(reads.connection())
        .await?)
}

/// Stores a new organisation.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &WriteTransaction, row: organisation::Model) -> Result<(), StorageError> {
    let row = organisation::ActiveModel::from(row).reset_all();
    organisation::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores an organisation whose row was read as version `row.version`; `false` where somebody changed it meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn update(transaction: &WriteTransaction, row: organisation::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let changed: organisation::ActiveModel = organisation::Model { version: before + 1, ..row }.into();
    let result = organisation::Entity::update_many()
        .set(changed.reset_all())
        .filter(organisation::Column::Id.eq(id))
        .filter(organisation::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Puts the children of one organisation under another.
///
/// # Errors
/// When the database refuses.
pub async fn move_children(
    transaction: &WriteTransaction,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), StorageError> {
    organisation::Entity::update_many()
        .col_expr(organisation::Column::ParentId, Expr::value(to.0))
        .col_expr(organisation::Column::Version, Expr::col(organisation::Column::Version).add(1))
        .filter(organisation::Column::ParentId.eq(from))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Puts the members of one organisation into another.
///
/// # Errors
/// When the database refuses.
pub async fn move_members(
    transaction: &WriteTransaction,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), StorageError> {
    member::Entity::update_many()
        .col_expr(member::Column::OrganisationId, Expr::value(to.0))
        .col_expr(member::Column::Version, Expr::col(member::Column::Version).add(1))
        .filter(member::Column::OrganisationId.eq(from))
        .filter(member::Column::EndedOn.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(())
}
