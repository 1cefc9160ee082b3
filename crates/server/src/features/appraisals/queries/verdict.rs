//! The verdict rule as it is declared, and who heads the working group.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{account, round, verdict_source};
use storage::{AccountId, MemberId, Reads, RoundId, StorageError, WriteTransaction};

use super::number;
use crate::features::appraisals::model::{ObjectKind, VerdictRule, VerdictSource};

/// The verdict rule of a round with what it is read from; nothing where it is undeclared.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn verdict(reads: &impl Reads, round: &round::Model) -> Result<Option<VerdictRule>, StorageError> {
    let Some((satisfied, basic)) = round.satisfied_permille.zip(round.basic_permille) else {
        return Ok(None);
    };
    let rows = verdict_source::Entity::find()
        .filter(verdict_source::Column::RoundId.eq(round.id))
        .order_by_desc(verdict_source::Column::ObjectKind)
        .all(reads.connection())
        .await?;
    let source = |row: verdict_source::Model| {
        Ok(VerdictSource {
            objects: ObjectKind::from_code(&row.object_kind),
            instrument: row.instrument_code,
            categories: serde_json::from_str(&row.categories)
                .map_err(|_| StorageError::Damaged("the judges of a verdict rule"))?,
        })
    };
    Ok(Some(VerdictRule {
        satisfied_permille: number(satisfied),
        basic_permille: number(basic),
        sources: rows.into_iter().map(source).collect::<Result<_, StorageError>>()?,
    }))
}

/// Replaces what the verdict rule of a round is read from.
///
/// # Errors
/// When the database refuses.
pub async fn set_verdict_sources(
    transaction: &WriteTransaction,
    id: RoundId,
    sources: &[VerdictSource],
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    verdict_source::Entity::delete_many().filter(verdict_source::Column::RoundId.eq(id)).exec(connection).await?;
    for source in sources {
        let row = verdict_source::Model {
            round_id: id,
            object_kind: source.objects.code().to_owned(),
            instrument_code: source.instrument.clone(),
            categories: serde_json::to_string(&source.categories)
                .map_err(|_| StorageError::Damaged("the judges of a verdict rule"))?,
        };
        let row: verdict_source::ActiveModel = row.into();
        verdict_source::Entity::insert(sea_orm::ActiveModelTrait::reset_all(row))
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// The open account that signs in by this name.
///
/// # Errors
/// When the database does not answer.
pub async fn account_signing_in_as(reads: &impl Reads, name: &str) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find()
        .filter(account::Column::SignInName.eq(name))
        .filter(account::Column::EndedAt.is_null())
        .one(reads.connection())
        .await?)
}

/// An account.
///
/// # Errors
/// When the database does not answer.
pub async fn account(reads: &impl Reads, id: AccountId) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Whether somebody heads the working group of a round, by this account or by another of the same member.
///
/// # Errors
/// When the database does not answer.
pub async fn heads(
    reads: &impl Reads,
    round: &round::Model,
    (person, member): (AccountId, Option<MemberId>),
) -> Result<bool, StorageError> {
    let Some(head) = round.head_account_id else {
        return Ok(false);
    };
    if head == person {
        return Ok(true);
    }
    Ok(member.is_some() && super::member_of_account(reads, head).await? == member)
}
