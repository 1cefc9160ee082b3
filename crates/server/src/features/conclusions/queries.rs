//! What is asked of everyday logs and conclusions and written to them.

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use storage::entities::{conclusion, conclusion_entry, everyday_entry};
use storage::{EverydayEntryId, OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

/// The everyday log of an organisation, the latest day first.
pub(super) async fn entries(
    reads: &impl Reads,
    organisation: OrganisationId,
) -> Result<Vec<everyday_entry::Model>, StorageError> {
    // Days are ISO texts of one length: sorted here, so that both databases agree.
    let of_organisation = everyday_entry::Column::OrganisationId.eq(organisation);
    let mut entries = everyday_entry::Entity::find().filter(of_organisation).all(reads.connection()).await?;
    entries.sort_by(|one, other| (&other.happened_on, other.id).cmp(&(&one.happened_on, one.id)));
    Ok(entries)
}

/// One entry of an organisation.
pub(super) async fn entry(
    reads: &impl Reads,
    (organisation, id): (OrganisationId, EverydayEntryId),
) -> Result<Option<everyday_entry::Model>, StorageError> {
    let found = everyday_entry::Entity::find_by_id(id);
    Ok(found.filter(everyday_entry::Column::OrganisationId.eq(organisation)).one(reads.connection()).await?)
}

/// The entries of an organisation that a conclusion cites: those stay as they are.
pub(super) async fn cited(
    reads: &impl Reads,
    organisation: OrganisationId,
) -> Result<BTreeSet<EverydayEntryId>, StorageError> {
    let of_organisation = everyday_entry::Entity::find()
        .select_only()
        .column(everyday_entry::Column::Id)
        .filter(everyday_entry::Column::OrganisationId.eq(organisation))
        .into_query();
    let rows: Vec<EverydayEntryId> = conclusion_entry::Entity::find()
        .select_only()
        .column(conclusion_entry::Column::EntryId)
        .filter(conclusion_entry::Column::EntryId.in_subquery(of_organisation))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Stores an entry: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store_entry(
    transaction: &WriteTransaction,
    row: everyday_entry::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = everyday_entry::ActiveModel::from(row).reset_all();
    if is_new {
        everyday_entry::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        everyday_entry::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes an entry away that no conclusion cites.
pub(super) async fn remove_entry(transaction: &WriteTransaction, id: EverydayEntryId) -> Result<(), StorageError> {
    everyday_entry::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}

/// The conclusion about an organisation in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn conclusion(
    reads: &impl Reads,
    (round, organisation): (RoundId, OrganisationId),
) -> Result<Option<conclusion::Model>, StorageError> {
    Ok(conclusion::Entity::find_by_id((round, organisation)).one(reads.connection()).await?)
}

/// The entries a conclusion cites.
pub(super) async fn cited_by(
    reads: &impl Reads,
    (round, organisation): (RoundId, OrganisationId),
) -> Result<BTreeSet<EverydayEntryId>, StorageError> {
    let rows = conclusion_entry::Entity::find()
        .filter(conclusion_entry::Column::RoundId.eq(round))
        .filter(conclusion_entry::Column::OrganisationId.eq(organisation))
        .order_by_asc(conclusion_entry::Column::EntryId)
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.entry_id).collect())
}

/// Stores a conclusion with what it cites: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store(
    transaction: &WriteTransaction,
    row: conclusion::Model,
    cites: &BTreeSet<EverydayEntryId>,
) -> Result<(), StorageError> {
    let connection = transaction.connection();
    let (round_id, organisation_id, is_new) = (row.round_id, row.organisation_id, row.version == 1);
    let row = conclusion::ActiveModel::from(row).reset_all();
    if is_new {
        conclusion::Entity::insert(row).exec_without_returning(connection).await?;
    } else {
        conclusion::Entity::update(row).exec(connection).await?;
        conclusion_entry::Entity::delete_many()
            .filter(conclusion_entry::Column::RoundId.eq(round_id))
            .filter(conclusion_entry::Column::OrganisationId.eq(organisation_id))
            .exec(connection)
            .await?;
    }
    for entry_id in cites {
        let row = conclusion_entry::Model { round_id, organisation_id, entry_id: *entry_id };
        let row = conclusion_entry::ActiveModel::from(row).reset_all();
        conclusion_entry::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}
