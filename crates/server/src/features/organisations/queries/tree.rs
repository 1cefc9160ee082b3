//! The tree as a whole: what is below, what is above, what lies in a reach. Lists ask for all at once, never once a row.

use std::collections::BTreeMap;

use sea_orm::sea_query::{CommonTableExpression, Expr, ExprTrait, Query, SelectStatement, UnionType, WithClause};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use storage::entities::organisation;
use storage::{OrganisationId, Reads, StorageError};

use super::find;
use crate::roles::Reach;

/// The organisation and everything below it, closed ones included, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn subtree(reads: &impl Reads, root: OrganisationId) -> Result<Vec<OrganisationId>, StorageError> {
    const SQL: &str = "WITH RECURSIVE below (id) AS (SELECT id FROM organisation WHERE id = $1 \
        UNION SELECT child.id FROM organisation child JOIN below ON child.parent_id = below.id) SELECT id FROM below";
    let connection = reads.connection();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), SQL, [root.into()]);
    let rows = connection.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get::<OrganisationId>("", "id")).collect::<Result<_, _>>()?)
}

/// The organisations directly below any of these, closed ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn directly_below(
    reads: &impl Reads,
    parents: &[OrganisationId],
) -> Result<Vec<OrganisationId>, StorageError> {
    let mut children = Vec::new();
    for some in parents.chunks(500) {
        let of = organisation::Entity::find().select_only().column(organisation::Column::Id);
        let of = of.filter(organisation::Column::ParentId.is_in(some.iter().copied()));
        children.extend(of.into_tuple::<OrganisationId>().all(reads.connection()).await?);
    }
    Ok(children)
}

/// What stands below an organisation: open organisations, and members who have not left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Below {
    /// Open organisations, the one directly below included.
    pub organisations: i64,
    /// Members.
    pub members: i64,
}

/// What each organisation directly below holds with everything below it.
///
/// # Errors
/// When the database does not answer.
pub async fn below_each_child(
    reads: &impl Reads,
    id: OrganisationId,
) -> Result<BTreeMap<OrganisationId, Below>, StorageError> {
    const SQL: &str = "WITH RECURSIVE below (id, top, closed_on) AS ( \
        SELECT id, id, closed_on FROM organisation WHERE parent_id = $1 \
        UNION SELECT child.id, below.top, child.closed_on FROM organisation child \
        JOIN below ON child.parent_id = below.id) \
        SELECT top, COUNT(DISTINCT CASE WHEN below.closed_on IS NULL THEN below.id END) AS organisations, \
        COUNT(member.id) AS members \
        FROM below LEFT JOIN member ON member.organisation_id = below.id AND member.ended_on IS NULL GROUP BY top";
    let connection = reads.connection();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), SQL, [id.into()]);
    let mut each = BTreeMap::new();
    for row in connection.query_all_raw(statement).await? {
        let below = Below { organisations: row.try_get("", "organisations")?, members: row.try_get("", "members")? };
        each.insert(row.try_get("", "top")?, below);
    }
    Ok(each)
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

/// The open organisations at the top of the tree, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn tops(reads: &impl Reads) -> Result<Vec<OrganisationId>, StorageError> {
    let tops = organisation::Entity::find()
        .filter(organisation::Column::ParentId.is_null())
        .filter(organisation::Column::ClosedOn.is_null())
        .order_by_asc(organisation::Column::SortKey)
        .order_by_asc(organisation::Column::Id)
        .all(reads.connection())
        .await?;
    Ok(tops.into_iter().map(|top| top.id).collect())
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

/// The organisations of a reach, closed ones included; `None` is all of them. For looking things up in memory: a
/// statement takes a limited number of values, so what it is narrowed to is [`within`].
///
/// # Errors
/// When the database does not answer.
pub async fn reachable(reads: &impl Reads, reach: &Reach) -> Result<Option<Vec<OrganisationId>>, StorageError> {
    match reach {
        Reach::Everywhere => Ok(None),
        Reach::Nowhere => Ok(Some(Vec::new())),
        Reach::Under(roots) if roots.is_empty() => Ok(Some(Vec::new())),
        Reach::Under(_) => {
            let mut all = organisation::Entity::find().select_only().column(organisation::Column::Id);
            if let Some(inside) = within(reach) {
                all = all.filter(organisation::Column::Id.in_subquery(inside));
            }
            let mut all: Vec<OrganisationId> = all.into_tuple().all(reads.connection()).await?;
            all.sort_unstable();
            Ok(Some(all))
        }
    }
}

/// The organisations of a reach as a part of a statement, however many they are; `None` is all of them.
#[must_use]
pub fn within(reach: &Reach) -> Option<SelectStatement> {
    let roots = match reach {
        Reach::Everywhere => return None,
        Reach::Nowhere => Vec::new(),
        Reach::Under(roots) => roots.clone(),
    };
    let next = Query::select()
        .column(("child", organisation::Column::Id))
        .from_as(organisation::Entity, "child")
        .inner_join("below", Expr::col(("child", organisation::Column::ParentId)).equals(("below", "id")))
        .take();
    let all = Query::select()
        .column(organisation::Column::Id)
        .from(organisation::Entity)
        .and_where(organisation::Column::Id.is_in(roots))
        .union(UnionType::Distinct, next)
        .take();
    let below = CommonTableExpression::new().query(all).columns(["id"]).table_name("below").to_owned();
    let with = WithClause::new().recursive(true).cte(below).to_owned();
    Some(Query::select().column("id").from("below").with_cte(with).take())
}

/// The names of all organisations and who stands under whom, in memory.
pub struct Tree(BTreeMap<OrganisationId, (Option<OrganisationId>, String)>);

impl Tree {
    /// Reads it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(reads: &impl Reads) -> Result<Self, StorageError> {
        let rows: Vec<(OrganisationId, Option<OrganisationId>, String)> = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .column(organisation::Column::ParentId)
            .column(organisation::Column::Name)
            .into_tuple()
            .all(reads.connection())
            .await?;
        Ok(Self(rows.into_iter().map(|(id, parent, name)| (id, (parent, name))).collect()))
    }

    /// The names above an organisation, topmost first.
    #[must_use]
    pub fn above(&self, id: OrganisationId) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = self.0.get(&id).and_then(|(parent, _)| *parent);
        // The tree has no circle; a damaged one must not hang the page.
        while let Some((parent, name)) = next.and_then(|id| self.0.get(&id)).filter(|_| names.len() < self.0.len()) {
            names.push(name.as_str());
            next = *parent;
        }
        names.reverse();
        names
    }

    /// The names from the top to the organisation itself.
    #[must_use]
    pub fn path(&self, id: OrganisationId) -> Vec<&str> {
        let mut names = self.above(id);
        names.extend(self.0.get(&id).map(|(_, name)| name.as_str()));
        names
    }
}
