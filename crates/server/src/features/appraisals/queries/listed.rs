//! Rounds as lists and the other slices name them: not the long text that was frozen.

use std::collections::BTreeSet;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use storage::entities::{batch, round, round_object, round_step};
use storage::{AccountId, BatchId, Instant, MemberId, OrganisationId, Reads, RoundId, StorageError};

use crate::features::organisations;
use crate::roles::Reach;

/// What a list shows of a round.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct ListedRound {
    /// The round.
    pub id: RoundId,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// Its title.
    pub title: String,
    /// First day.
    pub period_from: String,
    /// Last day.
    pub period_to: String,
    /// Where it stands.
    pub state: String,
    /// When the clock ends casting, where it does.
    pub casting_until: Option<Instant>,
}

/// The most rounds offered as the one below.
const MOST_TO_FOLLOW: u64 = 100;

/// The rounds in one of these states whose owner lies in this reach; no states is all of them.
fn within(reach: &Reach, states: &[&str]) -> Select<round::Entity> {
    let mut query = round::Entity::find();
    if !states.is_empty() {
        query = query.filter(round::Column::State.is_in(states.iter().copied()));
    }
    if let Some(owners) = organisations::queries::within(reach) {
        query = query.filter(round::Column::OrganisationId.in_subquery(owners));
    }
    query
}

/// The same rounds as a part of a statement: what belongs to them.
#[must_use]
pub fn round_ids(reach: &Reach, states: &[&str]) -> SelectStatement {
    within(reach, states).select_only().column(round::Column::Id).into_query()
}

/// The rounds in one of these states whose owner lies in this reach, latest first; no states is all of them.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_within(
    reads: &impl Reads,
    reach: &Reach,
    states: &[&str],
) -> Result<Vec<ListedRound>, StorageError> {
    Ok(within(reach, states)
        .select_only()
        .columns([round::Column::Id, round::Column::OrganisationId, round::Column::Title, round::Column::State])
        .columns([round::Column::PeriodFrom, round::Column::PeriodTo, round::Column::CastingUntil])
        .order_by_desc(round::Column::Id)
        .into_model::<ListedRound>()
        .all(reads.connection())
        .await?)
}

/// A batch whose slips two people have not counted yet.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct UncountedBatch {
    /// The batch.
    pub id: BatchId,
    /// Its round.
    pub round_id: RoundId,
    /// Its number.
    pub number: i64,
    /// Who counted first.
    pub counted_by: Option<AccountId>,
}

/// The batches of these rounds that two people have not counted yet, in the order of their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn uncounted(reads: &impl Reads, rounds: SelectStatement) -> Result<Vec<UncountedBatch>, StorageError> {
    Ok(batch::Entity::find()
        .select_only()
        .columns([batch::Column::Id, batch::Column::RoundId, batch::Column::Number, batch::Column::CountedBy])
        .filter(batch::Column::State.eq("printed"))
        .filter(batch::Column::CountedBySecond.is_null())
        .filter(batch::Column::RoundId.in_subquery(rounds))
        .order_by_asc(batch::Column::RoundId)
        .order_by_asc(batch::Column::Number)
        .order_by_asc(batch::Column::Id)
        .into_model::<UncountedBatch>()
        .all(reads.connection())
        .await?)
}

/// The steps of this kind in these rounds, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn steps_of_kind(
    reads: &impl Reads,
    step: &str,
    rounds: SelectStatement,
) -> Result<Vec<round_step::Model>, StorageError> {
    Ok(round_step::Entity::find()
        .filter(round_step::Column::Step.eq(step))
        .filter(round_step::Column::RoundId.in_subquery(rounds))
        .order_by_asc(round_step::Column::HappenedAt)
        .order_by_asc(round_step::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The rounds that judge a member.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_judging(reads: &impl Reads, member: MemberId) -> Result<BTreeSet<RoundId>, StorageError> {
    let found: Vec<RoundId> = round_object::Entity::find()
        .select_only()
        .column(round_object::Column::RoundId)
        .filter(round_object::Column::MemberId.eq(member))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(found.into_iter().collect())
}

/// The rounds in which somebody counts nothing and keeps no tally: those that judge the member behind the account, and
/// those whose working group the account heads.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_closed_to(
    reads: &impl Reads,
    (account, member): (AccountId, Option<MemberId>),
) -> Result<BTreeSet<RoundId>, StorageError> {
    let headed: Vec<RoundId> = round::Entity::find()
        .select_only()
        .column(round::Column::Id)
        .filter(round::Column::HeadAccountId.eq(account))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut closed: BTreeSet<RoundId> = headed.into_iter().collect();
    if let Some(member) = member {
        closed.extend(rounds_judging(reads, member).await?);
    }
    Ok(closed)
}

/// The rounds another one may follow (S071): those in a reach, the latest first; void ones are not offered.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_to_follow(
    reads: &impl Reads,
    reach: &Reach,
    except: Option<RoundId>,
) -> Result<Vec<round::Model>, StorageError> {
    let states = ["draft", "announced", "issuing", "casting", "sealing", "sealed", "published", "finished"];
    let mut rounds =
        within(reach, &states).order_by_desc(round::Column::Id).limit(MOST_TO_FOLLOW).all(reads.connection()).await?;
    rounds.retain(|round| Some(round.id) != except);
    Ok(rounds)
}

/// A round and those below it in a chain, the nearest first.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_below(reads: &impl Reads, id: RoundId) -> Result<Vec<round::Model>, StorageError> {
    let mut chain: Vec<round::Model> = Vec::new();
    let mut next = Some(id);
    while let Some(at) = next.filter(|at| chain.iter().all(|round| round.id != *at)) {
        let Some(found) = round::Entity::find_by_id(at).one(reads.connection()).await? else {
            break;
        };
        next = found.follows_id;
        chain.push(found);
    }
    Ok(chain)
}

/// The rounds that follow a round.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_above(reads: &impl Reads, id: RoundId) -> Result<Vec<round::Model>, StorageError> {
    let above = round::Entity::find().filter(round::Column::FollowsId.eq(id));
    Ok(above.order_by_asc(round::Column::Id).all(reads.connection()).await?)
}
