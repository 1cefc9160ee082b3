//! Words of the record over the years that others took the place of (S057): kept as they stood, never changed.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{conclusion, earlier_conclusion, earlier_publication, round_record};
use storage::{AccountId, Instant, OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

/// When words are replaced, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Replacing {
    /// When.
    pub at: Instant,
    /// Whose account.
    pub by: AccountId,
}

/// Keeps what a record said of the publication, where the record after it says something else.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_publication(
    transaction: &WriteTransaction,
    (before, after): (&round_record::Model, &round_record::Model),
    replacing: Replacing,
) -> Result<(), StorageError> {
    let said = |row: &round_record::Model| {
        (row.published_where.clone(), row.published_on.clone(), row.published_proof.clone())
    };
    // Without a place nothing was said to be published.
    let Some(published_where) = before.published_where.clone().filter(|_| said(before) != said(after)) else {
        return Ok(());
    };
    let row = earlier_publication::Model {
        round_id: before.round_id,
        organisation_id: before.organisation_id,
        version: before.version,
        published_where,
        published_on: before.published_on.clone(),
        published_proof: before.published_proof.clone(),
        replaced_at: replacing.at,
        account_id: replacing.by,
    };
    let row = earlier_publication::ActiveModel::from(row).reset_all();
    earlier_publication::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Keeps what a conclusion said, where the one after it says something else.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_conclusion(
    transaction: &WriteTransaction,
    (before, after): (&conclusion::Model, &conclusion::Model),
    replacing: Replacing,
) -> Result<(), StorageError> {
    if (&before.style, &before.work, &before.words) == (&after.style, &after.work, &after.words) {
        return Ok(());
    }
    let row = earlier_conclusion::Model {
        round_id: before.round_id,
        organisation_id: before.organisation_id,
        version: before.version,
        style: before.style.clone(),
        work: before.work.clone(),
        words: before.words.clone(),
        replaced_at: replacing.at,
        account_id: replacing.by,
    };
    let row = earlier_conclusion::ActiveModel::from(row).reset_all();
    earlier_conclusion::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// What an organisation's record of a round said before of the publication, the first first.
pub async fn earlier_publications(
    reads: &impl Reads,
    (round, organisation): (RoundId, OrganisationId),
) -> Result<Vec<earlier_publication::Model>, StorageError> {
    let of_round = earlier_publication::Entity::find().filter(earlier_publication::Column::RoundId.eq(round));
    let of_it = of_round.filter(earlier_publication::Column::OrganisationId.eq(organisation));
    Ok(of_it.order_by_asc(earlier_publication::Column::Version).all(reads.connection()).await?)
}

/// What the conclusion about an organisation in a round said before, the first first.
pub async fn earlier_conclusions(
    reads: &impl Reads,
    (round, organisation): (RoundId, OrganisationId),
) -> Result<Vec<earlier_conclusion::Model>, StorageError> {
    let of_round = earlier_conclusion::Entity::find().filter(earlier_conclusion::Column::RoundId.eq(round));
    let of_it = of_round.filter(earlier_conclusion::Column::OrganisationId.eq(organisation));
    Ok(of_it.order_by_asc(earlier_conclusion::Column::Version).all(reads.connection()).await?)
}
