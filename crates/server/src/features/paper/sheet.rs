//! A sheet: keyed by one of two people who do not see each other, decided by a third where they differ.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::PaperBatchId;
use storage::entities::{paper_batch, paper_draft};

use super::found::{self, Changing};
use super::keyed::{self, Fields, Keyed, Typed};
use super::keying::keying_of;
use super::opened::{Opened, Purpose, open};
use super::rules::Reading;
use super::sheet_view::view;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::web::{Answer, Frame, Posted, Visitor, WebError};

/// Shows a sheet of the own keying.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Sheet>,
) -> Answer {
    let opened = open(&app, &visitor, &frame, (url.round, url.batch, &url.sheet), Purpose::Keying).await?;
    let typed = opened.begin();
    view(&frame, &opened, (StatusCode::OK, typed), (BTreeMap::new(), false))
}

/// Shows a sheet two people read differently.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Decision>,
) -> Answer {
    let opened = open(&app, &visitor, &frame, (url.round, url.batch, &url.sheet), Purpose::Deciding).await?;
    let typed = opened.begin();
    view(&frame, &opened, (StatusCode::OK, typed), (BTreeMap::new(), false))
}

/// Keys a sheet and goes on to the next.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Sheet>,
    posted: Posted<Fields>,
) -> Answer {
    let opened = open(&app, &visitor, &frame, (url.round, url.batch, &url.sheet), Purpose::Keying).await?;
    save(&app, &visitor, &frame, opened, posted).await
}

/// Decides a sheet from the paper.
pub(super) async fn update_decision(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Decision>,
    posted: Posted<Fields>,
) -> Answer {
    let opened = open(&app, &visitor, &frame, (url.round, url.batch, &url.sheet), Purpose::Deciding).await?;
    save(&app, &visitor, &frame, opened, posted).await
}

async fn save(app: &App, visitor: &Visitor, frame: &Frame, opened: Opened, posted: Posted<Fields>) -> Answer {
    let typed = Typed::read(&posted.input);
    let (_, sheet) = opened.found.asked()?;
    let keyed = match typed.check(&opened.asked) {
        Ok(keyed) if keyed::fits(&opened.found.plan, sheet, &keyed) => keyed,
        Ok(_) => return Err(WebError::Broken("paper that its sheet refuses".to_owned())),
        Err(faults) => {
            return view(frame, &opened, (StatusCode::UNPROCESSABLE_ENTITY, typed), (faults, false));
        }
    };
    let (change, batch) = match found::change(app, visitor, &posted.once, &opened.found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    let drafts = queries::drafts(&change.transaction, batch.id).await?;
    let mut reading = Reading::of(&batch, &drafts);
    // Somebody else took over, or both are complete: what was read stays as it is.
    let is_open = batch.state == "keying" && reading.is_complete() == opened.is_decision();
    let own = keying_of(&batch, visitor);
    let is_own = if opened.is_decision() { own.is_none() } else { own == Some(opened.keying) };
    if !is_open || !is_own {
        return common::refuse(change, WebError::refused("paper-complete")).await;
    }
    // Only what two read differently is decided: what they read alike nobody alters alone.
    let both = opened.both_of(&reading);
    let faults = both.map(|both| Typed::against_both(&opened.asked, both, &keyed)).unwrap_or_default();
    if !faults.is_empty() {
        change.give_up().await?;
        return view(frame, &opened, (StatusCode::UNPROCESSABLE_ENTITY, typed), (faults, false));
    }
    let of_this = |row: &&paper_draft::Model| row.sheet_number == opened.number && row.keying == opened.keying.code();
    let version = drafts.iter().find(of_this).map_or(0, |row| row.version);
    if version != typed.version {
        change.give_up().await?;
        let place = (opened.found.round.id, batch.id, &*opened.number.to_string());
        let opened = open(app, visitor, frame, place, opened.purpose()).await?;
        let mut typed = typed;
        typed.version = version;
        return view(frame, &opened, (StatusCode::CONFLICT, typed), (BTreeMap::new(), true));
    }
    let row = draft(&opened, &keyed, (batch.id, version + 1))?;
    reading = Reading::of(&batch, &with(drafts, row.clone()));
    queries::store_draft(&change.transaction, row).await?;
    let details = format!("{} | keying-{} | {}", batch.number, opened.keying.code(), opened.number);
    let (round, id) = (opened.found.round.id, batch.id);
    let event = if opened.is_decision() {
        // Whoever decided last stands for it; what a keeper accepted before does not hold any more.
        let resolver = Some(visitor.account);
        let decided = paper_batch::Model { resolver, accepted_by: None, ..batch };
        queries::update(&change.transaction, decided).await?;
        Event::PaperDecided
    } else {
        Event::PaperKeyed
    };
    common::note(&change, app, visitor, event, &opened.found.round, &details).await?;
    let next = if opened.is_decision() {
        reading.undecided().first().copied()
    } else {
        reading.next_open(opened.keying, opened.number)
    };
    match next.map(|number| number.to_string()) {
        Some(sheet) if opened.is_decision() => {
            change.answer(&urls::Decision { round, batch: id, sheet }, "paper-sheet-saved").await
        }
        Some(sheet) => change.answer(&urls::Sheet { round, batch: id, sheet }, "paper-sheet-saved").await,
        None => change.answer(&urls::Batch { round, batch: id }, "paper-sheets-done").await,
    }
}

fn draft(
    opened: &Opened,
    keyed: &Keyed,
    (batch_id, version): (PaperBatchId, i64),
) -> Result<paper_draft::Model, WebError> {
    let opinions = serde_json::to_string(&keyed.opinions).map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(paper_draft::Model {
        batch_id,
        sheet_number: opened.number,
        keying: opened.keying.code().to_owned(),
        answers: keyed.signs.clone(),
        opinions,
        invalid: if keyed.is_invalid { "yes" } else { "no" }.to_owned(),
        version,
    })
}

/// The drafts with this one in its place.
fn with(mut drafts: Vec<paper_draft::Model>, row: paper_draft::Model) -> Vec<paper_draft::Model> {
    drafts.retain(|other| (other.sheet_number, &other.keying) != (row.sheet_number, &row.keying));
    drafts.push(row);
    drafts
}
