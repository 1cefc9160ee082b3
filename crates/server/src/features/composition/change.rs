//! How a change of a panel's list begins and ends.

use axum::response::Response;
use storage::entities::{candidate, panel_draw, panel_roll, round};
use storage::{PanelId, RoundId, Scope};

use super::queries;
use super::rules::{Act, refusal};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
use crate::features::appraisals::model::Plan;
use crate::web::once::{self, Begun, Change};
use crate::web::{Visitor, WebError};

/// A panel's list as it stands in the transaction of a change.
pub(super) struct Stored {
    /// The round.
    pub round: round::Model,
    /// What it declares.
    pub plan: Plan,
    /// The list, where the panel has one already.
    pub roll: Option<panel_roll::Model>,
    /// Where the list is fixed.
    pub draw: Option<panel_draw::Model>,
    /// Who stands on it.
    pub candidates: Vec<candidate::Model>,
}

impl Stored {
    /// The version somebody must have seen.
    pub(super) fn version(&self) -> i64 {
        self.roll.as_ref().map_or(0, |roll| roll.version)
    }
}

/// How a change begins.
pub(super) enum Editing {
    /// For the first time.
    Fresh(Change, Box<Stored>),
    /// It was posted before.
    Repeated(Response),
    /// Somebody else changed the list meanwhile.
    Stale,
}

/// Begins one, from the version somebody saw.
///
/// # Errors
/// [`WebError::Refused`] where the state of the round does not allow it any more, or not yet.
pub(super) async fn begin(
    app: &App,
    visitor: &Visitor,
    once_key: &str,
    (round_id, panel, seen): (RoundId, PanelId, i64),
    act: Act,
) -> Result<Editing, WebError> {
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Round(round_id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Repeated(answer)),
    };
    let round = appraisals::queries::round(&change.transaction, round_id).await?;
    let plan = appraisals::queries::plan(&change.transaction, round_id).await?;
    let Some(round) = round.filter(|_| plan.panel(panel).is_some()) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if let Some(reason) = refusal(act, &round.state) {
        change.give_up().await?;
        return Err(WebError::refused(reason));
    }
    let stored = Stored {
        roll: queries::roll(&change.transaction, panel).await?,
        draw: queries::draw(&change.transaction, panel).await?,
        candidates: queries::candidates(&change.transaction, panel).await?,
        round,
        plan,
    };
    if stored.version() != seen {
        change.give_up().await?;
        return Ok(Editing::Stale);
    }
    Ok(Editing::Fresh(change, Box::new(stored)))
}

/// Gives a change up because a rule refuses it.
pub(super) async fn refuse<T>(change: Change, key: &str) -> Result<T, WebError> {
    change.give_up().await?;
    Err(WebError::refused(key))
}

/// Ends it: the list gets its next version.
pub(super) async fn note(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    (stored, panel): (&Stored, PanelId),
    attended: Option<i64>,
    what: &str,
) -> Result<(), WebError> {
    // A panel that judged without a list has none because somebody counted who came.
    let kind = stored.roll.as_ref().map_or(if attended.is_some() { "number" } else { "list" }, |roll| &roll.kind);
    let roll = panel_roll::Model {
        panel_id: panel,
        round_id: stored.round.id,
        kind: kind.to_owned(),
        attended,
        version: stored.version() + 1,
    };
    // From now on the list says who judges, and how: what members chose for themselves is void.
    if stored.roll.is_none() && roll.kind == "list" {
        queries::forget_allotments(&change.transaction, panel).await?;
    }
    queries::store_roll(&change.transaction, roll, stored.roll.is_none()).await?;
    record(change, (app, visitor), (stored, panel), what).await
}

/// Tells the trail what was done of which panel, never of whom.
pub(super) async fn record(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    (stored, panel): (&Stored, PanelId),
    what: &str,
) -> Result<(), WebError> {
    let number = stored.plan.panel(panel).map_or(0, |panel| panel.number);
    let about = About::organisation(stored.round.organisation_id, format!("{}: {number} | {what}", stored.round.title));
    let is_declared = matches!(stored.round.state.as_str(), "draft" | "announced");
    let event = if is_declared { Event::RoundChanged } else { Event::RecordChanged };
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), event, about).await?)
}
