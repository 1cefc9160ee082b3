//! A batch that was accepted and cannot move, because what was keyed of it is damaged: two tally keepers take it out.
//!
//! Where both keyers' readings are whole it is keyed and decided again; else it is recorded as missing, with the reason. The
//! box knows whether it has the batch, so none moves twice and none is lost without a word.

use axum::extract::{Path, State};
use storage::entities::{paper_batch, paper_draft};

use super::found::{self, Changing, Found};
use super::loss::{LONGEST_REASON, LossForm};
use super::rules::Keying;
use super::{KEEPERS, moving, queries, show, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// Whether an accepted batch cannot move by itself.
pub(super) async fn is_stuck(
    app: &App,
    found: &Found,
    batch: &paper_batch::Model,
    drafts: &[paper_draft::Model],
) -> Result<bool, WebError> {
    let is_damaged = batch.state == "moving" && moving::ballots(&found.plan, batch, drafts).is_err();
    Ok(is_damaged && !moving::has_moved(app, &found.plan, batch).await?)
}

/// Asks to take it out, or confirms what another tally keeper asked.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Recovery>,
    posted: Posted<LossForm>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let first = found::still_keeper(&app.database, found.batch.lost_by, &found.round).await?;
    let mut errors = FieldErrors::default();
    let reason = match (&first, &found.batch.lost_reason) {
        (Some(_), Some(reason)) => reason.clone(),
        _ => errors.required("reason", &posted.input.reason, LONGEST_REASON),
    };
    if !errors.is_empty() {
        return show::refused(&app, &visitor, &frame, &found, (&posted.input.reason, errors)).await;
    }
    let (change, batch) = match found::change_as_keeper(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    let is_still = found::still_keeper(&change.transaction, batch.lost_by, &found.round).await? == first;
    if batch.version != posted.input.version || batch != found.batch || !is_still {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    // Drafts of a batch that moves are written by nobody: what cannot be read now cannot be read by the watch either.
    let drafts = queries::drafts(&change.transaction, batch.id).await?;
    if !is_stuck(&app, &found, &batch, &drafts).await? {
        return common::refuse(change, WebError::refused("paper-not-stuck")).await;
    }
    if first == Some(visitor.account) {
        return common::refuse(change, WebError::refused("paper-second-keeper")).await;
    }
    let back = urls::Batch { round: url.round, batch: url.batch };
    let details = format!("{}: {reason}", batch.number);
    if first.is_none() {
        let asked = paper_batch::Model { lost_by: Some(visitor.account), lost_reason: Some(reason), ..batch };
        queries::update(&change.transaction, asked).await?;
        common::note(&change, &app, &visitor, Event::PaperRecoveryAsked, &found.round, &details).await?;
        return change.answer(&back, "paper-recovery-asked").await;
    }
    let (left, event, notice) = if moving::are_keyings_whole(&found.plan, &batch, &drafts) {
        queries::erase(&change.transaction, batch.id, Some(Keying::Resolution)).await?;
        (to_keying(batch), Event::PaperBackToKeying, "paper-back-to-keying")
    } else {
        queries::erase(&change.transaction, batch.id, None).await?;
        let lost_by_second = Some(visitor.account);
        let missing = paper_batch::Model { state: "missing".to_owned(), lost_by_second, ..batch };
        (missing, Event::PaperMissing, "paper-lost")
    };
    queries::update(&change.transaction, left).await?;
    common::note(&change, &app, &visitor, event, &found.round, &details).await?;
    let answer = change.answer(&back, notice).await?;
    found::go_on(&app, url.round).await;
    Ok(answer)
}

/// As it was before anything was decided and accepted.
fn to_keying(batch: paper_batch::Model) -> paper_batch::Model {
    paper_batch::Model {
        state: "keying".to_owned(),
        resolver: None,
        accepted_by: None,
        accepted_by_second: None,
        invalid: None,
        lost_by: None,
        lost_reason: None,
        ..batch
    }
}
