//! Which templates somebody sees, and for whom somebody makes them.

use std::collections::BTreeSet;

use storage::entities::{organisation, template};
use storage::{OrganisationId, Reads};

use super::catalogue::Entry;
use super::embedded::LIBRARY;
use super::urls::Kind;
use super::{READERS, WRITERS, queries};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::{Visitor, WebError};

/// What of the stored templates a visitor sees.
pub struct Sight {
    /// Whose templates the visitor changes; nothing: everybody's.
    own: Option<BTreeSet<OrganisationId>>,
    /// Whose released templates the visitor sees besides; nothing: everybody's.
    seen: Option<BTreeSet<OrganisationId>>,
}

impl Sight {
    /// The sight of a visitor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(reads: &impl Reads, visitor: &Visitor) -> Result<Self, WebError> {
        let set = |ids: Option<Vec<OrganisationId>>| ids.map(|ids| ids.into_iter().collect::<BTreeSet<_>>());
        let own = set(organisations::queries::reachable(reads, &visitor.reach(WRITERS)).await?);
        let reach = visitor.reach(READERS);
        let mut seen = set(organisations::queries::reachable(reads, &reach).await?);
        if let (Some(seen), Reach::Under(roots)) = (&mut seen, &reach) {
            for root in roots {
                // Common forms are made above and used below.
                let above = organisations::queries::ancestors(reads, *root).await?;
                seen.extend(above.into_iter().map(|one| one.id));
            }
        }
        Ok(Self { own, seen })
    }

    /// Whether the visitor changes what this organisation made.
    #[must_use]
    pub fn is_own(&self, maker: OrganisationId) -> bool {
        self.own.as_ref().is_none_or(|own| own.contains(&maker))
    }

    /// Whether the visitor sees a template.
    #[must_use]
    pub fn sees(&self, row: &template::Model) -> bool {
        let is_seen = self.seen.as_ref().is_none_or(|seen| seen.contains(&row.organisation_id));
        self.is_own(row.organisation_id) || is_seen && row.state != "draft"
    }
}

/// A version of a template the visitor sees.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn seen(app: &App, visitor: &Visitor, of: (Kind, &str, u32)) -> Result<(Entry, Sight), WebError> {
    let sight = Sight::of(&app.database, visitor).await?;
    if let Some(row) = queries::find(&app.database, of).await? {
        if !sight.sees(&row) {
            return Err(WebError::NotFound);
        }
        return Ok((Entry::of(row)?, sight));
    }
    let (kind, code, version) = of;
    let template =
        LIBRARY.template(kind, code).filter(|template| template.version() == version).ok_or(WebError::NotFound)?;
    Ok((Entry { template, row: None }, sight))
}

/// For whom the visitor makes templates: the organisations whose offices the visitor holds; with the whole tree in
/// reach, those at its top.
///
/// # Errors
/// When the database does not answer.
pub async fn makers(reads: &impl Reads, visitor: &Visitor) -> Result<Vec<organisation::Model>, WebError> {
    let roots = match visitor.reach(WRITERS) {
        Reach::Nowhere => Vec::new(),
        Reach::Under(roots) => roots,
        Reach::Everywhere => organisations::queries::tops(reads).await?,
    };
    let mut makers: Vec<organisation::Model> = Vec::new();
    for root in roots {
        let found = organisations::queries::find(reads, root).await?;
        makers.extend(found.filter(|found| found.closed_on.is_none() && !makers.iter().any(|one| one.id == found.id)));
    }
    Ok(makers)
}

/// The maker somebody chose in a form; with one alone nobody needs to choose.
#[must_use]
pub fn chosen<'a>(makers: &'a [organisation::Model], typed: &str) -> Option<&'a organisation::Model> {
    match makers {
        [one] if typed.is_empty() => Some(one),
        _ => makers.iter().find(|maker| maker.id.to_string() == typed),
    }
}
