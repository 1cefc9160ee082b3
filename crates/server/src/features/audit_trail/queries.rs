//! Reading the trail. Nothing here writes to it: `audit::record` alone does.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use storage::entities::audit_event;
use storage::{Reads, StorageError};

use super::narrowed::Filter;
use crate::audit::Event;
use crate::web::Sorting;
use crate::web::sorting::place;

fn query(filter: &Filter) -> Select<audit_event::Entity> {
    let mut query = audit_event::Entity::find();
    if let Some(event) = filter.event {
        query = query.filter(audit_event::Column::Event.eq(event));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_event::Column::HappenedAt.gte(from));
    }
    if let Some(before) = filter.before {
        query = query.filter(audit_event::Column::HappenedAt.lt(before));
    }
    query
}

/// How many events a filter leaves.
pub async fn count(reads: &impl Reads, filter: &Filter) -> Result<u64, StorageError> {
    Ok(query(filter).count(reads.connection()).await?)
}

/// The columns the trail is sorted by.
pub const COLUMNS: &[&str] = &["-at", "event"];

/// Some of what a filter leaves, sorted by one of [`COLUMNS`], then the latest first.
pub async fn some(
    reads: &impl Reads,
    filter: &Filter,
    sorting: &Sorting,
    (offset, limit): (u64, u64),
) -> Result<Vec<audit_event::Model>, StorageError> {
    let found = query(filter);
    let found = match sorting.column() {
        "event" => sorting.by(found, place(audit_event::Column::Event, Event::CATALOGUE.iter().map(|(code, _)| *code))),
        _ => sorting.by(found, audit_event::Column::HappenedAt).order_by(audit_event::Column::Id, sorting.order()),
    };
    Ok(found
        .order_by_desc(audit_event::Column::HappenedAt)
        .order_by_desc(audit_event::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(reads.connection())
        .await?)
}
