//! Asking for a second judgement (S089): one press draws up a round that judges again whom the opinions of a project concern.

use axum::extract::{Path, State};
use storage::Scope;

use super::before_after::concerned;
use super::seen::Seen;
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Frame, Posted, SeenVersion, Visitor, WebError};

/// Draws up the draft, tied to the project.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Repeat>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    seen.project(&app, url.project).await?;
    if !appraisals::common::reaches(&app, &visitor, seen.context.round.organisation_id).await? {
        return Err(WebError::NotFound);
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let source = appraisals::queries::round(&change.transaction, url.round).await?;
    let project = queries::project(&change.transaction, (url.round, url.project)).await?;
    let Some((source, project)) = source.zip(project) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let is_done = matches!(project.state.as_str(), "done" | "published");
    // A weak point of a unit that the round did not judge itself concerns nobody who could be judged again.
    let objects = concerned(&seen, project.id);
    let refusal = if project.version != posted.input.version {
        Some(WebError::ChangedMeanwhile)
    } else if !is_done || objects.is_empty() {
        Some(WebError::refused("corrections-not-now"))
    } else if !appraisals::is_repeatable(&source) {
        Some(WebError::refused("appraisals-not-repeatable"))
    } else if queries::repeat_of(&change.transaction, project.id).await?.is_some() {
        Some(WebError::refused("corrections-repeated-already"))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        change.give_up().await?;
        return Err(refusal);
    }
    let made = appraisals::draw_up(&change, (&app, &visitor, &frame), &source, Some(objects)).await?;
    queries::set_repeat(&change.transaction, (project.id, made.id)).await?;
    let about =
        About::organisation(project.organisation_id, format!("{}: {} → {}", source.title, project.name, made.title));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::CorrectionChanged, about).await?;
    change.answer(&appraisals::urls::Round { id: made.id }, "appraisals-repeated").await
}
