//! What every page here begins with: a round in reach, and one of its panels.

use storage::entities::round;
use storage::{PanelId, RoundId};
use texts::Language;

use super::{ROLES, urls};
use crate::App;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::{appraisals, organisations};
use crate::roles::Role;
use crate::web::{Frame, Visitor, WebError};

/// A round the visitor's office runs.
pub(super) struct Seen {
    /// The round.
    pub round: round::Model,
    /// What it declares.
    pub plan: Plan,
}

/// The way back from a page below the overview, in words: of which round, and that all its judges are told there.
pub(super) fn back(frame: &Frame, round: &round::Model) -> (String, String) {
    let overview = frame.page("composition-title").title;
    (urls::Composition { round: round.id }.to_path(), format!("{} · {overview}", round.title))
}

/// Finds it.
///
/// # Errors
/// [`WebError::NotFound`] where the visitor does not reach its owner.
pub(super) async fn seen(app: &App, visitor: &Visitor, id: RoundId) -> Result<Seen, WebError> {
    seen_as(app, visitor, id, ROLES).await
}

async fn seen_as(app: &App, visitor: &Visitor, id: RoundId, roles: &[Role]) -> Result<Seen, WebError> {
    let round = appraisals::queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(roles);
    let in_reach = organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?;
    if !in_reach || round.state == "void" {
        return Err(WebError::NotFound);
    }
    let plan = appraisals::queries::plan(&app.database, id).await?;
    Ok(Seen { round, plan })
}

/// A panel of such a round.
pub(super) struct OfPanel {
    /// The round.
    pub round: round::Model,
    /// What it declares.
    pub plan: Plan,
    /// The panel.
    pub panel: Panel,
}

/// Finds it.
///
/// # Errors
/// [`WebError::NotFound`] where the round is out of reach or has no such panel.
pub(super) async fn of_panel(
    app: &App,
    visitor: &Visitor,
    (round, panel): (RoundId, PanelId),
) -> Result<OfPanel, WebError> {
    OfPanel::of(seen(app, visitor, round).await?, panel)
}

/// A panel of a round whose draw the visitor may see and confirm: the office, and whoever keeps the tally there.
///
/// # Errors
/// [`WebError::NotFound`] where the round is out of reach or has no such panel.
pub(super) async fn of_draw(
    app: &App,
    visitor: &Visitor,
    (round, panel): (RoundId, PanelId),
) -> Result<OfPanel, WebError> {
    OfPanel::of(seen_as(app, visitor, round, appraisals::common::WATCHING).await?, panel)
}

impl OfPanel {
    /// Why nobody is listed by name: judges whose names lead to children are counted (P20, S080).
    pub(super) fn counted_only(&self) -> Option<&'static str> {
        let category = self.plan.category(&self.panel.category);
        category.is_some_and(|category| !category.takes_names()).then_some("composition-counted-only")
    }

    fn of(Seen { round, plan }: Seen, panel: PanelId) -> Result<Self, WebError> {
        let panel = plan.panel(panel).cloned().ok_or(WebError::NotFound)?;
        Ok(Self { round, plan, panel })
    }
}

/// What a panel is called: its sheet, its category, its number.
pub(super) fn panel_name(plan: &Plan, panel: &Panel, language: Language) -> String {
    let sheet = plan.title_of(panel.sheet, language);
    format!("{sheet} · {} ({})", plan.category_name(&panel.category, language), panel.number)
}
