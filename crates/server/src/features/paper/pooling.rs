//! Small batches of a judge group are shuffled together before anybody keys them: a list of few sheets tells too much.
//!
//! The batch that takes the others in is keyed; each keeps the numbers it was counted with.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::PaperBatchId;
use storage::entities::paper_batch;

use super::found::{self, Changing};
use super::rules::sheets_of;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common::{self, COUNTING};
use crate::web::{Answer, Posted, Visitor, WebError};

/// Whether a batch has sheets, and fewer than k.
pub(super) fn is_small(batch: &paper_batch::Model, minimum: i64) -> bool {
    (1..minimum).contains(&sheets_of(batch))
}

/// Whether two batches may still be shuffled together: of one judge group, counted, and of neither anything keyed.
pub(super) fn may_pool(one: &paper_batch::Model, other: &paper_batch::Model) -> bool {
    let is_free = |batch: &paper_batch::Model| batch.state == "counted" && sheets_of(batch) > 0;
    one.id != other.id && one.panel_id == other.panel_id && is_free(one) && is_free(other)
}

/// The batches a batch must or may be shuffled with: where it or the other is small.
pub(super) fn partners<'a>(
    batch: &'a paper_batch::Model,
    of_round: &'a [paper_batch::Model],
    minimum: i64,
) -> impl Iterator<Item = &'a paper_batch::Model> {
    let is_small_itself = is_small(batch, minimum);
    of_round.iter().filter(move |other| may_pool(batch, other) && (is_small_itself || is_small(other, minimum)))
}

/// Why nobody begins to key a batch yet: the key of a text. A judge group's paper is counted as a whole before any of it is
/// keyed, so that a batch below k always finds what it is shuffled with.
pub(super) fn hindrance(
    batch: &paper_batch::Model,
    of_round: &[paper_batch::Model],
    minimum: i64,
) -> Option<&'static str> {
    if batch.state != "counted" {
        return None;
    }
    let is_uncounted = |other: &paper_batch::Model| other.panel_id == batch.panel_id && other.state == "printed";
    if of_round.iter().any(is_uncounted) {
        return Some("paper-count-all-first");
    }
    partners(batch, of_round, minimum).next().map(|_| "paper-pool-first")
}

/// With which batch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PoolForm {
    version: i64,
    into: String,
}

/// Shuffles the sheets of a batch into another, which is keyed with them.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Pool>,
    posted: Posted<PoolForm>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), COUNTING).await?;
    common::refuse_judged(&app, &visitor, &found.round).await?;
    let into: PaperBatchId = posted.input.into.parse().map_err(|_| WebError::NotFound)?;
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    let all = queries::batches(&change.transaction, url.round).await?;
    let minimum = found.round.minimum;
    let Some(taking) = partners(&batch, &all, minimum).find(|other| other.id == into).cloned() else {
        return common::refuse(change, WebError::refused("paper-not-poolable")).await;
    };
    // Whoever was taken in before goes along.
    for other in all.iter().filter(|other| other.pooled_into == Some(batch.id)) {
        let along = paper_batch::Model { pooled_into: Some(taking.id), ..other.clone() };
        queries::update(&change.transaction, along).await?;
    }
    let details = format!("{} → {}: {} + {}", batch.number, taking.number, sheets_of(&batch), sheets_of(&taking));
    let pooled_sheets = taking.pooled_sheets + sheets_of(&batch);
    let taken_in = paper_batch::Model {
        pooled_into: Some(taking.id),
        pooled_sheets: 0,
        // Nothing more comes of it by itself; what becomes of its sheets is told of the other.
        state: "accepted".to_owned(),
        invalid: Some(0),
        ..batch
    };
    queries::update(&change.transaction, taken_in).await?;
    queries::update(&change.transaction, paper_batch::Model { pooled_sheets, ..taking }).await?;
    common::note(&change, &app, &visitor, Event::PaperPooled, &found.round, &details).await?;
    change.answer(&urls::Batch { round: url.round, batch: into }, "paper-pooled").await
}
