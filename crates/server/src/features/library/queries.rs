//! What the stored templates are asked and told.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{round_template, template};
use storage::{OrganisationId, Reads, RoundId, StorageError, TemplateId, WriteTransaction};

use super::urls::Kind;

/// Every stored template, by code and version.
///
/// # Errors
/// When the database does not answer.
pub async fn all(reads: &impl Reads) -> Result<Vec<template::Model>, StorageError> {
    Ok(template::Entity::find()
        .order_by_asc(template::Column::Code)
        .order_by_asc(template::Column::TemplateVersion)
        .order_by_asc(template::Column::Id)
        .all(reads.connection())
        .await?)
}

/// What some organisations released, by code and version.
///
/// # Errors
/// When the database does not answer.
pub async fn released_by(
    reads: &impl Reads,
    organisations: Vec<OrganisationId>,
) -> Result<Vec<template::Model>, StorageError> {
    Ok(template::Entity::find()
        .filter(template::Column::OrganisationId.is_in(organisations))
        .filter(template::Column::State.eq("ready"))
        .order_by_asc(template::Column::Code)
        .order_by_asc(template::Column::TemplateVersion)
        .order_by_asc(template::Column::Id)
        .all(reads.connection())
        .await?)
}

/// One version of a template.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    reads: &impl Reads,
    (kind, code, version): (Kind, &str, u32),
) -> Result<Option<template::Model>, StorageError> {
    Ok(template::Entity::find()
        .filter(template::Column::Kind.eq(kind.code()))
        .filter(template::Column::Code.eq(code))
        .filter(template::Column::TemplateVersion.eq(i64::from(version)))
        .one(reads.connection())
        .await?)
}

/// Every version of a code that is stored, whoever made it: numbers are given once in an installation.
///
/// # Errors
/// When the database does not answer.
pub async fn versions(reads: &impl Reads, kind: Kind, code: &str) -> Result<Vec<template::Model>, StorageError> {
    Ok(template::Entity::find()
        .filter(template::Column::Kind.eq(kind.code()))
        .filter(template::Column::Code.eq(code))
        .order_by_asc(template::Column::TemplateVersion)
        .all(reads.connection())
        .await?)
}

/// Enters a template.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &WriteTransaction, row: template::Model) -> Result<(), StorageError> {
    template::Entity::insert(template::ActiveModel::from(row).reset_all())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Stores a template that was read as version `row.version`; `false` where somebody changed it meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn update(transaction: &WriteTransaction, row: template::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let changed: template::ActiveModel = template::Model { version: before + 1, ..row }.into();
    let result = template::Entity::update_many()
        .set(changed.reset_all())
        .filter(template::Column::Id.eq(id))
        .filter(template::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Throws a template away that was read as this version; `false` where somebody changed it meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn delete(transaction: &WriteTransaction, id: TemplateId, seen: i64) -> Result<bool, StorageError> {
    let result = template::Entity::delete_many()
        .filter(template::Column::Id.eq(id))
        .filter(template::Column::Version.eq(seen))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// A round takes a template that was read as this version: from now on it stays as it is. `false` where it is no longer
/// the version that was read, or no longer released.
///
/// # Errors
/// When the database refuses.
pub async fn take(transaction: &WriteTransaction, id: TemplateId, seen: i64) -> Result<bool, StorageError> {
    let result = template::Entity::update_many()
        .col_expr(template::Column::Used, Expr::value("yes"))
        .filter(template::Column::Id.eq(id))
        .filter(template::Column::State.eq("ready"))
        .filter(template::Column::Version.eq(seen))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// The directions, categories and procedures of offices that a round took, by code.
///
/// # Errors
/// When the database does not answer.
pub async fn taken_by(reads: &impl Reads, round: RoundId) -> Result<Vec<template::Model>, StorageError> {
    let taken = round_template::Entity::find().filter(round_template::Column::RoundId.eq(round));
    let taken = taken.all(reads.connection()).await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let found = template::Entity::find();
    let found = found.filter(template::Column::Id.is_in(taken.into_iter().map(|row| row.template_id)));
    Ok(found.order_by_asc(template::Column::Code).order_by_asc(template::Column::Id).all(reads.connection()).await?)
}

/// Notes that a round took one.
///
/// # Errors
/// When the database refuses.
pub async fn insert_taken(transaction: &WriteTransaction, round: RoundId, id: TemplateId) -> Result<(), StorageError> {
    let row = round_template::ActiveModel::from(round_template::Model { round_id: round, template_id: id });
    round_template::Entity::insert(row.reset_all()).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// A round that is thrown away took nothing.
///
/// # Errors
/// When the database refuses.
pub async fn forget_taken(transaction: &WriteTransaction, round: RoundId) -> Result<(), StorageError> {
    let of_round = round_template::Entity::delete_many().filter(round_template::Column::RoundId.eq(round));
    of_round.exec(transaction.connection()).await?;
    Ok(())
}
