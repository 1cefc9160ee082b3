//! What is counted of a round's stages.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use storage::entities::{acknowledgement, round_record, round_repeat, self_report};
use storage::{OrganisationId, Reads, RoundId, StorageError};

use crate::features::corrections::queries as corrections;
use crate::features::results::queries as results;

/// The numbers of a round.
pub struct Counted {
    /// Self-reports handed in.
    pub reports: u64,
    /// Feedback sheets acknowledged.
    pub acknowledged: u64,
    /// Organisations that noted where their result was made public.
    pub made_public: u64,
    /// Opinions released.
    pub released: u64,
    /// Those of them that were answered.
    pub answered: u64,
    /// Correction projects that were not given up, and those of them that are done.
    pub corrections: (u64, u64),
    /// Rounds that judge again.
    pub repeats: u64,
}

/// Counts them; `judged` are the organisations that make their result public.
///
/// # Errors
/// When the database does not answer.
pub async fn counted(
    reads: &impl Reads,
    round: RoundId,
    judged: &BTreeSet<OrganisationId>,
) -> Result<Counted, StorageError> {
    let connection = reads.connection();
    let reports = self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(round))
        .filter(self_report::Column::SubmittedAt.is_not_null());
    let acknowledged = acknowledgement::Entity::find().filter(acknowledgement::Column::RoundId.eq(round));
    let made_public = round_record::Entity::find()
        .filter(round_record::Column::RoundId.eq(round))
        .filter(round_record::Column::PublishedWhere.is_not_null());
    let (released, answered) = results::opinions_of(reads, round).await?;
    let made_public = made_public.all(connection).await?;
    let repeats = round_repeat::Entity::find().filter(round_repeat::Column::RepeatsId.eq(round));
    Ok(Counted {
        reports: reports.count(connection).await?,
        acknowledged: acknowledged.count(connection).await?,
        made_public: made_public.iter().filter(|record| judged.contains(&record.organisation_id)).count() as u64,
        released,
        answered,
        corrections: corrections::counted(reads, round).await?,
        repeats: repeats.count(connection).await?,
    })
}
