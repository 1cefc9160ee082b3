//! A batch that was accepted and cannot move, because what was keyed of it is damaged: two tally keepers take it out.
//!
//! What cannot be read is erased, and the batch is keyed there, decided and accepted again: the sheets of paper are still
//! there, and where they are not, it is recorded as missing like any other. The box knows whether it has the batch, so none
//! moves twice and none is lost without a word.

use axum::extract::{Path, State};
use storage::entities::{paper_batch, paper_draft};

use super::found::{self, Found};
use super::loss::{self, LossForm, Said, Saying};
use super::rules::Keying;
use super::{KEEPERS, moving, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::web::{Answer, Frame, Posted, Visitor, WebError};

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
    let Said { change, batch, reason, is_first } = match loss::begin(&app, (&visitor, &frame), &found, &posted).await? {
        Saying::Fresh(said) => *said,
        Saying::Answer(answer) => return Ok(answer),
    };
    // Drafts of a batch that moves are written by nobody: what cannot be read now cannot be read by the watch either.
    let drafts = queries::drafts(&change.transaction, batch.id).await?;
    if !is_stuck(&app, &found, &batch, &drafts).await? {
        return common::refuse(change, WebError::refused("paper-not-stuck")).await;
    }
    let back = urls::Batch { round: url.round, batch: url.batch };
    let details = format!("{}: {reason}", batch.number);
    if is_first {
        let asked = paper_batch::Model { lost_by: Some(visitor.account), lost_reason: Some(reason), ..batch };
        queries::update(&change.transaction, asked).await?;
        common::note(&change, &app, &visitor, Event::PaperRecoveryAsked, &found.round, &details).await?;
        return change.answer(&back, "paper-recovery-asked").await;
    }
    let (_, sheet) = found.asked()?;
    for draft in drafts.iter().filter(|draft| !moving::is_whole(&found.plan, sheet, draft)) {
        queries::erase_draft(&change.transaction, draft).await?;
    }
    queries::erase(&change.transaction, batch.id, Some(Keying::Resolution)).await?;
    queries::update(&change.transaction, to_keying(batch)).await?;
    common::note(&change, &app, &visitor, Event::PaperBackToKeying, &found.round, &details).await?;
    change.answer(&back, "paper-back-to-keying").await
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
