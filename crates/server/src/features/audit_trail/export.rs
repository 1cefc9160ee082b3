//! The trail as a spreadsheet; taking it is itself an event.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use spreadsheets::write::{Field, TableSheet, write};
use storage::Scope;
use texts::Value;

use super::list::Line;
use super::narrowed::Narrowed;
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::{Answer, FieldErrors, Frame, Sorting, Visitor, WebError};

/// The most lines of one spreadsheet.
const MOST_LINES: u64 = 50_000;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Writes what the page would show on all its pages.
pub async fn show(State(app): State<App>, Query(narrowed): Query<Narrowed>, visitor: Visitor, frame: Frame) -> Answer {
    let mut errors = FieldErrors::default();
    let filter = narrowed.filter(app.settings.time_zone, &mut errors);
    if !errors.is_empty() {
        return Err(WebError::refused("audit-trail-days-unread"));
    }
    let total = queries::count(&app.database, &filter).await?;
    if total > MOST_LINES {
        return Err(WebError::Refused {
            key: "audit-trail-too-many".to_owned(),
            arguments: vec![("total", Value::from(total)), ("most", Value::from(MOST_LINES))],
        });
    }
    let sorting = Sorting::of(&narrowed.sort, queries::COLUMNS, &urls::Export {}.to_path(), &[]);
    let events = queries::some(&app.database, &filter, &sorting, (0, MOST_LINES)).await?;
    let page = frame.page("audit-trail-title");
    let row = |event| {
        let line = Line::of(&page, &app, event);
        [line.at, line.actor, line.event, line.details].map(Field::Text).to_vec()
    };
    let headings = ["audit-trail-at", "audit-trail-actor", "audit-trail-event", "audit-trail-details"];
    let sheet = TableSheet {
        name: page.title.clone(),
        headings: headings.map(|key| page.t(key)).to_vec(),
        rows: events.into_iter().map(row).collect(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&[sheet]))
        .await?
        .map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    let about = About::details(page.title.clone());
    let actor = Actor::from(&visitor);
    audit::record(&transaction, &app.clock, &actor, Event::Exported, about).await?;
    transaction.commit().await?;
    let headers =
        [(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, "attachment; filename=\"audit.xlsx\"".to_owned())];
    Ok((headers, bytes).into_response())
}
