//! What a draw's seed is read from, and what was read (S050).

use std::collections::BTreeMap;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use storage::entities::{draw_reading, draw_source, panel_draw};
use storage::{PanelId, Reads, StorageError, WriteTransaction};

/// The sources declared for a panel's draw, the first one first.
pub(in super::super) async fn sources(
    reads: &impl Reads,
    panel: PanelId,
) -> Result<Vec<draw_source::Model>, StorageError> {
    let of_panel = draw_source::Entity::find().filter(draw_source::Column::PanelId.eq(panel));
    Ok(of_panel.order_by_asc(draw_source::Column::Number).all(reads.connection()).await?)
}

/// The fixed lists that nobody has drawn from.
pub(in super::super) async fn undrawn(reads: &impl Reads) -> Result<Vec<panel_draw::Model>, StorageError> {
    let waiting = panel_draw::Entity::find().filter(panel_draw::Column::Seed.is_null());
    Ok(waiting.order_by_asc(panel_draw::Column::PanelId).all(reads.connection()).await?)
}

fn undrawn_panels() -> SelectStatement {
    let waiting = panel_draw::Entity::find().select_only().column(panel_draw::Column::PanelId);
    waiting.filter(panel_draw::Column::Seed.is_null()).into_query()
}

/// The sources of all those, by panel, the first one first.
pub(in super::super) async fn undrawn_sources(
    reads: &impl Reads,
) -> Result<BTreeMap<PanelId, Vec<draw_source::Model>>, StorageError> {
    let rows = draw_source::Entity::find().filter(draw_source::Column::PanelId.in_subquery(undrawn_panels()));
    let mut found: BTreeMap<PanelId, Vec<draw_source::Model>> = BTreeMap::new();
    for row in rows.order_by_asc(draw_source::Column::Number).all(reads.connection()).await? {
        found.entry(row.panel_id).or_default().push(row);
    }
    Ok(found)
}

/// What was read for them, by panel, the first one first.
pub(in super::super) async fn undrawn_readings(
    reads: &impl Reads,
) -> Result<BTreeMap<PanelId, Vec<draw_reading::Model>>, StorageError> {
    let rows = draw_reading::Entity::find().filter(draw_reading::Column::PanelId.in_subquery(undrawn_panels()));
    let mut found: BTreeMap<PanelId, Vec<draw_reading::Model>> = BTreeMap::new();
    for row in rows.order_by_asc(draw_reading::Column::Number).all(reads.connection()).await? {
        found.entry(row.panel_id).or_default().push(row);
    }
    Ok(found)
}

/// Stores a source: a new one, or what became of one that was proposed.
pub(in super::super) async fn store_source(
    transaction: &WriteTransaction,
    row: draw_source::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = draw_source::ActiveModel::from(row).reset_all();
    if is_new {
        draw_source::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        draw_source::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// What was read for a panel's draw, the first one first.
pub(in super::super) async fn readings(
    reads: &impl Reads,
    panel: PanelId,
) -> Result<Vec<draw_reading::Model>, StorageError> {
    let of_panel = draw_reading::Entity::find().filter(draw_reading::Column::PanelId.eq(panel));
    Ok(of_panel.order_by_asc(draw_reading::Column::Number).all(reads.connection()).await?)
}

/// Stores what was read: a new row, or what became of one that waited.
pub(in super::super) async fn store_reading(
    transaction: &WriteTransaction,
    row: draw_reading::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = draw_reading::ActiveModel::from(row).reset_all();
    if is_new {
        draw_reading::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        draw_reading::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}
