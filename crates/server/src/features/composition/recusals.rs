//! Declared recusals (申请回避, S074): a judge who must not judge somebody judges in another area. Why is not asked, and
//! so not stored.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::{candidate, recusal};
use storage::{ObjectId, PanelId, RecusalId, RoundAreaId};

use super::change::{self, Editing, Stored};
use super::rules::Act;
use super::{queries, seen, urls};
use crate::App;
use crate::features::appraisals::model::Panel;
use crate::web::{Answer, Posted, Visitor, WebError};

/// From whom somebody recuses, and where they judge instead.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecusalForm {
    version: i64,
    object: String,
    area: String,
}

/// The panel of the same people in another area.
fn panel_in(stored: &Stored, from: PanelId, area: RoundAreaId) -> Option<&Panel> {
    let from = stored.plan.panel(from)?;
    let fits = |panel: &&Panel| {
        panel.area == Some(area) && panel.category == from.category && panel.organisation == from.organisation
    };
    stored.plan.panels.iter().find(fits)
}

/// Moves somebody to the panel of another area.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Recusal>,
    posted: Posted<RecusalForm>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let (object, area) = match (form.object.parse::<ObjectId>(), form.area.parse::<RoundAreaId>(), found.panel.area) {
        (Ok(object), Ok(to), Some(from)) if to != from => (object, (from, to)),
        _ => return Err(WebError::refused("composition-refused-recusal")),
    };
    let seen = (url.round, url.panel, form.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => return Err(WebError::ChangedMeanwhile),
    };
    let is_here = stored.plan.object(object).is_some_and(|object| object.area == Some(area.0));
    let row = stored.candidates.iter().find(|row| row.id == url.candidate).cloned();
    let (Some(row), true) = (row, is_here) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let Some(to) = panel_in(&stored, url.panel, area.1).map(|panel| panel.id) else {
        return change::refuse(change, "composition-refused-no-panel").await;
    };
    // Nobody goes where they recused from somebody before.
    let before = queries::recusals(&change.transaction, url.round).await?;
    let mut before = before.iter().filter(|one| one.candidate_id == row.id);
    if before.any(|one| stored.plan.object(one.object_id).is_some_and(|object| object.area == Some(area.1))) {
        return change::refuse(change, "composition-refused-recusal").await;
    }
    // A list that is fixed neither loses nor gets anybody.
    if stored.draw.is_some() || queries::is_fixed(&change.transaction, to).await? {
        return change::refuse(change, "composition-refused-fixed").await;
    }
    let there = queries::candidates(&change.transaction, to).await?;
    let last = there.iter().map(|row| row.number).max().unwrap_or(0);
    let number = row.number;
    let moved = candidate::Model { panel_id: to, number: last + 1, ..row.clone() };
    queries::update_candidate(&change.transaction, moved).await?;
    for other in stored.candidates.iter().filter(|other| other.number > number) {
        let row = candidate::Model { number: other.number - 1, ..other.clone() };
        queries::update_candidate(&change.transaction, row).await?;
    }
    let recusal = recusal::Model {
        id: RecusalId(app.clock.next_id()),
        round_id: url.round,
        candidate_id: row.id,
        object_id: object,
        moved_from: area.0,
        moved_to: area.1,
    };
    queries::insert_recusal(&change.transaction, recusal).await?;
    // Both lists have changed: whoever looks at the other one must see it.
    let other =
        Stored { roll: queries::roll(&change.transaction, to).await?, draw: None, candidates: there, ..*stored };
    change::note(&change, (&app, &visitor), (&other, to), None, "recusal").await?;
    let here = Stored { roll: queries::roll(&change.transaction, url.panel).await?, ..other };
    change::note(&change, (&app, &visitor), (&here, url.panel), None, "recusal").await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, "composition-recused").await
}
