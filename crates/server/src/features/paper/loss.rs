//! A batch whose box is lost: two tally keepers together record it as missing, with the reason; sealing goes on.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use storage::entities::paper_batch;

use super::acceptance::Seen;
use super::found::{self, Changing, Found};
use super::{KEEPERS, queries, show, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::web::once::Change;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Why it is missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LossForm {
    pub version: i64,
    pub reason: String,
}

/// What one tally keeper says of a batch, or a second one after him.
pub(super) struct Said {
    /// The change it is part of.
    pub change: Change,
    /// The batch as it stands in it.
    pub batch: paper_batch::Model,
    /// Why, as the first said.
    pub reason: String,
    /// Whether this is the first, whose word another confirms.
    pub is_first: bool,
}

/// How it begins.
pub(super) enum Saying {
    /// For the first time.
    Fresh(Box<Said>),
    /// It was said before, or the form comes back with what is wrong.
    Answer(Response),
}

/// Begins what two tally keepers say of a batch one after the other, with the reason.
///
/// # Errors
/// Where the batch changed meanwhile or the second is the first, and those of [`found::change_as_keeper`].
pub(super) async fn begin(
    app: &App,
    (visitor, frame): (&Visitor, &Frame),
    found: &Found,
    posted: &Posted<LossForm>,
) -> Result<Saying, WebError> {
    let first = found::still_keeper(&app.database, found.batch.lost_by, &found.round).await?;
    let mut errors = FieldErrors::default();
    let reason = match (&first, &found.batch.lost_reason) {
        (Some(_), Some(reason)) => reason.clone(),
        _ => errors.required("reason", &posted.input.reason, LONGEST_REASON),
    };
    if !errors.is_empty() {
        let shown = show::refused(app, visitor, frame, found, (&posted.input.reason, errors)).await?;
        return Ok(Saying::Answer(shown));
    }
    let (change, batch) = match found::change_as_keeper(app, visitor, &posted.once, found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(Saying::Answer(answer)),
    };
    let is_still = found::still_keeper(&change.transaction, batch.lost_by, &found.round).await? == first;
    if batch.version != posted.input.version || batch != found.batch || !is_still {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    if first == Some(visitor.account) {
        return common::refuse(change, WebError::refused("paper-second-keeper")).await;
    }
    Ok(Saying::Fresh(Box::new(Said { change, batch, reason, is_first: first.is_none() })))
}

/// Asks, or confirms what another tally keeper asked.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Loss>,
    posted: Posted<LossForm>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let Said { change, batch, reason, is_first } = match begin(&app, (&visitor, &frame), &found, &posted).await? {
        Saying::Fresh(said) => *said,
        Saying::Answer(answer) => return Ok(answer),
    };
    if !may_be_lost(&batch) {
        return common::refuse(change, WebError::refused("paper-not-open")).await;
    }
    let details = format!("{}: {reason}", batch.number);
    if is_first {
        let lost_by = Some(visitor.account);
        let asked = paper_batch::Model { lost_by, lost_reason: Some(reason), ..batch };
        queries::update(&change.transaction, asked).await?;
        common::note(&change, &app, &visitor, Event::PaperMissingAsked, &found.round, &details).await?;
        return change.answer(&back(&url), "paper-loss-asked").await;
    }
    queries::erase(&change.transaction, batch.id, None).await?;
    let lost_by_second = Some(visitor.account);
    let lost = paper_batch::Model { state: "missing".to_owned(), lost_by_second, ..batch };
    queries::update(&change.transaction, lost).await?;
    common::note(&change, &app, &visitor, Event::PaperMissing, &found.round, &details).await?;
    let answer = change.answer(&back(&url), "paper-lost").await?;
    found::go_on(&app, url.round).await;
    Ok(answer)
}

/// Whoever asked takes it back: the box has been found.
pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Loss>,
    posted: Posted<Seen>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    if !may_be_lost(&batch) || batch.lost_by != Some(visitor.account) {
        return common::refuse(change, WebError::refused("paper-not-asked")).await;
    }
    let details = batch.number.to_string();
    let kept = paper_batch::Model { lost_by: None, lost_reason: None, ..batch };
    queries::update(&change.transaction, kept).await?;
    common::note(&change, &app, &visitor, Event::PaperMissingWithdrawn, &found.round, &details).await?;
    change.answer(&back(&url), "paper-loss-withdrawn").await
}

/// Whether a batch can still turn out to be missing.
fn may_be_lost(batch: &paper_batch::Model) -> bool {
    matches!(batch.state.as_str(), "printed" | "counted" | "keying")
}

fn back(url: &urls::Loss) -> urls::Batch {
    urls::Batch { round: url.round, batch: url.batch }
}
