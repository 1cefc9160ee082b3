//! Imports so far, and the form that uploads a file.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::engine::Kind;
use super::{IMPORTERS, queries, urls};
use crate::App;
use crate::roles::Reach;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, FieldErrors, Frame, Page, Sorting, Visitor, WebError};

/// A line of the list.
struct Line {
    path: String,
    kind: String,
    file_name: String,
    state: String,
    by: String,
    at: String,
}

/// The page.
#[derive(Template)]
#[template(path = "features/imports/templates/list.html", blocks = ["list"])]
pub struct ListView {
    page: Page,
    sorting: Sorting,
    kind: String,
    errors: FieldErrors,
    largest: usize,
    lines: Vec<Line>,
    pager: Pager,
    may_import: bool,
}

/// Which page of the list, and which kind is wished for.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    page: u64,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    sort: String,
}

/// Whether the visitor imports: only the office of the whole tree.
pub fn may_import(visitor: &Visitor) -> bool {
    visitor.reach(IMPORTERS) == Reach::Everywhere
}

/// Makes the page with the upload form as filled in so far.
///
/// # Errors
/// When the database does not answer.
pub async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (query, errors): (ListQuery, FieldErrors),
) -> Result<ListView, WebError> {
    let may_import = may_import(visitor);
    let total = if may_import { queries::count(&app.database).await? } else { 0 };
    let sorting = Sorting::of(&query.sort, queries::COLUMNS, &urls::Imports {}.to_path(), &[]);
    let pager = Pager::sorted(query.page, total, &sorting);
    let found = if may_import { queries::page(&app.database, &sorting, pager.offset()).await? } else { Vec::new() };
    let mut lines = Vec::with_capacity(found.len());
    let names = queries::account_names(&app.database, found.iter().map(|line| line.4)).await?;
    for (id, kind, file_name, state, account, created_at) in found {
        lines.push(Line {
            path: urls::Import { id }.to_path(),
            kind,
            file_name,
            state,
            by: names.get(&account).cloned().unwrap_or_default(),
            at: app.local_minute(created_at),
        });
    }
    Ok(ListView {
        page: frame.page("imports-title"),
        sorting,
        kind: query.kind,
        errors,
        largest: crate::app::LARGEST_UPLOAD / 1024 / 1024,
        lines,
        pager,
        may_import,
    })
}

/// Shows the page.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Query(query): Query<ListQuery>) -> Answer {
    let view = view(&app, &visitor, &frame, (query, FieldErrors::default())).await?;
    page_or(&frame, &view, &view.as_list())
}

impl ListQuery {
    /// The form after an upload of this kind failed.
    pub fn of_kind(kind: &str) -> Self {
        Self { page: 1, kind: kind.to_owned(), sort: String::new() }
    }
}

/// The kinds, for the template.
const KINDS: [Kind; 2] = Kind::ALL;
