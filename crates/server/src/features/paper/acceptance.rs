//! Accepting a batch: one tally keeper where three people have read it, else two together.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::AccountId;
use storage::entities::paper_batch;

use super::found::{self, Changing, Found};
use super::rules::Reading;
use super::{KEEPERS, moving, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::web::once::Change;
use crate::web::{Answer, Posted, Visitor, WebError};

/// The version of the batch that was looked at.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    pub version: i64,
}

/// Accepts it, or asks a second tally keeper to.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Acceptance>,
    posted: Posted<Seen>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let (change, batch) = match found::change_as_keeper(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    if has_written(&batch, visitor.account) {
        return common::refuse(change, WebError::refused("paper-accepted-by-another")).await;
    }
    let reading = Reading::of(&batch, &queries::drafts(&change.transaction, batch.id).await?);
    let Some(invalid) = invalid(&batch, &reading) else {
        return common::refuse(change, WebError::refused("paper-not-settled")).await;
    };
    let first = found::still_keeper(&change.transaction, batch.accepted_by, &found.round).await?;
    if first == Some(visitor.account) {
        return common::refuse(change, WebError::refused("paper-second-keeper")).await;
    }
    // Where a third person decided, three have read the paper and one keeper is the fourth pair of eyes.
    let is_enough = batch.resolver.is_some() || first.is_some();
    let accepted = paper_batch::Model {
        accepted_by: first.or(Some(visitor.account)),
        accepted_by_second: first.is_some().then_some(visitor.account),
        invalid: is_enough.then_some(invalid),
        state: if is_enough { "moving".to_owned() } else { batch.state.clone() },
        // What is accepted was found.
        lost_by: batch.lost_by.filter(|_| !is_enough),
        lost_reason: batch.lost_reason.clone().filter(|_| !is_enough),
        ..batch
    };
    queries::update(&change.transaction, accepted).await?;
    if !is_enough {
        note(&change, &app, &visitor, &found).await?;
        return change.answer(&back(&url), "paper-acceptance-asked").await;
    }
    let answer = change.answer(&back(&url), "paper-accepted").await?;
    // From here on it goes on by itself, now or at the next look.
    if let Err(error) = moving::finish(&app, url.batch).await {
        tracing::error!(%error, "moving paper was cut off");
    }
    found::go_on(&app, url.round).await;
    Ok(answer)
}

/// Whether somebody keyed the batch or decided it: others accept it.
pub(super) fn has_written(batch: &paper_batch::Model, account: AccountId) -> bool {
    [batch.first_keyer, batch.second_keyer, batch.resolver].contains(&Some(account))
}

/// How many sheets are no ballot, once everything is settled.
fn invalid(batch: &paper_batch::Model, reading: &Reading) -> Option<i64> {
    let sheets = reading.settled().filter(|_| batch.state == "keying")?;
    i64::try_from(sheets.iter().filter(|sheet| sheet.is_invalid).count()).ok()
}

async fn note(change: &Change, app: &App, visitor: &Visitor, found: &Found) -> Result<(), WebError> {
    let details = found.batch.number.to_string();
    common::note(change, app, visitor, Event::PaperAcceptanceAsked, &found.round, &details).await
}

fn back(url: &urls::Acceptance) -> urls::Batch {
    urls::Batch { round: url.round, batch: url.batch }
}
