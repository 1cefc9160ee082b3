//! Applying a checked file, and giving one up.

use axum::extract::{Path, State};
use storage::{ImportId, Scope};

use super::queries::{self, Change};
use super::runs::{self, Work};
use super::{show, urls};
use crate::App;
use crate::audit::Actor;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Nothing, Posted, Visitor, WebError};

/// Begins to write a checked file: everything or nothing.
pub async fn apply(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Application>,
    posted: Posted<Nothing>,
) -> Answer {
    let row = show::visible(&app, &visitor, url.id).await?;
    if !runs::report(&row.report)?.may_be_applied {
        return Err(WebError::refused("imports-not-ready"));
    }
    let account = Some(visitor.account);
    let change = match once::begin(&app, &posted.once, account, Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let begun = Change { state: "applying", ..Change::default() };
    let id: ImportId = url.id;
    if !queries::change(&change.transaction, id, &["checked"], begun).await? {
        change.give_up().await?;
        return Err(WebError::refused("imports-not-checked"));
    }
    let run = app.imports.begin(id);
    let answer = change.answer(&urls::Import { id }, "").await?;
    if let Some(run) = run {
        runs::start(&app, run, Work::Apply(Actor::from(&visitor)));
    }
    Ok(answer)
}

/// Gives a file up; it is erased.
pub async fn give_up(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Import>,
    posted: Posted<Nothing>,
) -> Answer {
    show::visible(&app, &visitor, url.id).await?;
    let account = Some(visitor.account);
    let change = match once::begin(&app, &posted.once, account, Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let given_up =
        Change { state: "given_up", file: Some(None), finished_at: Some(app.clock.now()), ..Change::default() };
    let from = ["checking", "checked"];
    if !queries::change(&change.transaction, url.id, &from, given_up).await? {
        change.give_up().await?;
        return Err(WebError::refused("imports-not-checked"));
    }
    change.answer(&urls::Imports {}, "import-given-up").await
}
