//! Feedback sheets that were acknowledged, and those that were not.

use std::collections::BTreeMap;

use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use storage::entities::{acknowledgement, round_object, round_result};
use storage::{MemberId, ObjectId, OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

/// An object whose feedback sheet nobody has acknowledged.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct UnacknowledgedSheet {
    /// The object.
    pub id: ObjectId,
    /// Its round.
    pub round_id: RoundId,
    /// Its name.
    pub name: String,
}

/// Who acknowledged the feedback sheet of an object.
pub async fn acknowledgement_of(
    reads: &impl Reads,
    object: ObjectId,
) -> Result<Option<acknowledgement::Model>, StorageError> {
    Ok(acknowledgement::Entity::find_by_id(object).one(reads.connection()).await?)
}

/// Who acknowledged the feedback sheets of a round, by object.
pub async fn acknowledgements_within(
    reads: &impl Reads,
    round: RoundId,
) -> Result<BTreeMap<ObjectId, acknowledgement::Model>, StorageError> {
    let rows = acknowledgement::Entity::find()
        .filter(acknowledgement::Column::RoundId.eq(round))
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.object_id, row)).collect())
}

/// Stores who acknowledged a feedback sheet; `false` where somebody did before.
pub async fn acknowledge(transaction: &WriteTransaction, row: acknowledgement::Model) -> Result<bool, StorageError> {
    let row = acknowledgement::ActiveModel::from(row).reset_all();
    let insert = acknowledgement::Entity::insert(row)
        .on_conflict(OnConflict::column(acknowledgement::Column::ObjectId).do_nothing().to_owned());
    Ok(insert.exec_without_returning(transaction.connection()).await? == 1)
}

/// The objects of these rounds that are this member or one of these organisations, a leading team like its
/// organisation, and whose feedback sheet nobody has acknowledged. A round without results delivered none.
pub async fn unacknowledged(
    reads: &impl Reads,
    (member, organisations): (Option<MemberId>, &[OrganisationId]),
    rounds: SelectStatement,
) -> Result<Vec<UnacknowledgedSheet>, StorageError> {
    if member.is_none() && organisations.is_empty() {
        return Ok(Vec::new());
    }
    let own = member.map(|member| round_object::Column::MemberId.eq(member));
    let of_these = Condition::all()
        .add(round_object::Column::MemberId.is_null())
        .add(round_object::Column::OrganisationId.is_in(organisations.iter().copied()));
    let with_results = round_result::Entity::find().select_only().column(round_result::Column::RoundId).into_query();
    let acknowledged =
        acknowledgement::Entity::find().select_only().column(acknowledgement::Column::ObjectId).into_query();
    Ok(round_object::Entity::find()
        .filter(Condition::any().add(of_these).add_option(own))
        .filter(round_object::Column::RoundId.in_subquery(rounds))
        .filter(round_object::Column::RoundId.in_subquery(with_results))
        .filter(round_object::Column::Id.not_in_subquery(acknowledged))
        .select_only()
        .columns([round_object::Column::Id, round_object::Column::RoundId, round_object::Column::Name])
        .order_by_asc(round_object::Column::Subject)
        .order_by_asc(round_object::Column::Id)
        .into_model::<UnacknowledgedSheet>()
        .all(reads.connection())
        .await?)
}
