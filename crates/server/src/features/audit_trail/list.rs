//! The trail as a page.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use storage::entities::audit_event;

use super::narrowed::Narrowed;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::roles::Role;
use crate::web::fragment::page_or;
use crate::web::page::html_with;
use crate::web::paging::{Pager, ROWS};
use crate::web::{Answer, FieldErrors, Frame, Page, Sorting};

/// A line of the trail as it is shown.
pub struct Line {
    /// Where the organisation is, to the second.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What, in the page's language.
    pub event: String,
    /// The particular.
    pub details: String,
}

impl Line {
    /// In the language of a page, where the organisation is.
    pub fn of(page: &Page, app: &App, event: audit_event::Model) -> Self {
        Self {
            at: app.local(event.happened_at).format("%Y-%m-%d %H:%M:%S").to_string(),
            actor: event.actor_name,
            event: page.coded("event-", &event.event),
            details: told(page, &event.details),
        }
    }
}

/// The particular of an event; parts that are codes, of roles or of what was done, are put in words.
fn told(page: &Page, details: &str) -> String {
    let word = |part: &str| match Role::from_code(part) {
        Some(role) => page.coded("role-", role.code()),
        None => page.coded_or("trail-", part),
    };
    let parts = details.split(" | ").map(str::trim);
    parts.filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(" · ")
}

#[derive(Template)]
#[template(path = "features/audit_trail/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    codes: Vec<&'static str>,
    narrowed: Narrowed,
    export: String,
    lines: Vec<Line>,
    pager: Pager,
    errors: FieldErrors,
}

/// Shows it, latest first.
pub async fn index(State(app): State<App>, Query(narrowed): Query<Narrowed>, frame: Frame) -> Answer {
    let mut errors = FieldErrors::default();
    let filter = narrowed.filter(app.settings.time_zone, &mut errors);
    let total = queries::count(&app.database, &filter).await?;
    let others = [("event", narrowed.event.as_str()), ("from", narrowed.from.as_str()), ("to", narrowed.to.as_str())];
    let here = urls::Trail {}.to_path();
    let sorting = Sorting::of(&narrowed.sort, queries::COLUMNS, &here, &others);
    let pager = Pager::sorted(narrowed.page.unwrap_or(1), total, &sorting);
    let events = queries::some(&app.database, &filter, &sorting, (pager.offset(), ROWS)).await?;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(others).finish();
    let page = frame.page("audit-trail-title");
    let lines = events.into_iter().map(|event| Line::of(&page, &app, event)).collect();
    let view = ListView {
        page,
        sorting,
        codes: Event::CATALOGUE.iter().map(|(code, _)| *code).collect(),
        narrowed,
        export: format!("{}?{query}", urls::Export {}.to_path()),
        lines,
        pager,
        errors,
    };
    if view.errors.is_empty() {
        return page_or(&frame, &view, &view.as_list());
    }
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
}
