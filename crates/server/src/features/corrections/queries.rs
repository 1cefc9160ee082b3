//! What is asked of special corrections and written to them.

use std::collections::BTreeMap;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use storage::entities::{
    correction_entry, correction_opinion, correction_project, correction_repeat, correction_weak_point,
    released_opinion, round, round_object,
};
use storage::{CorrectionProjectId, ProcedureRecordId, Reads, RoundId, StorageError, WindowId, WriteTransaction};

use crate::features::organisations;
use crate::roles::Reach;

/// One project.
///
/// # Errors
/// When the database does not answer.
pub async fn project(
    reads: &impl Reads,
    (round, id): (RoundId, CorrectionProjectId),
) -> Result<Option<correction_project::Model>, StorageError> {
    let found = correction_project::Entity::find_by_id(id);
    Ok(found.filter(correction_project::Column::RoundId.eq(round)).one(reads.connection()).await?)
}

/// The projects of a round, in the order they were planned.
///
/// # Errors
/// When the database does not answer.
pub async fn projects(reads: &impl Reads, round: RoundId) -> Result<Vec<correction_project::Model>, StorageError> {
    Ok(correction_project::Entity::find()
        .filter(correction_project::Column::RoundId.eq(round))
        .order_by_asc(correction_project::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The projects of all rounds for which organisations of this reach answer, in the order they were planned.
pub(super) async fn projects_within(
    reads: &impl Reads,
    reach: &Reach,
    states: &[&str],
) -> Result<Vec<correction_project::Model>, StorageError> {
    let mut query = correction_project::Entity::find();
    if !states.is_empty() {
        query = query.filter(correction_project::Column::State.is_in(states.iter().copied()));
    }
    if let Some(inside) = organisations::queries::within(reach) {
        query = query.filter(correction_project::Column::OrganisationId.in_subquery(inside));
    }
    Ok(query.order_by_asc(correction_project::Column::Id).all(reads.connection()).await?)
}

/// The identifiers of the projects of a round.
fn of_round(round: RoundId) -> SelectStatement {
    correction_project::Entity::find()
        .select_only()
        .column(correction_project::Column::Id)
        .filter(correction_project::Column::RoundId.eq(round))
        .into_query()
}

/// Which project each weak point of a round belongs to (S064), by its record.
pub(super) async fn weak_points(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<ProcedureRecordId, CorrectionProjectId>, StorageError> {
    let rows = correction_weak_point::Entity::find()
        .filter(correction_weak_point::Column::ProjectId.in_subquery(of_round(round)))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.record_id, row.project_id)).collect())
}

/// The project of each weak point of a round that belongs to one, by its record.
///
/// # Errors
/// When the database does not answer.
pub async fn by_weak_point(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<ProcedureRecordId, correction_project::Model>, StorageError> {
    let projects = projects(reads, round).await?;
    let found = |id: CorrectionProjectId| projects.iter().find(|project| project.id == id).cloned();
    let grouped = weak_points(reads, round).await?;
    Ok(grouped.into_iter().filter_map(|(record, id)| Some((record, found(id)?))).collect())
}

/// Puts exactly these weak points into a project.
pub(super) async fn set_weak_points(
    transaction: &WriteTransaction,
    project: CorrectionProjectId,
    records: impl IntoIterator<Item = ProcedureRecordId> + Send,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    correction_weak_point::Entity::delete_many()
        .filter(correction_weak_point::Column::ProjectId.eq(project))
        .exec(connection)
        .await?;
    let records: Vec<ProcedureRecordId> = records.into_iter().collect();
    for record_id in records {
        let row = correction_weak_point::Model { record_id, project_id: project };
        let row = correction_weak_point::ActiveModel::from(row).reset_all();
        correction_weak_point::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Which project each opinion of a round belongs to, by the opinion's key.
///
/// # Errors
/// When the database does not answer.
pub async fn grouped(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<String, CorrectionProjectId>, StorageError> {
    let rows = correction_opinion::Entity::find()
        .filter(correction_opinion::Column::ProjectId.in_subquery(of_round(round)))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.opinion_key, row.project_id)).collect())
}

/// The project of each opinion of a round that belongs to one, by the opinion's key.
///
/// # Errors
/// When the database does not answer.
pub async fn projects_by_opinion(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<String, correction_project::Model>, StorageError> {
    let projects = projects(reads, round).await?;
    let found = |id: CorrectionProjectId| projects.iter().find(|project| project.id == id).cloned();
    let grouped = grouped(reads, round).await?;
    Ok(grouped.into_iter().filter_map(|(key, id)| Some((key, found(id)?))).collect())
}

/// How many opinions each of these projects has.
pub(super) async fn numbers(
    reads: &impl Reads,
    projects: &[CorrectionProjectId],
) -> Result<BTreeMap<CorrectionProjectId, usize>, StorageError> {
    let mut numbers = BTreeMap::new();
    // A statement takes a limited number of values.
    for some in projects.chunks(500) {
        let rows: Vec<CorrectionProjectId> = correction_opinion::Entity::find()
            .select_only()
            .column(correction_opinion::Column::ProjectId)
            .filter(correction_opinion::Column::ProjectId.is_in(some.iter().copied()))
            .into_tuple()
            .all(reads.connection())
            .await?;
        for project in rows {
            *numbers.entry(project).or_default() += 1;
        }
    }
    Ok(numbers)
}

/// What became of a project, in order.
pub(super) async fn entries(
    reads: &impl Reads,
    project: CorrectionProjectId,
) -> Result<Vec<correction_entry::Model>, StorageError> {
    Ok(correction_entry::Entity::find()
        .filter(correction_entry::Column::ProjectId.eq(project))
        .order_by_asc(correction_entry::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The same of every project of a round.
pub(super) async fn entries_of_round(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Vec<correction_entry::Model>, StorageError> {
    Ok(correction_entry::Entity::find()
        .filter(correction_entry::Column::ProjectId.in_subquery(of_round(round)))
        .order_by_asc(correction_entry::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The round that judges again what a project put right.
pub(super) async fn repeat_of(
    reads: &impl Reads,
    project: CorrectionProjectId,
) -> Result<Option<RoundId>, StorageError> {
    let found = correction_repeat::Entity::find_by_id(project).one(reads.connection()).await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let round = round::Entity::find_by_id(found.round_id).one(reads.connection()).await?;
    // A round declared void judges nobody: the project may be judged again by another.
    Ok(round.filter(|round| round.state != "void").map(|round| round.id))
}

/// The project that a round judges again.
///
/// # Errors
/// When the database does not answer.
pub async fn repeated_by(
    reads: &impl Reads,
    round: RoundId,
) -> Result<Option<correction_project::Model>, StorageError> {
    let projects = correction_repeat::Entity::find()
        .select_only()
        .column(correction_repeat::Column::ProjectId)
        .filter(correction_repeat::Column::RoundId.eq(round))
        .into_query();
    let found = correction_project::Entity::find().filter(correction_project::Column::Id.in_subquery(projects));
    Ok(found.one(reads.connection()).await?)
}

/// The projects that opinions about a window belong to, the one planned last first.
///
/// # Errors
/// When the database does not answer.
pub async fn about_window(
    reads: &impl Reads,
    window: WindowId,
) -> Result<Vec<correction_project::Model>, StorageError> {
    let objects = round_object::Entity::find()
        .select_only()
        .column(round_object::Column::Id)
        .filter(round_object::Column::WindowId.eq(window))
        .into_query();
    let opinions = released_opinion::Entity::find()
        .select_only()
        .column(released_opinion::Column::OpinionKey)
        .filter(released_opinion::Column::ObjectId.in_subquery(objects))
        .into_query();
    let projects = correction_opinion::Entity::find()
        .select_only()
        .column(correction_opinion::Column::ProjectId)
        .filter(correction_opinion::Column::OpinionKey.in_subquery(opinions))
        .into_query();
    Ok(correction_project::Entity::find()
        .filter(correction_project::Column::Id.in_subquery(projects))
        .order_by_desc(correction_project::Column::Id)
        .all(reads.connection())
        .await?)
}

/// How many projects of a round were not given up, and how many of those are done.
///
/// # Errors
/// When the database does not answer.
pub async fn counted(reads: &impl Reads, round: RoundId) -> Result<(u64, u64), StorageError> {
    let of_round = correction_project::Entity::find()
        .filter(correction_project::Column::RoundId.eq(round))
        .filter(correction_project::Column::State.ne("withdrawn"));
    let done = of_round.clone().filter(correction_project::Column::State.is_in(["done", "published"]));
    Ok((of_round.count(reads.connection()).await?, done.count(reads.connection()).await?))
}

/// Stores a project: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store(transaction: &WriteTransaction, row: correction_project::Model) -> Result<(), StorageError> {
    let is_new = row.version == 1;
    let row = correction_project::ActiveModel::from(row).reset_all();
    if is_new {
        correction_project::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        correction_project::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Puts exactly these opinions into a project.
pub(super) async fn set_opinions(
    transaction: &WriteTransaction,
    project: CorrectionProjectId,
    keys: impl IntoIterator<Item = String> + Send,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    correction_opinion::Entity::delete_many()
        .filter(correction_opinion::Column::ProjectId.eq(project))
        .exec(connection)
        .await?;
    let keys: Vec<String> = keys.into_iter().collect();
    for opinion_key in keys {
        let row = correction_opinion::Model { opinion_key, project_id: project };
        let row = correction_opinion::ActiveModel::from(row).reset_all();
        correction_opinion::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Adds an entry.
pub(super) async fn add_entry(
    transaction: &WriteTransaction,
    row: correction_entry::Model,
) -> Result<(), StorageError> {
    let row = correction_entry::ActiveModel::from(row).reset_all();
    correction_entry::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Ties a round to the project it judges again.
pub(super) async fn set_repeat(
    transaction: &WriteTransaction,
    (project_id, round_id): (CorrectionProjectId, RoundId),
) -> Result<(), StorageError> {
    correction_repeat::Entity::delete_by_id(project_id).exec(transaction.connection()).await?;
    let row = correction_repeat::ActiveModel::from(correction_repeat::Model { project_id, round_id }).reset_all();
    correction_repeat::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
