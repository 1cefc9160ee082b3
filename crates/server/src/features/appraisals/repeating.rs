//! Judging again (再评, S048, S089): a published round is drawn up once more, to see whether what was found was put right.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use chrono::Days;
use storage::entities::{round, round_repeat};
use storage::{ObjectId, Scope};

use super::copying::{self, NewTerm};
use super::{common, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Frame, Nothing, Posted, Visitor, WebError};

/// How long a round is held where nothing else was said: it can be changed while it is a draft.
const USUAL_DAYS: u64 = 10;

/// Draws up the draft of a round that judges again.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Repeat>,
    posted: Posted<Nothing>,
) -> Answer {
    let source = common::reached(&app, &visitor, url.id, common::OFFICE).await?;
    if !is_repeatable(&source) {
        return Err(WebError::refused("appraisals-not-repeatable"));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let made = draw_up(&change, (&app, &visitor, &frame), &source, None).await?;
    change.answer(&urls::Round { id: made.id }, "appraisals-repeated").await
}

/// Whether a round may be judged again: its results are known to those judged.
#[must_use]
pub fn is_repeatable(source: &round::Model) -> bool {
    matches!(source.state.as_str(), "published" | "finished")
}

/// Draws up the draft of a round that judges again all objects of a round, or some.
///
/// # Errors
/// When the database refuses.
pub async fn draw_up(
    change: &Change,
    (app, visitor, frame): (&App, &Visitor, &Frame),
    source: &round::Model,
    objects: Option<BTreeSet<ObjectId>>,
) -> Result<round::Model, WebError> {
    let today = app.today();
    let until = today.checked_add_days(Days::new(USUAL_DAYS)).unwrap_or(today);
    let title = frame.page("appraisals-repeat").t1("appraisals-repeat-title", "title", &source.title);
    let term = NewTerm { title, period: (today.to_string(), until.to_string()), objects };
    let made = copying::copy(&change.transaction, app, source, term).await?;
    let row = round_repeat::Model { round_id: made.id, repeats_id: source.id };
    queries::insert_repeat(&change.transaction, row).await?;
    common::note(change, app, visitor, Event::RoundCreated, &made, &source.title).await?;
    Ok(made)
}
