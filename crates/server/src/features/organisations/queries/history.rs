//! An organisation's history: lines are added, nothing is ever taken from it.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::organisation_event;
use storage::{OrganisationEventId, OrganisationId, Reads, StorageError, WriteTransaction};

use crate::Clock;
use crate::audit::Actor;

/// An organisation's history, latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(reads: &impl Reads, id: OrganisationId) -> Result<Vec<organisation_event::Model>, StorageError> {
    Ok(organisation_event::Entity::find()
        .filter(organisation_event::Column::OrganisationId.eq(id))
        .order_by_desc(organisation_event::Column::RecordedAt)
        .order_by_desc(organisation_event::Column::Id)
        .all(reads.connection())
        .await?)
}

/// A line of history to be stored.
pub struct HistoryLine {
    /// Whose history.
    pub organisation: OrganisationId,
    /// A kind of the table's CHECK.
    pub kind: &'static str,
    /// The day it happened, ISO.
    pub day: String,
    /// What was.
    pub before: Option<String>,
    /// What is.
    pub after: Option<String>,
}

/// Adds a line to an organisation's history; nothing is ever taken from it.
///
/// # Errors
/// When the database refuses.
pub async fn record_history(
    transaction: &WriteTransaction,
    clock: &Clock,
    actor: &Actor,
    line: HistoryLine,
) -> Result<(), StorageError> {
    let row = organisation_event::ActiveModel {
        id: Set(OrganisationEventId(clock.next_id())),
        organisation_id: Set(line.organisation),
        kind: Set(line.kind.to_owned()),
        happened_on: Set(line.day),
        before_text: Set(line.before),
        after_text: Set(line.after),
        recorded_at: Set(clock.now()),
        account_id: Set(actor.account),
    };
    organisation_event::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
