//! A return with what the visitor may do with it, and the figures of all that is added to it.

use rules::statistics_return::{Child, FilledReturn, Summed};
use storage::entities::{organisation, round, statistics_return};
use storage::{OrganisationId, Reads, ReturnId};
use texts::{Language, Value};

use super::drafts::Draft;
use super::{figures, queries};
use crate::App;
use crate::features::organisations;
use crate::roles::{Reach, Role};
use crate::web::{Visitor, WebError};

/// A return before a visitor.
pub struct Standing {
    /// The return.
    pub row: statistics_return::Model,
    /// Its round.
    pub round: round::Model,
    /// Whether the visitor fills it in and files it.
    pub is_own: bool,
    /// Whether the visitor accepts it or sends it back.
    pub is_reviewer: bool,
}

impl Standing {
    /// Whether the own figures may still be changed by the visitor.
    pub fn is_editable(&self) -> bool {
        self.is_own && is_open(&self.row)
    }

    /// Refuses what only the filler may do.
    pub fn only_own(self) -> Result<Self, WebError> {
        if !self.is_own {
            return Err(WebError::NotFound);
        }
        if is_open(&self.row) { Ok(self) } else { Err(WebError::refused("returns-already-filed")) }
    }

    /// Refuses what only the superior may do.
    pub fn only_reviewer(self) -> Result<Self, WebError> {
        if self.is_reviewer { Ok(self) } else { Err(WebError::NotFound) }
    }
}

/// Whether the figures of a return may still change.
pub fn is_open(row: &statistics_return::Model) -> bool {
    matches!(row.state.as_str(), "draft" | "sent_back")
}

/// A return, if the visitor may see it.
pub async fn load(app: &App, reads: &impl Reads, visitor: &Visitor, id: ReturnId) -> Result<Standing, WebError> {
    let row = queries::find(reads, id).await?.ok_or(WebError::NotFound)?;
    let round = queries::round(reads, row.round_id).await?.ok_or(WebError::NotFound)?;
    let unit = organisations::queries::find(reads, row.organisation_id).await?.ok_or(WebError::NotFound)?;
    let is_own = is_own(visitor, &unit);
    let readers = visitor.reach(&[Role::CampaignOffice, Role::Statistician]);
    if !is_own && !organisations::queries::in_reach(&app.database, &readers, unit.id).await? {
        return Err(WebError::NotFound);
    }
    let office = visitor.reach(&[Role::CampaignOffice]);
    let is_reviewer = match unit.parent_id {
        Some(parent) => organisations::queries::in_reach(&app.database, &office, parent).await?,
        // Nobody stands above the first organisation: the office of the whole tree sends its return back itself.
        None => office == Reach::Everywhere,
    };
    Ok(Standing { row, round, is_own, is_reviewer })
}

/// A secretary fills in the return of the own organisation, an office the one of its own level.
fn is_own(visitor: &Visitor, unit: &organisation::Model) -> bool {
    visitor.roles.iter().any(|(role, root)| match role {
        Role::Secretary => *root == Some(unit.id),
        Role::CampaignOffice => root.map_or(unit.parent_id.is_none(), |root| root == unit.id),
        _ => false,
    })
}

/// The organisations whose returns the visitor fills in; the first organisation where an office has the whole tree.
pub async fn own_organisations(app: &App, visitor: &Visitor) -> Result<Vec<OrganisationId>, WebError> {
    let mut own = Vec::new();
    for (role, root) in &visitor.roles {
        match (role, root) {
            (Role::Secretary | Role::CampaignOffice, Some(root)) => own.push(*root),
            (Role::CampaignOffice, None) => {
                own.extend(organisations::queries::tops(&app.database).await?);
            }
            _ => {}
        }
    }
    Ok(own)
}

/// The figures of a return: frozen once filed; else its own and those of the accepted children.
pub struct Figures {
    /// The return's own.
    pub own: FilledReturn,
    /// With all that is added.
    pub total: Summed,
    /// The returns that are added to it.
    pub children: Vec<statistics_return::Model>,
}

/// Reads the figures of a return; reasons of blanks in the given language.
pub async fn load_figures(
    app: &App,
    reads: &impl Reads,
    row: &statistics_return::Model,
    language: Language,
) -> Result<Figures, WebError> {
    let text = |key: &str, values: &[(&str, Value)]| app.texts.with(language, key, values);
    let own = Draft::of(row)?.filled(&row.unit_name, &text);
    let children = queries::children(reads, row.id).await?;
    let total = match row.filed_figures.as_deref().filter(|_| !is_open(row)) {
        Some(filed) => figures::read(filed)?,
        None => {
            let mut below = Vec::new();
            for child in &children {
                below.push(match child.filed_figures.as_deref() {
                    Some(filed) if child.state == "accepted" => Child::Accepted(figures::read(filed)?),
                    _ => Child::Missing(child.unit_name.clone()),
                });
            }
            Summed::of_parent(Some(&own), &below)
        }
    };
    Ok(Figures { own, total, children })
}

/// The day a return was filed, where the organisation is; `None` while it is open.
pub fn filed_on(app: &App, row: &statistics_return::Model) -> Option<chrono::NaiveDate> {
    let filed = row.filed_at.filter(|_| !is_open(row))?;
    Some(app.local(filed).date_naive())
}
