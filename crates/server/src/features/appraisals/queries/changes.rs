//! What rounds are told.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::{
    batch, measure, panel, procedure_record, procedure_subject, round, round_object, round_omission, round_procedure,
    round_repeat, round_step, sheet, sheet_object,
};
use storage::{
    AccountId, MeasureId, ObjectId, PanelId, Reads, RoundId, RoundStepId, SheetId, StorageError, WriteTransaction,
};

use super::super::library;
use super::super::model::Plan;
use crate::App;

/// Stores a new round.
///
/// # Errors
/// When the database refuses.
pub async fn insert_round(transaction: &WriteTransaction, row: round::Model) -> Result<(), StorageError> {
    let row = round::ActiveModel::from(row).reset_all();
    round::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores a round that was read as version `row.version`; `false` where somebody changed it meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn update_round(transaction: &WriteTransaction, row: round::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let changed: round::ActiveModel = round::Model { version: before + 1, ..row }.into();
    let result = round::Entity::update_many()
        .set(changed.reset_all())
        .filter(round::Column::Id.eq(id))
        .filter(round::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Claims the next version of a round for a change of what belongs to it; `false` where it is no longer the version
/// somebody saw.
///
/// # Errors
/// When the database refuses.
pub async fn claim_version(transaction: &WriteTransaction, id: RoundId, seen: i64) -> Result<bool, StorageError> {
    let result = round::Entity::update_many()
        .col_expr(round::Column::Version, Expr::col(round::Column::Version).add(1))
        .filter(round::Column::Id.eq(id))
        .filter(round::Column::Version.eq(seen))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Throws a draft away with everything that belongs to it.
///
/// # Errors
/// When the database refuses.
pub async fn delete_round(transaction: &WriteTransaction, id: RoundId) -> Result<(), StorageError> {
    delete_sheets_and_panels(transaction, id).await?;
    let connection = transaction.connection();
    round_object::Entity::delete_many().filter(round_object::Column::RoundId.eq(id)).exec(connection).await?;
    measure::Entity::delete_many().filter(measure::Column::RoundId.eq(id)).exec(connection).await?;
    round_step::Entity::delete_many().filter(round_step::Column::RoundId.eq(id)).exec(connection).await?;
    super::set_verdict_sources(transaction, id, &[]).await?;
    super::delete_composite(transaction, id).await?;
    super::set_quality(transaction, id, &BTreeMap::new()).await?;
    round_repeat::Entity::delete_many().filter(round_repeat::Column::RoundId.eq(id)).exec(connection).await?;
    procedure_record::Entity::delete_many().filter(procedure_record::Column::RoundId.eq(id)).exec(connection).await?;
    procedure_subject::Entity::delete_many().filter(procedure_subject::Column::RoundId.eq(id)).exec(connection).await?;
    round_procedure::Entity::delete_many().filter(round_procedure::Column::RoundId.eq(id)).exec(connection).await?;
    library::taken::forget_taken(transaction, id).await?;
    round::Entity::delete_by_id(id).exec(connection).await?;
    Ok(())
}

/// Records that a round judges again whom another one judged.
///
/// # Errors
/// When the database refuses.
pub async fn insert_repeat(transaction: &WriteTransaction, row: round_repeat::Model) -> Result<(), StorageError> {
    let row: round_repeat::ActiveModel = row.into();
    row.reset_all().insert(transaction.connection()).await?;
    Ok(())
}

/// Keeps what a round that was drawn up after an earlier one left out of it.
///
/// # Errors
/// When the database refuses.
pub async fn insert_omissions(
    transaction: &WriteTransaction,
    rows: Vec<round_omission::Model>,
) -> Result<(), StorageError> {
    for some in rows.chunks(100) {
        let some = some.iter().cloned().map(|row| round_omission::ActiveModel::from(row).reset_all());
        round_omission::Entity::insert_many(some).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes all sheets and panels away.
///
/// # Errors
/// When the database refuses.
pub async fn delete_sheets_and_panels(transaction: &WriteTransaction, id: RoundId) -> Result<(), StorageError> {
    let connection = transaction.connection();
    // Merged panels point at others.
    panel::Entity::update_many()
        .col_expr(panel::Column::MergedInto, Expr::value(Option::<uuid::Uuid>::None))
        .filter(panel::Column::RoundId.eq(id))
        .exec(connection)
        .await?;
    panel::Entity::delete_many().filter(panel::Column::RoundId.eq(id)).exec(connection).await?;
    let sheets = super::sheets(transaction, id).await?;
    let sheets: Vec<SheetId> = sheets.iter().map(|sheet| sheet.id).collect();
    delete_sheets(transaction, &sheets).await
}

/// Takes sheets away that no panel answers any longer.
///
/// # Errors
/// When the database refuses.
pub async fn delete_sheets(transaction: &WriteTransaction, sheets: &[SheetId]) -> Result<(), StorageError> {
    let connection = transaction.connection();
    for id in sheets {
        sheet_object::Entity::delete_many().filter(sheet_object::Column::SheetId.eq(*id)).exec(connection).await?;
        sheet::Entity::delete_by_id(*id).exec(connection).await?;
    }
    Ok(())
}

/// Lets a panel answer another sheet; it is merged with nobody then.
///
/// # Errors
/// When the database refuses.
pub async fn move_panel(transaction: &WriteTransaction, id: PanelId, sheet: SheetId) -> Result<(), StorageError> {
    panel::Entity::update_many()
        .col_expr(panel::Column::SheetId, Expr::value(sheet.0))
        .col_expr(panel::Column::MergedInto, Expr::value(Option::<uuid::Uuid>::None))
        .filter(panel::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Stores a new measure.
///
/// # Errors
/// When the database refuses.
pub async fn insert_measure(transaction: &WriteTransaction, row: measure::Model) -> Result<(), StorageError> {
    measure::Entity::insert(measure::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Stores another definition of a measure.
///
/// # Errors
/// When the database refuses.
pub async fn set_definition(
    transaction: &WriteTransaction,
    id: MeasureId,
    definition: String,
) -> Result<(), StorageError> {
    measure::Entity::update_many()
        .col_expr(measure::Column::Definition, Expr::value(definition))
        .filter(measure::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Takes a measure away that nothing uses any longer.
///
/// # Errors
/// When the database refuses.
pub async fn delete_measure(transaction: &WriteTransaction, id: MeasureId) -> Result<(), StorageError> {
    measure::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// Stores new objects.
///
/// # Errors
/// When the database refuses.
pub async fn insert_objects(
    transaction: &WriteTransaction,
    rows: Vec<round_object::Model>,
) -> Result<(), StorageError> {
    for some in rows.chunks(100) {
        let some = some.iter().cloned().map(|row| round_object::ActiveModel::from(row).reset_all());
        round_object::Entity::insert_many(some).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes an object off the round; it stands on no sheet.
///
/// # Errors
/// When the database refuses.
pub async fn delete_object(transaction: &WriteTransaction, id: ObjectId) -> Result<(), StorageError> {
    round_object::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// Lets the next of those an object introduced itself for introduce itself, before the object goes.
///
/// # Errors
/// When the database refuses.
pub async fn pass_report_on(transaction: &WriteTransaction, rest: &Plan, gone: ObjectId) -> Result<(), StorageError> {
    let mut left = rest.objects.iter().filter(|object| object.reported_as == Some(gone)).map(|object| object.id);
    let Some(heir) = left.next() else {
        return Ok(());
    };
    for (object, reported_as) in std::iter::once((heir, None)).chain(left.map(|other| (other, Some(heir)))) {
        round_object::Entity::update_many()
            .col_expr(round_object::Column::ReportedAsId, Expr::value(reported_as))
            .filter(round_object::Column::Id.eq(object))
            .exec(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Records why casting does not wait for an object's self-report.
///
/// # Errors
/// When the database refuses.
pub async fn excuse_object(transaction: &WriteTransaction, id: ObjectId, reason: String) -> Result<(), StorageError> {
    round_object::Entity::update_many()
        .col_expr(round_object::Column::NoSelfReportReason, Expr::value(reason))
        .filter(round_object::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Stores a new sheet with its objects.
///
/// # Errors
/// When the database refuses.
pub async fn insert_sheet(
    transaction: &WriteTransaction,
    row: sheet::Model,
    places: Vec<sheet_object::Model>,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    sheet::Entity::insert(sheet::ActiveModel::from(row).reset_all()).exec_without_returning(connection).await?;
    for some in places.chunks(100) {
        let some = some.iter().cloned().map(|row| sheet_object::ActiveModel::from(row).reset_all());
        sheet_object::Entity::insert_many(some).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Stores a new panel.
///
/// # Errors
/// When the database refuses.
pub async fn insert_panel(transaction: &WriteTransaction, row: panel::Model) -> Result<(), StorageError> {
    panel::Entity::insert(panel::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Changes the number of judges planned.
///
/// # Errors
/// When the database refuses.
pub async fn set_planned(transaction: &WriteTransaction, id: PanelId, planned: u32) -> Result<(), StorageError> {
    panel::Entity::update_many()
        .col_expr(panel::Column::Planned, Expr::value(i64::from(planned)))
        .filter(panel::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Merges a panel into another, or takes the merging back.
///
/// # Errors
/// When the database refuses.
pub async fn set_merged(
    transaction: &WriteTransaction,
    id: PanelId,
    into: Option<PanelId>,
) -> Result<(), StorageError> {
    panel::Entity::update_many()
        .col_expr(panel::Column::MergedInto, Expr::value(into.map(|panel| panel.0)))
        .filter(panel::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Takes a panel away that no other is merged into.
///
/// # Errors
/// When the database refuses.
pub async fn delete_panel(transaction: &WriteTransaction, id: PanelId) -> Result<(), StorageError> {
    panel::Entity::update_many()
        .col_expr(panel::Column::MergedInto, Expr::value(Option::<uuid::Uuid>::None))
        .filter(panel::Column::MergedInto.eq(id))
        .exec(transaction.connection())
        .await?;
    panel::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// Stores a new batch.
///
/// # Errors
/// When the database refuses.
pub async fn insert_batch(transaction: &WriteTransaction, row: batch::Model) -> Result<(), StorageError> {
    batch::Entity::insert(batch::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Stores a batch as it is now.
///
/// # Errors
/// When the database refuses.
pub async fn update_batch(transaction: &WriteTransaction, row: batch::Model) -> Result<(), StorageError> {
    batch::Entity::update(batch::ActiveModel::from(row).reset_all()).exec(transaction.connection()).await?;
    Ok(())
}

/// Who takes a step, one or two persons, or nobody but the clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct By {
    /// The first.
    pub first: Option<AccountId>,
    /// The second.
    pub second: Option<AccountId>,
}

/// Notes a step of a round and gives its row: its name and state are those of the table's CHECK.
///
/// # Errors
/// When the database refuses.
pub async fn record_step(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    (step, state): (&str, &str),
    by: By,
    details: &str,
) -> Result<RoundStepId, StorageError> {
    let id = RoundStepId(app.clock.next_id());
    let row = round_step::Model {
        id,
        round_id: round,
        step: step.to_owned(),
        state: state.to_owned(),
        details: details.to_owned(),
        happened_at: app.clock.now(),
        account_id: by.first,
        second_account_id: by.second,
    };
    round_step::Entity::insert(round_step::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(id)
}

/// Notes that a step that was begun is done.
///
/// # Errors
/// When the database refuses.
pub async fn finish_step(transaction: &WriteTransaction, id: RoundStepId) -> Result<(), StorageError> {
    round_step::Entity::update_many()
        .col_expr(round_step::Column::State, Expr::value("done"))
        .filter(round_step::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
