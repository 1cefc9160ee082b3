//! What is asked of paper and written to it.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use storage::entities::{batch, paper_batch, paper_correction, paper_draft};
use storage::{PanelId, PaperBatchId, Reads, RoundId, StorageError, WriteTransaction};

use super::rules::Keying;

/// The states in which nothing more comes of a batch.
const OVER: [&str; 2] = ["accepted", "missing"];

/// The batches of a round, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn batches(reads: &impl Reads, round: RoundId) -> Result<Vec<paper_batch::Model>, StorageError> {
    Ok(paper_batch::Entity::find()
        .filter(paper_batch::Column::RoundId.eq(round))
        .order_by_asc(paper_batch::Column::Number)
        .all(reads.connection())
        .await?)
}

/// The batches of a round that are neither accepted nor recorded as missing: sealing waits for them.
///
/// # Errors
/// When the database does not answer.
pub async fn open(reads: &impl Reads, round: RoundId) -> Result<Vec<paper_batch::Model>, StorageError> {
    let mut batches = batches(reads, round).await?;
    batches.retain(|batch| !OVER.contains(&batch.state.as_str()));
    Ok(batches)
}

/// The rounds with a batch that is neither accepted nor recorded as missing.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_with_open(reads: &impl Reads) -> Result<BTreeSet<RoundId>, StorageError> {
    let rounds: Vec<RoundId> = paper_batch::Entity::find()
        .select_only()
        .column(paper_batch::Column::RoundId)
        .filter(paper_batch::Column::State.is_not_in(OVER))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rounds.into_iter().collect())
}

/// Erases what was keyed of a round that is void as a whole.
///
/// # Errors
/// When the database refuses.
pub async fn erase_round(transaction: &WriteTransaction, round: RoundId) -> Result<(), StorageError> {
    for batch in batches(transaction, round).await? {
        erase(transaction, batch.id, None).await?;
    }
    Ok(())
}

/// The batches of these rounds, by round and number.
pub(super) async fn of_rounds(
    reads: &impl Reads,
    rounds: SelectStatement,
) -> Result<Vec<paper_batch::Model>, StorageError> {
    Ok(paper_batch::Entity::find()
        .filter(paper_batch::Column::RoundId.in_subquery(rounds))
        .order_by_asc(paper_batch::Column::RoundId)
        .order_by_asc(paper_batch::Column::Number)
        .all(reads.connection())
        .await?)
}

/// The number of a round's next batch, of slips or of paper: the ballot store knows both by one sequence.
///
/// # Errors
/// When the database does not answer.
pub async fn next_number(reads: &impl Reads, round: RoundId) -> Result<i64, StorageError> {
    let connection = reads.connection();
    let slips = batch::Entity::find()
        .filter(batch::Column::RoundId.eq(round))
        .order_by_desc(batch::Column::Number)
        .order_by_desc(batch::Column::Id)
        .one(connection)
        .await?;
    let paper = paper_batch::Entity::find()
        .filter(paper_batch::Column::RoundId.eq(round))
        .order_by_desc(paper_batch::Column::Number)
        .one(connection)
        .await?;
    let numbers = [slips.map(|batch| batch.number), paper.map(|batch| batch.number)];
    Ok(numbers.into_iter().flatten().max().unwrap_or(0) + 1)
}

/// Forms printed for each judge group of a round.
///
/// # Errors
/// When the database does not answer.
pub async fn printed(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<PanelId, i64>, StorageError> {
    let mut printed = BTreeMap::new();
    for batch in batches(reads, round).await? {
        *printed.entry(batch.panel_id).or_default() += batch.printed;
    }
    Ok(printed)
}

/// Stores a new batch.
pub(super) async fn insert(transaction: &WriteTransaction, row: paper_batch::Model) -> Result<(), StorageError> {
    let row = paper_batch::ActiveModel::from(row).reset_all();
    paper_batch::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores a batch that was read in the same transaction, as its next version.
pub(super) async fn update(transaction: &WriteTransaction, row: paper_batch::Model) -> Result<(), StorageError> {
    let row = paper_batch::Model { version: row.version + 1, ..row };
    let row = paper_batch::ActiveModel::from(row).reset_all();
    paper_batch::Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

/// One batch.
pub(super) async fn batch(reads: &impl Reads, id: PaperBatchId) -> Result<Option<paper_batch::Model>, StorageError> {
    Ok(paper_batch::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Everything read of a batch so far.
pub(super) async fn drafts(reads: &impl Reads, batch: PaperBatchId) -> Result<Vec<paper_draft::Model>, StorageError> {
    Ok(paper_draft::Entity::find()
        .filter(paper_draft::Column::BatchId.eq(batch))
        .order_by_asc(paper_draft::Column::SheetNumber)
        .order_by_asc(paper_draft::Column::Keying)
        .all(reads.connection())
        .await?)
}

/// Stores what was read of a sheet: for the first time, or in the place of what was read as the version before.
pub(super) async fn store_draft(transaction: &WriteTransaction, row: paper_draft::Model) -> Result<(), StorageError> {
    let is_new = row.version == 1;
    let row = paper_draft::ActiveModel::from(row).reset_all();
    if is_new {
        paper_draft::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        paper_draft::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Erases what was read of a batch: one keying, or everything.
pub(super) async fn erase(
    transaction: &WriteTransaction,
    batch: PaperBatchId,
    keying: Option<Keying>,
) -> Result<(), StorageError> {
    let mut drafts = paper_draft::Entity::delete_many().filter(paper_draft::Column::BatchId.eq(batch));
    if let Some(keying) = keying {
        drafts = drafts.filter(paper_draft::Column::Keying.eq(keying.code()));
    }
    drafts.exec(transaction.connection()).await?;
    Ok(())
}

/// Erases one draft.
pub(super) async fn erase_draft(
    transaction: &WriteTransaction,
    draft: &paper_draft::Model,
) -> Result<(), StorageError> {
    paper_draft::Entity::delete_many()
        .filter(paper_draft::Column::BatchId.eq(draft.batch_id))
        .filter(paper_draft::Column::SheetNumber.eq(draft.sheet_number))
        .filter(paper_draft::Column::Keying.eq(draft.keying.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// How many sheets were read of batches of these rounds, by batch and keying.
pub(super) async fn read_counts(
    reads: &impl Reads,
    rounds: SelectStatement,
) -> Result<BTreeMap<(PaperBatchId, String), i64>, StorageError> {
    let of_rounds = sea_orm::sea_query::Query::select()
        .column(paper_batch::Column::Id)
        .from(paper_batch::Entity)
        .and_where(paper_batch::Column::RoundId.in_subquery(rounds))
        .to_owned();
    let counted: Vec<(PaperBatchId, String, i64)> = paper_draft::Entity::find()
        .select_only()
        .column(paper_draft::Column::BatchId)
        .column(paper_draft::Column::Keying)
        .column_as(paper_draft::Column::SheetNumber.count(), "sheets")
        .filter(paper_draft::Column::BatchId.in_subquery(of_rounds))
        .group_by(paper_draft::Column::BatchId)
        .group_by(paper_draft::Column::Keying)
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(counted.into_iter().map(|(batch, keying, sheets)| ((batch, keying), sheets)).collect())
}

/// Erases what was read of sheets beyond this number.
pub(super) async fn erase_beyond(
    transaction: &WriteTransaction,
    batch: PaperBatchId,
    sheets: i64,
) -> Result<(), StorageError> {
    paper_draft::Entity::delete_many()
        .filter(paper_draft::Column::BatchId.eq(batch))
        .filter(paper_draft::Column::SheetNumber.gt(sheets))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// How a batch's count was corrected, the oldest first, with what is asked now.
pub(super) async fn corrections(
    reads: &impl Reads,
    batch: PaperBatchId,
) -> Result<Vec<paper_correction::Model>, StorageError> {
    Ok(paper_correction::Entity::find()
        .filter(paper_correction::Column::BatchId.eq(batch))
        .order_by_asc(paper_correction::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Stores what a first tally keeper asks.
pub(super) async fn insert_correction(
    transaction: &WriteTransaction,
    row: paper_correction::Model,
) -> Result<(), StorageError> {
    let row = paper_correction::ActiveModel::from(row).reset_all();
    paper_correction::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Stores what a second one confirmed.
pub(super) async fn update_correction(
    transaction: &WriteTransaction,
    row: paper_correction::Model,
) -> Result<(), StorageError> {
    let row = paper_correction::ActiveModel::from(row).reset_all();
    paper_correction::Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

/// Takes away what was asked and is not confirmed.
pub(super) async fn remove_asked_corrections(
    transaction: &WriteTransaction,
    batch: PaperBatchId,
) -> Result<(), StorageError> {
    paper_correction::Entity::delete_many()
        .filter(paper_correction::Column::BatchId.eq(batch))
        .filter(paper_correction::Column::State.eq("asked"))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
