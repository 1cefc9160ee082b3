//! What is asked of years and written to them; entries about members have files of their own.

pub mod letting_off;
pub mod slackening;

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use storage::entities::{cycle, cycle_round, cycle_summary, member, round, round_object};
use storage::{CycleId, OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

use super::periods::Period;
use super::series::is_published;
use crate::features::organisations;
use crate::roles::Reach;

/// A year by its identifier.
pub async fn cycle(reads: &impl Reads, id: CycleId) -> Result<Option<cycle::Model>, StorageError> {
    Ok(cycle::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// The years declared by organisations of a reach and by some others, the latest first.
pub async fn cycles(
    reads: &impl Reads,
    reach: &Reach,
    others: &BTreeSet<OrganisationId>,
) -> Result<Vec<cycle::Model>, StorageError> {
    let mut query = cycle::Entity::find();
    if let Some(inside) = organisations::queries::within(reach) {
        let seen = Condition::any()
            .add(cycle::Column::OrganisationId.in_subquery(inside))
            .add(cycle::Column::OrganisationId.is_in(others.iter().copied()));
        query = query.filter(seen);
    }
    Ok(query.order_by_desc(cycle::Column::Year).order_by_asc(cycle::Column::Id).all(reads.connection()).await?)
}

/// The year an organisation declared.
pub async fn declared(
    reads: &impl Reads,
    organisation: OrganisationId,
    year: i64,
) -> Result<Option<cycle::Model>, StorageError> {
    let of_year = cycle::Entity::find().filter(cycle::Column::Year.eq(year));
    Ok(of_year.filter(cycle::Column::OrganisationId.eq(organisation)).one(reads.connection()).await?)
}

/// Stores a new year.
pub async fn insert(transaction: &WriteTransaction, row: cycle::Model) -> Result<(), StorageError> {
    let row = cycle::ActiveModel::from(row).reset_all();
    cycle::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Changes the rule of a year read in a version; `false` where somebody changed it meanwhile.
pub async fn set_rule(
    transaction: &WriteTransaction,
    (id, version): (CycleId, i64),
    rule: &str,
) -> Result<bool, StorageError> {
    let result = cycle::Entity::update_many()
        .col_expr(cycle::Column::YearlyRule, Expr::value(rule))
        .col_expr(cycle::Column::Version, Expr::col(cycle::Column::Version).add(1))
        .filter(cycle::Column::Id.eq(id))
        .filter(cycle::Column::Version.eq(version))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Whether nothing stands in a year.
pub async fn is_empty(reads: &impl Reads, id: CycleId) -> Result<bool, StorageError> {
    let rounds = cycle_round::Entity::find().filter(cycle_round::Column::CycleId.eq(id));
    let summaries = cycle_summary::Entity::find().filter(cycle_summary::Column::CycleId.eq(id));
    Ok(rounds.count(reads.connection()).await? == 0 && summaries.count(reads.connection()).await? == 0)
}

/// Takes a year away in which nothing stands.
pub async fn delete(transaction: &WriteTransaction, id: CycleId) -> Result<(), StorageError> {
    cycle::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// A round in its place of a year.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The year.
    pub cycle: CycleId,
    /// Its period there.
    pub period: Period,
    /// The round.
    pub round: RoundId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: String,
}

fn rounds_of(cycles: &[CycleId]) -> SelectStatement {
    let placed = cycle_round::Entity::find().select_only().column(cycle_round::Column::RoundId);
    placed.filter(cycle_round::Column::CycleId.is_in(cycles.iter().copied())).into_query()
}

/// The rounds of some years, by period and in the order in which they were drawn up; void ones are none.
pub async fn attached(reads: &impl Reads, cycles: &[CycleId]) -> Result<Vec<Attached>, StorageError> {
    let places = cycle_round::Entity::find()
        .filter(cycle_round::Column::CycleId.is_in(cycles.iter().copied()))
        .all(reads.connection())
        .await?;
    let rounds: Vec<(RoundId, OrganisationId, String, String)> = round::Entity::find()
        .select_only()
        .columns([round::Column::Id, round::Column::OrganisationId, round::Column::Title, round::Column::State])
        .filter(round::Column::Id.in_subquery(rounds_of(cycles)))
        .filter(round::Column::State.ne("void"))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut found: Vec<Attached> = rounds
        .into_iter()
        .filter_map(|(round, organisation, title, state)| {
            let place = places.iter().find(|place| place.round_id == round)?;
            let period = Period::from_code(&place.period)?;
            Some(Attached { cycle: place.cycle_id, period, round, organisation, title, state })
        })
        .collect();
    found.sort_by_key(|one| (one.period, one.round));
    Ok(found)
}

/// Where published rounds of a year stand that judge an organisation which another round judges too: the figures this
/// other one would be added to.
pub async fn published_beside(reads: &impl Reads, cycle: CycleId, round: RoundId) -> Result<Vec<Period>, StorageError> {
    let mut published = attached(reads, &[cycle]).await?;
    published.retain(|one| one.round != round && is_published(&one.state));
    if published.is_empty() {
        return Ok(Vec::new());
    }
    let own: Vec<OrganisationId> = round_object::Entity::find()
        .select_only()
        .distinct()
        .column(round_object::Column::OrganisationId)
        .filter(round_object::Column::RoundId.eq(round))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let own: BTreeSet<OrganisationId> = own.into_iter().collect();
    let judged = judged(reads, cycle).await?;
    let beside: BTreeSet<RoundId> =
        judged.into_iter().filter(|(organisation, _)| own.contains(organisation)).map(|(_, round)| round).collect();
    Ok(published.into_iter().filter(|one| beside.contains(&one.round)).map(|one| one.period).collect())
}

/// Where a round stands.
pub async fn place_of(reads: &impl Reads, round: RoundId) -> Result<Option<cycle_round::Model>, StorageError> {
    Ok(cycle_round::Entity::find_by_id(round).one(reads.connection()).await?)
}

/// Puts a round into its place, or into another one.
pub async fn place(transaction: &WriteTransaction, row: cycle_round::Model, is_new: bool) -> Result<(), StorageError> {
    let row = cycle_round::ActiveModel::from(row).reset_all();
    if is_new {
        cycle_round::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        cycle_round::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes a round out of its year.
pub async fn take_out(transaction: &WriteTransaction, round: RoundId) -> Result<(), StorageError> {
    cycle_round::Entity::delete_by_id(round).exec(transaction.connection()).await?;
    Ok(())
}

/// Which organisations the rounds of a year judge, themselves or in their members: one statement however many.
pub async fn judged(reads: &impl Reads, cycle: CycleId) -> Result<BTreeSet<(OrganisationId, RoundId)>, StorageError> {
    let rows: Vec<(OrganisationId, RoundId)> = round_object::Entity::find()
        .select_only()
        .distinct()
        .columns([round_object::Column::OrganisationId, round_object::Column::RoundId])
        .filter(round_object::Column::RoundId.in_subquery(rounds_of(&[cycle])))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// The rounds of a year that judge one organisation or its members.
pub async fn judging(
    reads: &impl Reads,
    cycle: CycleId,
    organisation: OrganisationId,
) -> Result<BTreeSet<RoundId>, StorageError> {
    let rows: Vec<RoundId> = round_object::Entity::find()
        .select_only()
        .distinct()
        .column(round_object::Column::RoundId)
        .filter(round_object::Column::OrganisationId.eq(organisation))
        .filter(round_object::Column::RoundId.in_subquery(rounds_of(&[cycle])))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whose summaries of which periods are written.
pub async fn summed_up(reads: &impl Reads, cycle: CycleId) -> Result<BTreeSet<(OrganisationId, String)>, StorageError> {
    let rows: Vec<(OrganisationId, String)> = cycle_summary::Entity::find()
        .select_only()
        .columns([cycle_summary::Column::OrganisationId, cycle_summary::Column::Period])
        .filter(cycle_summary::Column::CycleId.eq(cycle))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// A summary.
pub async fn summary(
    reads: &impl Reads,
    (cycle, organisation): (CycleId, OrganisationId),
    period: Period,
) -> Result<Option<cycle_summary::Model>, StorageError> {
    Ok(cycle_summary::Entity::find()
        .filter(cycle_summary::Column::CycleId.eq(cycle))
        .filter(cycle_summary::Column::OrganisationId.eq(organisation))
        .filter(cycle_summary::Column::Period.eq(period.code()))
        .one(reads.connection())
        .await?)
}

/// Stores a summary: a new one, or one that was read as version `row.version - 1`.
pub async fn store_summary(
    transaction: &WriteTransaction,
    row: cycle_summary::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = cycle_summary::ActiveModel::from(row).reset_all();
    if is_new {
        cycle_summary::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        cycle_summary::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// The members on an organisation's own roll and some others, by name.
pub async fn members(
    reads: &impl Reads,
    organisation: OrganisationId,
    others: &[storage::MemberId],
) -> Result<Vec<member::Model>, StorageError> {
    let on_roll =
        Condition::all().add(member::Column::OrganisationId.eq(organisation)).add(member::Column::EndedOn.is_null());
    let wanted = Condition::any().add(on_roll).add(member::Column::Id.is_in(others.iter().copied()));
    Ok(member::Entity::find()
        .filter(wanted)
        .order_by_asc(member::Column::SortKey)
        .order_by_asc(member::Column::Id)
        .all(reads.connection())
        .await?)
}
