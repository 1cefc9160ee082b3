//! Rolls: who stands on which judge group that is the members of an organisation. A person stands on one group of a round:
//! the nearest to the own organisation.

use std::collections::BTreeSet;

use storage::entities::{member, round};
use storage::{MemberId, OrganisationId, PanelId, Reads, StorageError};

use super::queries;
use super::rules::MEMBERS;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::organisations;
use crate::roles::Reach;

/// The judge groups that are the members of an organisation, all of them: where some were drawn or nominated (S050), the
/// list says who judges, and slips are handed to those on it.
pub(super) fn of_members(plan: &Plan) -> impl Iterator<Item = &Panel> {
    plan.panels.iter().filter(|panel| panel.category == MEMBERS && !panel.is_listed)
}

/// The first group of an organisation: where two sheets ask the same members, they stand on one.
fn first_at(plan: &Plan, organisation: OrganisationId) -> Option<&Panel> {
    of_members(plan).filter(|panel| panel.organisation == organisation).min_by_key(|panel| panel.number)
}

/// Where a member may stand on a roll, the nearest organisation first; nowhere unless due on that day (ISO).
///
/// # Errors
/// When the database does not answer.
pub async fn places_of(
    reads: &impl Reads,
    (member, day): (MemberId, &str),
) -> Result<Vec<OrganisationId>, StorageError> {
    let Some(found) = queries::member(reads, member).await? else {
        return Ok(Vec::new());
    };
    if !queries::exempt_among(reads, &[member], day).await?.is_empty() {
        return Ok(Vec::new());
    }
    let above = organisations::queries::ancestors(reads, found.organisation_id).await?;
    Ok(above.into_iter().map(|at| at.id).collect())
}

/// The group of a member, where the member is due on a day (ISO).
///
/// # Errors
/// When the database does not answer.
pub async fn group_of<'a>(
    reads: &impl Reads,
    plan: &'a Plan,
    of: (MemberId, &str),
) -> Result<Option<&'a Panel>, StorageError> {
    Ok(places_of(reads, of).await?.into_iter().find_map(|at| first_at(plan, at)))
}

/// Everybody on the roll of a group on a day (ISO), by name: the members below its organisation who are due and do not
/// stand on a nearer group.
pub(super) async fn of_group(
    reads: &impl Reads,
    plan: &Plan,
    (panel, day): (&Panel, &str),
) -> Result<Vec<member::Model>, StorageError> {
    if first_at(plan, panel.organisation).map(|first| first.id) != Some(panel.id) {
        return Ok(Vec::new());
    }
    let at: BTreeSet<OrganisationId> =
        organisations::queries::subtree(reads, panel.organisation).await?.into_iter().collect();
    let others = of_members(plan).map(|other| other.organisation);
    let nearer = others.filter(|other| *other != panel.organisation && at.contains(other)).collect();
    let theirs: BTreeSet<OrganisationId> = match organisations::queries::reachable(reads, &Reach::Under(nearer)).await?
    {
        Some(theirs) => theirs.into_iter().collect(),
        // No bound: everybody is on a nearer group.
        None => at.clone(),
    };
    let own: Vec<OrganisationId> = at.difference(&theirs).copied().collect();
    queries::due(reads, &own, day).await
}

/// The slips of a group that were printed, voided ones left out; those of the group it was merged into where it was.
pub(super) async fn printed(reads: &impl Reads, round: &round::Model, panel: PanelId) -> Result<i64, StorageError> {
    let batches = crate::features::appraisals::queries::batches(reads, round.id).await?;
    let of_panel = batches.iter().filter(|batch| batch.panel_id == panel && batch.state != "void");
    let forms = crate::features::paper::queries::printed(reads, round.id).await?;
    Ok(of_panel.map(|batch| batch.printed).sum::<i64>() + forms.get(&panel).unwrap_or(&0))
}
