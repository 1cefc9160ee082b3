//! What is asked of judgements given by name and written to them.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use storage::entities::{member, named_record, round_object};
use storage::{MemberId, ObjectId, Reads, RoundId, StorageError, WriteTransaction};

/// Everything given by name in a round, by object and source.
pub(super) async fn records(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<(ObjectId, String), named_record::Model>, StorageError> {
    let found = named_record::Entity::find().filter(named_record::Column::RoundId.eq(round));
    let rows = found.all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| ((row.object_id, row.source.clone()), row)).collect())
}

/// The members judged in a round who are secretary of their organisation: not its deputy.
pub(super) async fn secretaries(reads: &impl Reads, round: RoundId) -> Result<BTreeSet<MemberId>, StorageError> {
    let judged = round_object::Entity::find()
        .select_only()
        .column(round_object::Column::MemberId)
        .filter(round_object::Column::RoundId.eq(round))
        .filter(round_object::Column::MemberId.is_not_null())
        .into_query();
    let posts: Vec<(MemberId, String)> = member::Entity::find()
        .select_only()
        .columns([member::Column::Id, member::Column::PartyPost])
        .filter(member::Column::Id.in_subquery(judged))
        .filter(member::Column::PartyPost.is_not_null())
        .into_tuple()
        .all(reads.connection())
        .await?;
    let is_secretary = |post: &str| post.contains("书记") && !post.contains("副书记");
    Ok(posts.into_iter().filter(|(_, post)| is_secretary(post)).map(|(member, _)| member).collect())
}

/// Stores a judgement: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store(
    transaction: &WriteTransaction,
    row: named_record::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = named_record::ActiveModel::from(row).reset_all();
    if is_new {
        named_record::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        named_record::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}
