//! What is asked of procedures and written to them.

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{organisation, procedure_record, procedure_subject, round_object, round_procedure};
use storage::{OrganisationId, ProcedureRecordId, Reads, RoundId, StorageError, WriteTransaction};

use crate::features::library;
use crate::features::library::LIBRARY;
use crate::features::library::model::{Procedure, Step, Words};
use crate::people_names::sort_key;

/// The procedures a round follows, in the order of the library, those of offices last.
///
/// # Errors
/// When the database does not answer.
pub async fn followed(reads: &impl Reads, round: RoundId) -> Result<Vec<Procedure>, StorageError> {
    let rows = round_procedure::Entity::find()
        .filter(round_procedure::Column::RoundId.eq(round))
        .all(reads.connection())
        .await?;
    let own = library::taken::words(reads, round).await?.procedures;
    let all = LIBRARY.procedures.iter().cloned().chain(own);
    Ok(all.filter(|known| rows.iter().any(|row| row.procedure_code == known.code)).collect())
}

/// Chooses which procedures a round follows.
///
/// # Errors
/// When the database refuses.
pub async fn set_followed(transaction: &WriteTransaction, round: RoundId, codes: &[&str]) -> Result<(), StorageError> {
    round_procedure::Entity::delete_many()
        .filter(round_procedure::Column::RoundId.eq(round))
        .exec(transaction.connection())
        .await?;
    for code in codes {
        let row = round_procedure::Model { round_id: round, procedure_code: (*code).to_owned() };
        let row = round_procedure::ActiveModel::from(row).reset_all();
        round_procedure::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// Who is planned to go through procedures of a round and at which unit, by name (S066).
///
/// # Errors
/// When the database does not answer.
pub async fn planned(reads: &impl Reads, round: RoundId) -> Result<Vec<procedure_subject::Model>, StorageError> {
    let of_round = procedure_subject::Entity::find().filter(procedure_subject::Column::RoundId.eq(round));
    let mut planned = of_round.all(reads.connection()).await?;
    planned.sort_by_cached_key(|one| (sort_key(&one.subject), one.subject.clone(), one.organisation_id));
    Ok(planned)
}

/// Of those, who goes through a procedure at a unit.
pub(super) fn persons<'a>(
    planned: &'a [procedure_subject::Model],
    procedure: &'a Procedure,
    organisation: OrganisationId,
) -> impl Iterator<Item = String> + use<'a> {
    let is_here = move |one: &&procedure_subject::Model| {
        one.organisation_id == organisation && one.procedure_code == procedure.code
    };
    planned.iter().filter(is_here).map(|one| one.subject.clone())
}

/// A weak point as a forum recorded it (S064).
pub struct WeakPoint {
    /// The record.
    pub record: procedure_record::Model,
    /// At which point.
    pub about: Words,
}

/// The weak points recorded in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn weak_points(reads: &impl Reads, round: RoundId) -> Result<Vec<WeakPoint>, StorageError> {
    let followed = followed(reads, round).await?;
    let mut found = Vec::new();
    for record in records(reads, round).await? {
        let procedure = followed.iter().find(|procedure| procedure.code == record.procedure_code);
        let Some(procedure) = procedure.filter(|one| one.step(&record.step).is_some_and(|step| step.weak_point)) else {
            continue;
        };
        let point = procedure.points().iter().find(|point| point.code == record.subject);
        let about = point.map_or(&procedure.name, |point| &point.name).clone();
        found.push(WeakPoint { about, record });
    }
    Ok(found)
}

/// Plans somebody.
pub(super) async fn plan(transaction: &WriteTransaction, row: procedure_subject::Model) -> Result<(), StorageError> {
    let row = procedure_subject::ActiveModel::from(row).reset_all();
    procedure_subject::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Withdraws somebody who was planned.
pub(super) async fn withdraw(
    transaction: &WriteTransaction,
    row: procedure_subject::Model,
) -> Result<(), StorageError> {
    let id = (row.round_id, row.procedure_code, row.organisation_id, row.subject);
    procedure_subject::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// What was recorded of a round's procedures, by subject and day.
pub(super) async fn records(reads: &impl Reads, round: RoundId) -> Result<Vec<procedure_record::Model>, StorageError> {
    Ok(procedure_record::Entity::find()
        .filter(procedure_record::Column::RoundId.eq(round))
        .order_by_asc(procedure_record::Column::Subject)
        .order_by_asc(procedure_record::Column::HappenedOn)
        .order_by_asc(procedure_record::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The organisations a round judges: those themselves, and those whose members are judged; by name.
pub(super) async fn judged(reads: &impl Reads, round: RoundId) -> Result<Vec<organisation::Model>, StorageError> {
    let objects =
        round_object::Entity::find().filter(round_object::Column::RoundId.eq(round)).all(reads.connection()).await?;
    let ids: BTreeSet<OrganisationId> = objects.into_iter().map(|object| object.organisation_id).collect();
    let mut found = Vec::new();
    for some in ids.into_iter().collect::<Vec<_>>().chunks(500) {
        let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(some.iter().copied()));
        found.extend(rows.all(reads.connection()).await?);
    }
    found.sort_by(|one, other| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
    Ok(found)
}

/// A step that must be recorded before casting opens and is not.
pub struct Outstanding {
    /// The procedure.
    pub procedure: Procedure,
    /// The step.
    pub step: Step,
    /// Whose.
    pub organisation: (OrganisationId, String),
}

/// Every step that keeps casting closed (S059, S076).
///
/// # Errors
/// When the database does not answer.
pub async fn outstanding(reads: &impl Reads, round: RoundId) -> Result<Vec<Outstanding>, StorageError> {
    let followed = followed(reads, round).await?;
    if followed.iter().all(|procedure| procedure.steps.iter().all(|step| step.before.is_none())) {
        return Ok(Vec::new());
    }
    let (records, judged) = (records(reads, round).await?, judged(reads, round).await?);
    let mut found = Vec::new();
    for procedure in &followed {
        for step in procedure.steps.iter().filter(|step| step.before.is_some()) {
            for organisation in &judged {
                let is_recorded = records.iter().any(|record| {
                    (record.organisation_id, record.procedure_code.as_str(), record.step.as_str())
                        == (organisation.id, procedure.code.as_str(), step.code.as_str())
                });
                if !is_recorded {
                    let organisation = (organisation.id, organisation.name.clone());
                    found.push(Outstanding { procedure: procedure.clone(), step: step.clone(), organisation });
                }
            }
        }
    }
    Ok(found)
}

/// A step as it is named in an address.
pub(super) struct Place<'a> {
    /// The round.
    pub round: RoundId,
    /// The procedure's code.
    pub procedure: &'a str,
    /// Whose.
    pub organisation: OrganisationId,
    /// Whose step it is, where the procedure goes person by person.
    pub subject: &'a str,
    /// The step's code.
    pub step: &'a str,
}

/// What was recorded of one step.
pub(super) async fn record(
    reads: &impl Reads,
    place: &Place<'_>,
) -> Result<Option<procedure_record::Model>, StorageError> {
    Ok(procedure_record::Entity::find()
        .filter(procedure_record::Column::RoundId.eq(place.round))
        .filter(procedure_record::Column::ProcedureCode.eq(place.procedure))
        .filter(procedure_record::Column::OrganisationId.eq(place.organisation))
        .filter(procedure_record::Column::Subject.eq(place.subject))
        .filter(procedure_record::Column::Step.eq(place.step))
        .one(reads.connection())
        .await?)
}

/// Stores a record: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store(
    transaction: &WriteTransaction,
    row: procedure_record::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = procedure_record::ActiveModel::from(row).reset_all();
    if is_new {
        procedure_record::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        procedure_record::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes a record back.
pub(super) async fn remove(transaction: &WriteTransaction, id: ProcedureRecordId) -> Result<(), StorageError> {
    procedure_record::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// Whether anything was recorded of a procedure.
pub(super) fn is_begun(records: &[procedure_record::Model], code: &str) -> bool {
    records.iter().any(|record| record.procedure_code == code)
}
