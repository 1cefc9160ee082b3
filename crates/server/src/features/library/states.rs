//! What becomes of a version: released, a draft again, retired, thrown away.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use storage::Scope;
use storage::entities::template;

use super::catalogue::Catalogue;
use super::{checks, queries, sight, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Posted, Visitor, WebError};

/// The version of the row somebody saw.
#[derive(Debug, Deserialize)]
pub struct Seen {
    version: i64,
}

/// How a change of a stored template begins.
pub enum Editing {
    /// For the first time: its transaction, and the row as it stands in it.
    Fresh(Change, Box<template::Model>),
    /// It was posted before.
    Repeated(Response),
}

/// Begins a change of a template the visitor's office made. Whether the row is still as somebody saw it is asked when it
/// is stored.
pub async fn begin(app: &App, visitor: &Visitor, once_key: &str, url: &urls::Template) -> Result<Editing, WebError> {
    let of = (url.kind, url.code.as_str(), url.version);
    let (entry, sight) = sight::seen(app, visitor, of).await?;
    let row = entry.row.ok_or_else(|| WebError::refused("library-is-embedded"))?;
    if !sight.is_own(row.organisation_id) {
        return Err(WebError::NotFound);
    }
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Repeated(answer)),
    };
    let row = queries::find(&change.transaction, of).await?.ok_or(WebError::NotFound)?;
    Ok(Editing::Fresh(change, Box::new(row)))
}

/// Records what became of a template.
pub async fn note(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    event: Event,
    row: &template::Model,
) -> Result<(), WebError> {
    let about = About::organisation(row.organisation_id, format!("{} {}", row.code, row.template_version));
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), event, about).await?)
}

/// A step from one state to another.
struct Step {
    from: &'static str,
    to: &'static str,
    event: Event,
    notice: &'static str,
}

async fn step(app: &App, visitor: &Visitor, posted: Posted<Seen>, url: urls::Template, step: Step) -> Answer {
    let (change, row) = match begin(app, visitor, &posted.once, &url).await? {
        Editing::Fresh(change, row) => (change, *row),
        Editing::Repeated(answer) => return Ok(answer),
    };
    if row.version != posted.input.version || row.state != step.from {
        return Err(WebError::ChangedMeanwhile);
    }
    if step.to == "draft" && row.used == "yes" {
        return Err(WebError::refused("library-locked"));
    }
    let row = template::Model { state: step.to.to_owned(), changed_at: app.clock.now(), ..row };
    if !queries::update(&change.transaction, row.clone()).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    note(&change, app, visitor, step.event, &row).await?;
    change.answer(&url, step.notice).await
}

/// Lets rounds take it.
pub async fn release(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Release>,
    posted: Posted<Seen>,
) -> Answer {
    let url = urls::Template { kind: url.kind, code: url.code, version: url.version };
    let (entry, _) = sight::seen(&app, &visitor, (url.kind, &url.code, url.version)).await?;
    let maker = entry.row.as_ref().ok_or_else(|| WebError::refused("library-is-embedded"))?.organisation_id;
    let catalogue = Catalogue::of(&app.database, maker).await?;
    if checks::lack(&app, &entry, &catalogue).await?.is_some() {
        return Err(WebError::refused("library-lacks"));
    }
    let to = Step { from: "draft", to: "ready", event: Event::TemplateReleased, notice: "library-released" };
    step(&app, &visitor, posted, url, to).await
}

/// Makes it a draft again, as long as no round took it.
pub async fn reopen(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Release>,
    posted: Posted<Seen>,
) -> Answer {
    let url = urls::Template { kind: url.kind, code: url.code, version: url.version };
    let to = Step { from: "ready", to: "draft", event: Event::TemplateReopened, notice: "library-reopened" };
    step(&app, &visitor, posted, url, to).await
}

/// Ends that it is offered.
pub async fn retire(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Retirement>,
    posted: Posted<Seen>,
) -> Answer {
    let url = urls::Template { kind: url.kind, code: url.code, version: url.version };
    let to = Step { from: "ready", to: "retired", event: Event::TemplateRetired, notice: "library-retired" };
    step(&app, &visitor, posted, url, to).await
}

/// Throws a draft away.
pub async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Template>,
    posted: Posted<Seen>,
) -> Answer {
    let (change, row) = match begin(&app, &visitor, &posted.once, &url).await? {
        Editing::Fresh(change, row) => (change, *row),
        Editing::Repeated(answer) => return Ok(answer),
    };
    if row.state != "draft" || !queries::delete(&change.transaction, row.id, posted.input.version).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    note(&change, &app, &visitor, Event::TemplateDiscarded, &row).await?;
    change.answer(&urls::Templates {}, "library-discarded").await
}
