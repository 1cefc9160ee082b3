//! What is asked of service windows and written to them.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use storage::entities::{batch, hand_out_plan, panel, round, service_window, tablet, window_day};
use storage::{BatchId, OrganisationId, Reads, RoundId, StorageError, WindowId, WriteTransaction};

use crate::features::organisations;
use crate::people_names::search_term;
use crate::roles::Reach;
use crate::web::Sorting;
use crate::web::paging::ROWS;

/// One window.
///
/// # Errors
/// When the database does not answer.
pub async fn find(reads: &impl Reads, id: WindowId) -> Result<Option<service_window::Model>, StorageError> {
    Ok(service_window::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Which windows a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Typed into the search: name, pinyin or initials.
    pub search: String,
    /// Only those of organisations that lie in all of these.
    pub among: Vec<Reach>,
    /// Whether closed ones are left out.
    pub only_open: bool,
}

impl Filter {
    fn query(&self) -> Select<service_window::Entity> {
        let mut query = service_window::Entity::find();
        let term = search_term(&self.search);
        if !term.is_empty() {
            query = query.filter(service_window::Column::SearchKey.contains(&term));
        }
        if self.only_open {
            query = query.filter(service_window::Column::ClosedOn.is_null());
        }
        for inside in self.among.iter().filter_map(organisations::queries::within) {
            query = query.filter(service_window::Column::OrganisationId.in_subquery(inside));
        }
        query
    }
}

fn by_name(query: Select<service_window::Entity>) -> Select<service_window::Entity> {
    query.order_by_asc(service_window::Column::SortKey).order_by_asc(service_window::Column::Id)
}

/// The columns a list of windows is sorted by.
pub const COLUMNS: &[&str] = &["name", "organisation", "closed"];

/// How many windows a filter leaves.
///
/// # Errors
/// When the database does not answer.
pub async fn count(reads: &impl Reads, filter: &Filter) -> Result<u64, StorageError> {
    Ok(filter.query().count(reads.connection()).await?)
}

/// One page of a list, sorted by one of [`COLUMNS`], then by name.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    reads: &impl Reads,
    filter: &Filter,
    sorting: &Sorting,
    offset: u64,
) -> Result<Vec<service_window::Model>, StorageError> {
    use service_window::Column;
    let query = filter.query();
    let query = match sorting.column() {
        "organisation" => {
            let name = organisations::queries::name_key((service_window::Entity, Column::OrganisationId));
            sorting.by(query, name)
        }
        "closed" => sorting.by(query, Column::ClosedOn),
        _ => sorting.by(query, Column::SortKey),
    };
    Ok(by_name(query).offset(offset).limit(ROWS).all(reads.connection()).await?)
}

/// All that a filter leaves, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(reads: &impl Reads, filter: &Filter) -> Result<Vec<service_window::Model>, StorageError> {
    Ok(by_name(filter.query()).all(reads.connection()).await?)
}

/// The open window of this name at an organisation.
pub(super) async fn named(
    reads: &impl Reads,
    organisation: OrganisationId,
    name: &str,
) -> Result<Option<service_window::Model>, StorageError> {
    Ok(service_window::Entity::find()
        .filter(service_window::Column::OrganisationId.eq(organisation))
        .filter(service_window::Column::Name.eq(name))
        .filter(service_window::Column::ClosedOn.is_null())
        .one(reads.connection())
        .await?)
}

/// The rounds with forms for a window's visitors, the latest first, with their titles.
pub(super) async fn rounds(reads: &impl Reads, id: WindowId) -> Result<Vec<(RoundId, String)>, StorageError> {
    let panels = panel::Entity::find()
        .select_only()
        .column(panel::Column::Id)
        .filter(panel::Column::WindowId.eq(id))
        .into_query();
    let batches = batch::Entity::find()
        .select_only()
        .column(batch::Column::RoundId)
        .filter(batch::Column::PanelId.in_subquery(panels))
        .filter(batch::Column::State.ne("void"))
        .into_query();
    Ok(round::Entity::find()
        .select_only()
        .columns([round::Column::Id, round::Column::Title])
        .filter(round::Column::Id.in_subquery(batches))
        .filter(round::Column::State.ne("void"))
        .order_by_desc(round::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?)
}

/// Stores a new window.
pub(super) async fn insert(transaction: &WriteTransaction, row: service_window::Model) -> Result<(), StorageError> {
    let row = service_window::ActiveModel::from(row).reset_all();
    service_window::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores a window whose row was read as version `row.version`; `false` where somebody changed it meanwhile.
pub(super) async fn update(transaction: &WriteTransaction, row: service_window::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let changed: service_window::ActiveModel = service_window::Model { version: before + 1, ..row }.into();
    let result = service_window::Entity::update_many()
        .set(changed.reset_all())
        .filter(service_window::Column::Id.eq(id))
        .filter(service_window::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Puts the windows of one organisation under another, when the two are merged.
///
/// # Errors
/// When the database refuses.
pub async fn move_windows(
    transaction: &WriteTransaction,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), StorageError> {
    service_window::Entity::update_many()
        .col_expr(service_window::Column::OrganisationId, Expr::value(to.0))
        .col_expr(service_window::Column::Version, Expr::col(service_window::Column::Version).add(1))
        .filter(service_window::Column::OrganisationId.eq(from))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// To whom forms of a batch are handed.
pub(super) async fn plan(reads: &impl Reads, batch: BatchId) -> Result<Option<hand_out_plan::Model>, StorageError> {
    Ok(hand_out_plan::Entity::find_by_id(batch).one(reads.connection()).await?)
}

/// The batches of these that have a plan.
pub(super) async fn planned(reads: &impl Reads, batches: &[BatchId]) -> Result<Vec<BatchId>, StorageError> {
    let rows = hand_out_plan::Entity::find()
        .filter(hand_out_plan::Column::BatchId.is_in(batches.iter().copied()))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.batch_id).collect())
}

/// Stores a plan: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store_plan(
    transaction: &WriteTransaction,
    row: hand_out_plan::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = hand_out_plan::ActiveModel::from(row).reset_all();
    if is_new {
        hand_out_plan::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        hand_out_plan::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// What was counted of these batches, by batch and day.
///
/// # Errors
/// When the database does not answer.
pub async fn days(
    reads: &impl Reads,
    batches: &[BatchId],
) -> Result<BTreeMap<BatchId, Vec<window_day::Model>>, StorageError> {
    let rows = window_day::Entity::find()
        .filter(window_day::Column::BatchId.is_in(batches.iter().copied()))
        .order_by_asc(window_day::Column::BatchId)
        .order_by_asc(window_day::Column::Day)
        .all(reads.connection())
        .await?;
    let mut days: BTreeMap<BatchId, Vec<window_day::Model>> = BTreeMap::new();
    for row in rows {
        days.entry(row.batch_id).or_default().push(row);
    }
    Ok(days)
}

/// Stores what was counted on a day: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store_day(
    transaction: &WriteTransaction,
    row: window_day::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = window_day::ActiveModel::from(row).reset_all();
    if is_new {
        window_day::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        window_day::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes a day back.
pub(super) async fn remove_day(transaction: &WriteTransaction, batch: BatchId, day: &str) -> Result<(), StorageError> {
    window_day::Entity::delete_by_id((batch, day.to_owned())).exec(transaction.connection()).await?;
    Ok(())
}

/// How many codes each of these batches has given out from a tablet; batches of paper are not among them.
///
/// # Errors
/// When the database does not answer.
pub async fn given(reads: &impl Reads, batches: &[BatchId]) -> Result<BTreeMap<BatchId, i64>, StorageError> {
    let rows: Vec<(BatchId, i64)> = tablet::Entity::find()
        .select_only()
        .columns([tablet::Column::BatchId, tablet::Column::Given])
        .filter(tablet::Column::BatchId.is_in(batches.iter().copied()))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// The numbers a batch's own count begins with (S070): the sums of its days, or what its tablet gave out.
///
/// # Errors
/// When the database does not answer.
pub async fn proposed(reads: &impl Reads, batch: BatchId) -> Result<Option<(i64, i64)>, StorageError> {
    if let Some(given) = given(reads, &[batch]).await?.remove(&batch) {
        return Ok(Some((given, 0)));
    }
    let mut each = days(reads, &[batch]).await?;
    let days = each.remove(&batch).unwrap_or_default();
    let sums = days.iter().fold((0, 0), |sums, day| (sums.0 + day.handed_out, sums.1 + day.returned));
    Ok((!days.is_empty()).then_some(sums))
}
