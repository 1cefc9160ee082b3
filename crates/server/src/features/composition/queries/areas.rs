//! Areas of neighbours (S074).

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use storage::entities::{panel, recusal, round_area, round_object};
use storage::{ObjectId, Reads, RoundAreaId, RoundId, StorageError, WriteTransaction};

/// The areas of a round, in the order they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn areas(reads: &impl Reads, round: RoundId) -> Result<Vec<round_area::Model>, StorageError> {
    Ok(round_area::Entity::find()
        .filter(round_area::Column::RoundId.eq(round))
        .order_by_asc(round_area::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Their names.
///
/// # Errors
/// When the database does not answer.
pub async fn area_names(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<RoundAreaId, String>, StorageError> {
    Ok(areas(reads, round).await?.into_iter().map(|area| (area.id, area.name)).collect())
}

/// Adds an area.
///
/// # Errors
/// When the database refuses.
pub async fn insert_area(transaction: &WriteTransaction, row: round_area::Model) -> Result<(), StorageError> {
    let row = round_area::ActiveModel::from(row).reset_all();
    round_area::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Whether nobody and nothing belongs to an area.
pub(in super::super) async fn is_area_empty(reads: &impl Reads, id: RoundAreaId) -> Result<bool, StorageError> {
    let connection = reads.connection();
    let objects = round_object::Entity::find().filter(round_object::Column::AreaId.eq(id)).count(connection).await?;
    let panels = panel::Entity::find().filter(panel::Column::AreaId.eq(id)).count(connection).await?;
    let from = recusal::Entity::find().filter(recusal::Column::MovedFrom.eq(id)).count(connection).await?;
    let to = recusal::Entity::find().filter(recusal::Column::MovedTo.eq(id)).count(connection).await?;
    Ok(objects + panels + from + to == 0)
}

/// Takes an area away to which nobody belongs.
pub(in super::super) async fn delete_area(transaction: &WriteTransaction, id: RoundAreaId) -> Result<(), StorageError> {
    round_area::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// Puts a member judged into an area, or out of all.
pub(in super::super) async fn assign_object(
    transaction: &WriteTransaction,
    object: ObjectId,
    area: Option<RoundAreaId>,
) -> Result<(), StorageError> {
    round_object::Entity::update_many()
        .col_expr(round_object::Column::AreaId, Expr::value(area.map(|area| area.0)))
        .filter(round_object::Column::Id.eq(object))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The recusals of a round, in the order they were declared.
pub(in super::super) async fn recusals(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Vec<recusal::Model>, StorageError> {
    Ok(recusal::Entity::find()
        .filter(recusal::Column::RoundId.eq(round))
        .order_by_asc(recusal::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Records a recusal.
pub(in super::super) async fn insert_recusal(
    transaction: &WriteTransaction,
    row: recusal::Model,
) -> Result<(), StorageError> {
    let row = recusal::ActiveModel::from(row).reset_all();
    recusal::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
