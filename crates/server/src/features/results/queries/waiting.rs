//! Opinions that wait for somebody.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use storage::entities::{opinion_answer, released_opinion};
use storage::{AccountId, Reads, RoundId, StorageError};

use crate::features::organisations;
use crate::roles::Reach;

/// An opinion by its key, without its words.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct OpinionKey {
    /// Its random key.
    pub opinion_key: String,
    /// Its round.
    pub round_id: RoundId,
    /// Where it stands.
    pub state: String,
    /// Who read it first.
    pub first_reader: Option<AccountId>,
}

async fn keys(reads: &impl Reads, query: Select<released_opinion::Entity>) -> Result<Vec<OpinionKey>, StorageError> {
    Ok(query
        .select_only()
        .columns([released_opinion::Column::OpinionKey, released_opinion::Column::RoundId])
        .columns([released_opinion::Column::State, released_opinion::Column::FirstReader])
        .order_by_asc(released_opinion::Column::RoundId)
        .order_by_asc(released_opinion::Column::OpinionKey)
        .into_model::<OpinionKey>()
        .all(reads.connection())
        .await?)
}

/// The opinions of these rounds that tally keepers have not decided.
pub async fn unread(reads: &impl Reads, rounds: SelectStatement) -> Result<Vec<OpinionKey>, StorageError> {
    let query = released_opinion::Entity::find()
        .filter(released_opinion::Column::State.is_in(["unread", "proposed"]))
        .filter(released_opinion::Column::RoundId.in_subquery(rounds));
    keys(reads, query).await
}

/// The released opinions of these rounds, about what lies in this reach, that nobody has answered.
pub async fn unanswered(
    reads: &impl Reads,
    reach: &Reach,
    rounds: SelectStatement,
) -> Result<Vec<OpinionKey>, StorageError> {
    let answered = opinion_answer::Entity::find().select_only().column(opinion_answer::Column::OpinionKey).into_query();
    let mut query = released_opinion::Entity::find()
        .filter(released_opinion::Column::State.eq("released"))
        .filter(released_opinion::Column::OpinionKey.not_in_subquery(answered))
        .filter(released_opinion::Column::RoundId.in_subquery(rounds));
    if let Some(inside) = organisations::queries::within(reach) {
        query = query.filter(released_opinion::Column::OrganisationId.in_subquery(inside));
    }
    keys(reads, query).await
}
