//! What the slice reads and writes.

mod acknowledgements;
mod adjusted;
mod earlier;
mod quality;
mod waiting;
mod years;

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use storage::entities::{
    account, batch, opinion_answer, released_opinion, round, round_contact, round_meeting, round_record, round_result,
    round_step, self_report,
};
use storage::{
    AccountId, Instant, ObjectId, OrganisationId, Reads, RoundId, RoundRecordId, RoundStepId, StorageError,
    WriteTransaction,
};

pub use acknowledgements::{
    UnacknowledgedSheet, acknowledge, acknowledgement_of, acknowledgements_within, unacknowledged,
};
pub use adjusted::adjusted;
pub use earlier::{Replacing, earlier_conclusions, earlier_publications, keep_conclusion, keep_publication};
pub use quality::own_grades;
pub use waiting::{OpinionKey, unanswered, unread};
pub use years::{opinions_about, opinions_at, opinions_of, rounds_judging};

use super::release::Release;
use crate::Clock;

/// One round.
pub async fn round(reads: &impl Reads, id: RoundId) -> Result<Option<round::Model>, StorageError> {
    Ok(round::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Rounds in a state.
pub async fn in_state(reads: &impl Reads, state: &str) -> Result<Vec<round::Model>, StorageError> {
    Ok(round::Entity::find()
        .filter(round::Column::State.eq(state))
        .order_by_asc(round::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Rounds whose casting should have ended by now.
pub async fn overdue(reads: &impl Reads, now: Instant) -> Result<Vec<round::Model>, StorageError> {
    Ok(round::Entity::find()
        .filter(round::Column::State.eq("casting"))
        .filter(round::Column::CastingUntil.lte(now))
        .order_by_asc(round::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Published rounds whose finishing has begun.
pub async fn finishing(reads: &impl Reads) -> Result<Vec<round::Model>, StorageError> {
    let mut found = Vec::new();
    for round in in_state(reads, "published").await? {
        if step(reads, round.id, ("finished", "begun")).await?.is_some() {
            found.push(round);
        }
    }
    Ok(found)
}

/// Moves a round on; `false` where somebody changed it since it was read.
pub async fn set_state(
    transaction: &WriteTransaction,
    before: &round::Model,
    state: &str,
) -> Result<bool, StorageError> {
    let result = round::Entity::update_many()
        .col_expr(round::Column::State, Expr::value(state))
        .col_expr(round::Column::Version, Expr::col(round::Column::Version).add(1))
        .filter(round::Column::Id.eq(before.id))
        .filter(round::Column::State.eq(before.state.as_str()))
        .filter(round::Column::Version.eq(before.version))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Adds a step with who took it.
pub async fn add_step(
    transaction: &WriteTransaction,
    clock: &Clock,
    round: RoundId,
    (step, state): (&str, &str),
    (first, second): (Option<AccountId>, Option<AccountId>),
) -> Result<(), StorageError> {
    let row = round_step::ActiveModel {
        id: Set(RoundStepId(clock.next_id())),
        round_id: Set(round),
        step: Set(step.to_owned()),
        state: Set(state.to_owned()),
        details: Set(String::new()),
        happened_at: Set(clock.now()),
        account_id: Set(first),
        second_account_id: Set(second),
    };
    round_step::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// The latest step of a kind and state.
pub async fn step(
    reads: &impl Reads,
    round: RoundId,
    (step, state): (&str, &str),
) -> Result<Option<round_step::Model>, StorageError> {
    Ok(round_step::Entity::find()
        .filter(round_step::Column::RoundId.eq(round))
        .filter(round_step::Column::Step.eq(step))
        .filter(round_step::Column::State.eq(state))
        .order_by_desc(round_step::Column::HappenedAt)
        .order_by_desc(round_step::Column::Id)
        .one(reads.connection())
        .await?)
}

/// Takes away what a first tally keeper asked: it was taken back, or no longer counts.
pub async fn delete_asked(transaction: &WriteTransaction, round: RoundId, step: &str) -> Result<(), StorageError> {
    round_step::Entity::delete_many()
        .filter(round_step::Column::RoundId.eq(round))
        .filter(round_step::Column::Step.eq(step))
        .filter(round_step::Column::State.eq("asked"))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// An account, for who took a step.
pub async fn account(reads: &impl Reads, id: AccountId) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Stores the release of a round, and the adjusted scores beside it.
pub async fn insert_result(
    transaction: &WriteTransaction,
    clock: &Clock,
    round: RoundId,
    (release, adjusted): (String, String),
) -> Result<(), StorageError> {
    let row = round_result::ActiveModel {
        round_id: Set(round),
        release: Set(release),
        adjusted: Set(Some(adjusted)),
        computed_at: Set(clock.now()),
    };
    round_result::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// What was released of a round; nothing before sealing.
///
/// # Errors
/// When the database does not answer or what it holds is damaged.
pub async fn release(reads: &impl Reads, round: RoundId) -> Result<Option<Release>, StorageError> {
    let text = release_text(reads, round).await?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| StorageError::Damaged("the release of a round")))
        .transpose()
}

/// The same as it was stored: archives hold it so.
///
/// # Errors
/// When the database does not answer.
pub async fn release_text(reads: &impl Reads, round: RoundId) -> Result<Option<String>, StorageError> {
    let row = round_result::Entity::find_by_id(round).one(reads.connection()).await?;
    Ok(row.map(|row| row.release))
}

/// Batches of a round that were not voided.
pub async fn batches(reads: &impl Reads, round: RoundId) -> Result<Vec<batch::Model>, StorageError> {
    Ok(batch::Entity::find()
        .filter(batch::Column::RoundId.eq(round))
        .filter(batch::Column::State.ne("void"))
        .order_by_asc(batch::Column::Number)
        .all(reads.connection())
        .await?)
}

/// The meetings of a round.
pub async fn meetings(reads: &impl Reads, round: RoundId) -> Result<Vec<round_meeting::Model>, StorageError> {
    Ok(round_meeting::Entity::find()
        .filter(round_meeting::Column::RoundId.eq(round))
        .order_by_asc(round_meeting::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The contacts besides meetings.
pub async fn contacts(reads: &impl Reads, round: RoundId) -> Result<Vec<round_contact::Model>, StorageError> {
    Ok(round_contact::Entity::find()
        .filter(round_contact::Column::RoundId.eq(round))
        .order_by_asc(round_contact::Column::Id)
        .all(reads.connection())
        .await?)
}

/// What organisations noted about a round.
pub async fn records(reads: &impl Reads, round: RoundId) -> Result<Vec<round_record::Model>, StorageError> {
    Ok(round_record::Entity::find()
        .filter(round_record::Column::RoundId.eq(round))
        .order_by_asc(round_record::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The self-report of an object, where one was handed in.
pub async fn self_report(
    reads: &impl Reads,
    round: RoundId,
    object: ObjectId,
) -> Result<Option<self_report::Model>, StorageError> {
    Ok(self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(round))
        .filter(self_report::Column::ObjectId.eq(object))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .order_by_desc(self_report::Column::Id)
        .one(reads.connection())
        .await?)
}

/// Notes where and when an organisation published its result; what was noted before is kept.
pub async fn set_published(
    transaction: &WriteTransaction,
    (clock, by): (&Clock, AccountId),
    (round, organisation): (RoundId, OrganisationId),
    (place, day): (String, String),
) -> Result<(), StorageError> {
    let before = round_record::Entity::find()
        .filter(round_record::Column::RoundId.eq(round))
        .filter(round_record::Column::OrganisationId.eq(organisation))
        .one(transaction.connection())
        .await?;
    match before {
        Some(before) => {
            let row = round_record::Model {
                published_where: Some(place),
                published_on: Some(day),
                version: before.version + 1,
                ..before.clone()
            };
            keep_publication(transaction, (&before, &row), Replacing { at: clock.now(), by }).await?;
            round_record::Entity::update(round_record::ActiveModel::from(row).reset_all())
                .exec(transaction.connection())
                .await?;
        }
        None => {
            let row = round_record::ActiveModel {
                id: Set(RoundRecordId(clock.next_id())),
                round_id: Set(round),
                organisation_id: Set(organisation),
                practical_things: Set(None),
                not_appraised_reason: Set(None),
                published_where: Set(Some(place)),
                published_on: Set(Some(day)),
                published_proof: Set(None),
                problems: Set(None),
                next_steps: Set(None),
                version: Set(1),
            };
            round_record::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
        }
    }
    Ok(())
}

/// Stores an opinion to be read.
pub async fn insert_opinion(transaction: &WriteTransaction, row: released_opinion::Model) -> Result<(), StorageError> {
    let row = released_opinion::ActiveModel::from(row).reset_all();
    released_opinion::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// The opinions of a round in the order of their random keys.
pub async fn opinions(reads: &impl Reads, round: RoundId) -> Result<Vec<released_opinion::Model>, StorageError> {
    let mut rows = released_opinion::Entity::find()
        .filter(released_opinion::Column::RoundId.eq(round))
        .all(reads.connection())
        .await?;
    // By the bytes of the random key: no database's idea of text, and no order of arrival.
    rows.sort_by(|one, other| one.opinion_key.cmp(&other.opinion_key));
    Ok(rows)
}

/// The answers to the opinions of a round, by the opinion's key.
pub async fn answers(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<String, opinion_answer::Model>, StorageError> {
    let of_round = released_opinion::Entity::find()
        .select_only()
        .column(released_opinion::Column::OpinionKey)
        .filter(released_opinion::Column::RoundId.eq(round));
    let rows = opinion_answer::Entity::find()
        .filter(opinion_answer::Column::OpinionKey.in_subquery(sea_orm::QueryTrait::into_query(of_round)))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.opinion_key.clone(), row)).collect())
}

/// One opinion of a round.
pub async fn opinion(
    reads: &impl Reads,
    round: RoundId,
    key: &str,
) -> Result<Option<released_opinion::Model>, StorageError> {
    Ok(released_opinion::Entity::find_by_id(key.to_owned())
        .filter(released_opinion::Column::RoundId.eq(round))
        .one(reads.connection())
        .await?)
}

/// The answer to an opinion.
pub async fn answer(reads: &impl Reads, key: &str) -> Result<Option<opinion_answer::Model>, StorageError> {
    Ok(opinion_answer::Entity::find_by_id(key.to_owned()).one(reads.connection()).await?)
}

/// Stores what was decided about an opinion read as `before`; `false` where somebody changed it since.
pub async fn update_opinion(
    transaction: &WriteTransaction,
    before: &released_opinion::Model,
    after: released_opinion::Model,
) -> Result<bool, StorageError> {
    let row: released_opinion::ActiveModel = released_opinion::Model { version: before.version + 1, ..after }.into();
    let result = released_opinion::Entity::update_many()
        .set(row.reset_all())
        .filter(released_opinion::Column::OpinionKey.eq(before.opinion_key.as_str()))
        .filter(released_opinion::Column::Version.eq(before.version))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Stores the answer to an opinion, or replaces the one read as the version before; `false` where somebody wrote one
/// meanwhile.
pub async fn set_answer(transaction: &WriteTransaction, row: opinion_answer::Model) -> Result<bool, StorageError> {
    let (key, before) = (row.opinion_key.clone(), row.version - 1);
    let row = opinion_answer::ActiveModel::from(row).reset_all();
    if before == 0 {
        let insert = opinion_answer::Entity::insert(row)
            .on_conflict(OnConflict::column(opinion_answer::Column::OpinionKey).do_nothing().to_owned());
        return Ok(insert.exec_without_returning(transaction.connection()).await? == 1);
    }
    let result = opinion_answer::Entity::update_many()
        .set(row)
        .filter(opinion_answer::Column::OpinionKey.eq(key))
        .filter(opinion_answer::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}
