//! The rounds that judged an organisation, and what became of the opinions about it.

use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use storage::entities::{opinion_answer, released_opinion, round, round_object};
use storage::{ObjectId, OrganisationId, Reads, RoundId, StorageError};

/// The sealed rounds that judged an organisation or its leading team, the one drawn up last first.
pub async fn rounds_judging(reads: &impl Reads, organisation: OrganisationId) -> Result<Vec<RoundId>, StorageError> {
    let judging = round_object::Entity::find()
        .select_only()
        .column(round_object::Column::RoundId)
        .filter(round_object::Column::OrganisationId.eq(organisation))
        .filter(round_object::Column::MemberId.is_null())
        .filter(round_object::Column::WindowId.is_null())
        .into_query();
    let found: Vec<RoundId> = round::Entity::find()
        .select_only()
        .column(round::Column::Id)
        .filter(round::Column::State.is_in(["sealed", "published", "finished"]))
        .filter(round::Column::Id.in_subquery(judging))
        .order_by_desc(round::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(found)
}

/// How many opinions about an object were released, and how many of those were answered.
pub async fn opinions_about(reads: &impl Reads, object: ObjectId) -> Result<(u64, u64), StorageError> {
    opinions_where(reads, released_opinion::Column::ObjectId.eq(object)).await
}

/// The same of a whole round.
///
/// # Errors
/// When the database does not answer.
pub async fn opinions_of(reads: &impl Reads, round: RoundId) -> Result<(u64, u64), StorageError> {
    opinions_where(reads, released_opinion::Column::RoundId.eq(round)).await
}

/// The same of an organisation in a round: those about it, its members and windows, and those that are shown there because
/// nobody may know whose they are.
///
/// # Errors
/// When the database does not answer.
pub async fn opinions_at(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<(u64, u64), StorageError> {
    let is_here = Condition::all()
        .add(released_opinion::Column::RoundId.eq(round))
        .add(released_opinion::Column::OrganisationId.eq(organisation));
    opinions_where(reads, is_here).await
}

async fn opinions_where(reads: &impl Reads, condition: impl IntoCondition) -> Result<(u64, u64), StorageError> {
    let released =
        released_opinion::Entity::find().filter(condition).filter(released_opinion::Column::State.eq("released"));
    let keys = released.clone().select_only().column(released_opinion::Column::OpinionKey).into_query();
    let answered = opinion_answer::Entity::find().filter(opinion_answer::Column::OpinionKey.in_subquery(keys));
    Ok((released.count(reads.connection()).await?, answered.count(reads.connection()).await?))
}
