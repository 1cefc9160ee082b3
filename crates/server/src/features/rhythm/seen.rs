//! Which years and which organisations of them a visitor sees.

use std::collections::BTreeSet;

use storage::entities::{cycle, organisation};
use storage::{CycleId, OrganisationId, Reads};

use super::{OFFICE, READERS, queries};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::{Visitor, WebError};

/// A year the visitor sees: declared within the own reach, or above it.
pub(super) struct Seen {
    /// The year.
    pub cycle: cycle::Model,
    /// The name of the organisation whose office declared it.
    pub owner: String,
    /// Whether the visitor is of that office.
    pub is_office: bool,
    /// What of it the visitor sees.
    pub reach: Reach,
}

/// The organisations above a reach.
pub(super) async fn superiors(reads: &impl Reads, reach: &Reach) -> Result<BTreeSet<OrganisationId>, WebError> {
    let mut above = BTreeSet::new();
    if let Reach::Under(roots) = reach {
        for root in roots {
            let chain = organisations::queries::ancestors(reads, *root).await?;
            above.extend(chain.into_iter().map(|superior| superior.id));
        }
    }
    Ok(above)
}

/// Finds a year.
///
/// # Errors
/// [`WebError::NotFound`] where the visitor sees none of it.
pub(super) async fn find(app: &App, visitor: &Visitor, id: CycleId) -> Result<Seen, WebError> {
    let reads = &app.database;
    let cycle = queries::cycle(reads, id).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(READERS);
    let owner = cycle.organisation_id;
    let is_below = superiors(reads, &reach).await?.contains(&owner);
    if !is_below && !organisations::queries::in_reach(reads, &reach, owner).await? {
        return Err(WebError::NotFound);
    }
    let found = organisations::queries::find(reads, owner).await?.ok_or(WebError::NotFound)?;
    let is_office = organisations::queries::in_reach(reads, &visitor.reach(OFFICE), owner).await?;
    Ok(Seen { cycle, owner: found.name, is_office, reach })
}

/// Finds a year that the visitor's office declared.
///
/// # Errors
/// [`WebError::NotFound`] where it did not.
pub(super) async fn run(app: &App, visitor: &Visitor, id: CycleId) -> Result<Seen, WebError> {
    let seen = find(app, visitor, id).await?;
    if seen.is_office { Ok(seen) } else { Err(WebError::NotFound) }
}

impl Seen {
    /// An organisation of the year that the visitor sees.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where there is none.
    pub(super) async fn organisation(&self, app: &App, id: OrganisationId) -> Result<organisation::Model, WebError> {
        let below = Reach::Under(vec![self.cycle.organisation_id]);
        for reach in [&below, &self.reach] {
            if !organisations::queries::in_reach(&app.database, reach, id).await? {
                return Err(WebError::NotFound);
            }
        }
        organisations::queries::find(&app.database, id).await?.ok_or(WebError::NotFound)
    }

    /// Whether the quarters are added up to a figure of the year (R44).
    pub(super) fn is_pooled(&self) -> bool {
        self.cycle.yearly_rule == "pooled"
    }
}
