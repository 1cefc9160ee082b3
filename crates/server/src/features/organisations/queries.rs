//! What the tree is asked and told.

mod history;

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, Statement,
};
use storage::entities::{member, organisation};
use storage::{OrganisationId, Reads, StorageError, WriteTransaction};

pub use history::{HistoryLine, history, record_history};

use crate::people_names::search_term;
use crate::roles::Reach;
use crate::web::paging::ROWS;

/// One organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn find(reads: &impl Reads, id: OrganisationId) -> Result<Option<organisation::Model>, StorageError> {
    Ok(organisation::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// The organisation and everything below it, closed ones included, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn subtree(reads: &impl Reads, root: OrganisationId) -> Result<Vec<OrganisationId>, StorageError> {
    const SQL: &str = "WITH RECURSIVE below (id) AS (SELECT id FROM organisation WHERE id = $1 \
        UNION SELECT child.id FROM organisation child JOIN below ON child.parent_id = below.id) SELECT id FROM below";
    ids(reads, SQL, root).await
}

/// The organisation and everything above it, from itself to the root.
///
/// # Errors
/// When the database does not answer.
pub async fn ancestors(reads: &impl Reads, id: OrganisationId) -> Result<Vec<organisation::Model>, StorageError> {
    let mut chain = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let Some(found) = find(reads, id).await? else {
            break;
        };
        next = found.parent_id;
        chain.push(found);
    }
    Ok(chain)
}

async fn ids(reads: &impl Reads, sql: &str, id: OrganisationId) -> Result<Vec<OrganisationId>, StorageError> {
    let connection = reads.connection();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [id.into()]);
    let rows = connection.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get::<OrganisationId>("", "id")).collect::<Result<_, _>>()?)
}

/// Whether an organisation lies within a reach.
///
/// # Errors
/// When the database does not answer.
pub async fn in_reach(reads: &impl Reads, reach: &Reach, id: OrganisationId) -> Result<bool, StorageError> {
    match reach {
        Reach::Nowhere => Ok(false),
        Reach::Everywhere => Ok(find(reads, id).await?.is_some()),
        Reach::Under(roots) => Ok(ancestors(reads, id).await?.iter().any(|ancestor| roots.contains(&ancestor.id))),
    }
}

/// The organisations of a reach, closed ones included; `None` is all of them.
///
/// # Errors
/// When the database does not answer.
pub async fn reachable(reads: &impl Reads, reach: &Reach) -> Result<Option<Vec<OrganisationId>>, StorageError> {
    match reach {
        Reach::Everywhere => Ok(None),
        Reach::Nowhere => Ok(Some(Vec::new())),
        Reach::Under(roots) => {
            let mut all = Vec::new();
            for root in roots {
                all.extend(subtree(reads, *root).await?);
            }
            all.sort_unstable();
            all.dedup();
            Ok(Some(all))
        }
    }
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
    /// Only these; `None` is all.
    pub among: Option<Vec<OrganisationId>>,
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
        if let Some(among) = &self.among {
            query = query.filter(organisation::Column::Id.is_in(among.iter().copied()));
        }
        query.order_by_asc(organisation::Column::SortKey).order_by_asc(organisation::Column::Id)
    }
}

/// How many organisations a filter leaves.
///
/// # Errors
/// When the database does not answer.
pub async fn count(reads: &impl Reads, filter: &Filter) -> Result<u64, StorageError> {
    Ok(filter.query().count(reads.connection()).await?)
}

/// One page of a list, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn page(reads: &impl Reads, filter: &Filter, offset: u64) -> Result<Vec<organisation::Model>, StorageError> {
    Ok(filter.query().offset(offset).limit(ROWS).all(reads.connection()).await?)
}

/// All that a filter leaves, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(reads: &impl Reads, filter: &Filter) -> Result<Vec<organisation::Model>, StorageError> {
    Ok(filter.query().all(reads.connection()).await?)
}

/// How many open organisations there are of each type (X27).
///
/// # Errors
/// When the database does not answer.
pub async fn counts_by_kind(
    reads: &impl Reads,
    among: Option<&[OrganisationId]>,
) -> Result<BTreeMap<String, i64>, StorageError> {
    let mut query = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Kind)
        .column_as(Expr::col(organisation::Column::Id).count(), "number")
        .filter(organisation::Column::ClosedOn.is_null())
        .group_by(organisation::Column::Kind);
    if let Some(among) = among {
        query = query.filter(organisation::Column::Id.is_in(among.iter().copied()));
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

/// How many members belong to these organisations.
///
/// # Errors
/// When the database does not answer.
pub async fn members_of(reads: &impl Reads, organisations: &[OrganisationId]) -> Result<u64, StorageError> {
    let mut total = 0;
    // A statement takes a limited number of values.
    for some in organisations.chunks(500) {
        total += member::Entity::find()
            .filter(member::Column::OrganisationId.is_in(some.iter().copied()))
            .filter(member::Column::EndedOn.is_null())
            .count(reads.connection())
            .await?;
    }
    Ok(total)
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
