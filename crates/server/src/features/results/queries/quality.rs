//! What the judged say of themselves, for the whole round at once.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::self_report;
use storage::{ObjectId, Reads, RoundId, StorageError};

/// The own grades (JSON) in the last self-report that each object handed in.
pub async fn own_grades(reads: &impl Reads, round: RoundId) -> Result<BTreeMap<ObjectId, String>, StorageError> {
    let reports = self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(round))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .order_by_asc(self_report::Column::Id)
        .all(reads.connection())
        .await?;
    Ok(reports.into_iter().map(|report| (report.object_id, report.grades)).collect())
}
