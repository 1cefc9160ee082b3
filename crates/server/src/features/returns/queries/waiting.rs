//! Returns that wait for somebody: without their figures.

use std::collections::BTreeSet;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use storage::entities::{organisation, round_object, statistics_return};
use storage::{OrganisationId, Reads, ReturnId, RoundId, StorageError};

use crate::features::organisations;
use crate::roles::Reach;

/// What a list shows of a return.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct ListedReturn {
    /// The return.
    pub id: ReturnId,
    /// Its round.
    pub round_id: RoundId,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub unit_name: String,
    /// `draft`, `filed`, `sent_back`, `accepted`.
    pub state: String,
    /// The day it is due.
    pub due_on: String,
}

fn open() -> Select<statistics_return::Entity> {
    statistics_return::Entity::find().filter(statistics_return::Column::State.is_in(["draft", "sent_back"]))
}

async fn listed(
    reads: &impl Reads,
    query: Select<statistics_return::Entity>,
) -> Result<Vec<ListedReturn>, StorageError> {
    use statistics_return::Column;
    Ok(query
        .select_only()
        .columns([Column::Id, Column::RoundId, Column::OrganisationId])
        .columns([Column::UnitName, Column::State, Column::DueOn])
        .order_by_asc(Column::RoundId)
        .order_by_asc(Column::SortKey)
        .order_by_asc(Column::Id)
        .into_model::<ListedReturn>()
        .all(reads.connection())
        .await?)
}

/// The open returns of these organisations.
pub async fn open_of(reads: &impl Reads, own: &[OrganisationId]) -> Result<Vec<ListedReturn>, StorageError> {
    listed(reads, open().filter(statistics_return::Column::OrganisationId.is_in(own.iter().copied()))).await
}

/// The filed returns of everything whose superior lies in a reach; nobody stands above the first organisation.
pub async fn filed_below(reads: &impl Reads, office: &Reach) -> Result<Vec<ListedReturn>, StorageError> {
    let below = organisations::queries::within(office);
    let below = Condition::all().add_option(below.map(|inside| organisation::Column::ParentId.in_subquery(inside)));
    let units = organisation::Entity::find().select_only().column(organisation::Column::Id).filter(below).into_query();
    let filed = statistics_return::Entity::find()
        .filter(statistics_return::Column::State.eq("filed"))
        .filter(statistics_return::Column::OrganisationId.in_subquery(units));
    listed(reads, filed).await
}

/// The open returns of these rounds that were due before today.
pub async fn late(reads: &impl Reads, today: &str, rounds: SelectStatement) -> Result<Vec<ListedReturn>, StorageError> {
    let late = open()
        .filter(statistics_return::Column::RoundId.in_subquery(rounds))
        .filter(statistics_return::Column::DueOn.lt(today));
    listed(reads, late).await
}

/// The rounds that have returns.
pub async fn drawn_up(reads: &impl Reads) -> Result<BTreeSet<RoundId>, StorageError> {
    let rounds: Vec<RoundId> = statistics_return::Entity::find()
        .select_only()
        .column(statistics_return::Column::RoundId)
        .distinct()
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rounds.into_iter().collect())
}

/// Of these rounds those that judge more than service windows: a window is no unit of the return (S070).
pub async fn with_units(reads: &impl Reads, rounds: &[RoundId]) -> Result<BTreeSet<RoundId>, StorageError> {
    let mut found = BTreeSet::new();
    for some in rounds.chunks(500) {
        let judged: Vec<RoundId> = round_object::Entity::find()
            .select_only()
            .column(round_object::Column::RoundId)
            .filter(round_object::Column::RoundId.is_in(some.iter().copied()))
            .filter(round_object::Column::WindowId.is_null())
            .distinct()
            .into_tuple()
            .all(reads.connection())
            .await?;
        found.extend(judged);
    }
    Ok(found)
}
