//! The report on a file, page by page; and the file itself with everything marked that needs mending.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use spreadsheets::report::{IgnoredValues, marked_workbook, marks};
use spreadsheets::{Limits, open};
use storage::ImportId;
use storage::entities::import;

use super::report::{Offer, Report, SEVERITIES};
use super::runs::{self, Progress, Work};
use super::{engine, list, queries, report, urls};
use crate::App;
use crate::features::{organisations, people};
use crate::web::paging::{Pager, ROWS};
use crate::web::{Answer, Frame, Page, Url, Visitor, WebError, html};

/// How long a page waits for a run that is about to end before it shows progress.
const PATIENCE: Duration = Duration::from_millis(700);
/// Places of one problem shown before "and … more".
const MOST_PLACES: usize = 5;

/// Which lines are shown.
#[derive(Debug, Deserialize)]
pub struct ReportQuery {
    #[serde(default)]
    severity: String,
    #[serde(default)]
    page: u64,
}

/// A line of the report as shown.
struct Line {
    number: u64,
    severity: String,
    places: Vec<String>,
    more_places: usize,
    text: String,
    key: Option<String>,
    offers: Vec<Offer>,
    takes_words: bool,
}

/// Where links and forms lead.
struct Paths {
    here: String,
    /// The same with the filter and the page.
    again: String,
    choices: String,
    sure: String,
    application: String,
    marked: String,
    list: String,
    done: String,
}

#[derive(Template)]
#[template(path = "features/imports/templates/show.html")]
struct ShowView {
    page: Page,
    kind: String,
    state: String,
    is_running: bool,
    progress: Progress,
    report: Report,
    failure: Option<String>,
    ignored: String,
    severity: String,
    severities: Vec<(&'static str, usize)>,
    lines: Vec<Line>,
    pager: Pager,
    answers: usize,
    paths: Paths,
}

/// The import, for whoever imports.
///
/// # Errors
/// [`WebError::NotFound`] for everybody else.
pub async fn visible(app: &App, visitor: &Visitor, id: ImportId) -> Result<import::Model, WebError> {
    if !list::may_import(visitor) {
        return Err(WebError::NotFound);
    }
    queries::find(&app.database, id).await?.ok_or(WebError::NotFound)
}

fn is_running(row: &import::Model) -> bool {
    matches!(row.state.as_str(), "checking" | "applying")
}

/// Shows the report, or how far the check is.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Import>,
    Query(query): Query<ReportQuery>,
) -> Answer {
    let mut progress = app.imports.look(url.id, PATIENCE).await;
    let mut row = visible(&app, &visitor, url.id).await?;
    if is_running(&row) && progress.is_none() {
        // It was running and nobody runs it: the program was restarted.
        if let Some(run) = app.imports.begin(url.id) {
            resume(&app, run, &mut row).await?;
        }
        progress = app.imports.look(url.id, PATIENCE).await;
        row = visible(&app, &visitor, url.id).await?;
    }
    let stored = runs::report(&row.report)?;
    let choices = runs::choices(&row.choices)?;
    html(&view(&app, &frame, (row, progress), (stored, choices), &query))
}

/// Does a lost run again from the stored copy: a check is checked again; a write was rolled back, so its file is
/// checked again too.
async fn resume(app: &App, run: runs::Run, row: &mut import::Model) -> Result<(), WebError> {
    let fresh = queries::find(&app.database, row.id).await?.ok_or(WebError::NotFound)?;
    if is_running(&fresh) {
        runs::start(app, run, Work::Again);
    }
    Ok(())
}

fn view(
    app: &App,
    frame: &Frame,
    (row, progress): (import::Model, Option<Progress>),
    (stored, choices): (Report, spreadsheets::Choices),
    query: &ReportQuery,
) -> ShowView {
    let id = row.id;
    let here = urls::Import { id }.to_path();
    let again = urls::Report { import: urls::Import { id }, severity: query.severity.clone(), page: query.page };
    let severity = SEVERITIES.iter().find(|code| **code == query.severity).map_or("", |code| *code);
    let chosen: Vec<&report::Line> =
        stored.lines.iter().filter(|line| severity.is_empty() || line.severity == severity).collect();
    let pager = Pager::new(query.page, chosen.len() as u64, &here, &[("severity", severity)]);
    let texts = &app.texts;
    let line = |(number, line): (u64, &&report::Line)| Line {
        number,
        severity: line.severity.clone(),
        places: line.places.iter().take(MOST_PLACES).map(place).collect(),
        more_places: line.places.len().saturating_sub(MOST_PLACES),
        text: line.tell(texts, frame.language),
        key: line.key.clone(),
        offers: line.offers.clone(),
        takes_words: line.takes_words(),
    };
    let offset = pager.offset();
    let lines = (offset..)
        .zip(chosen.iter().skip(usize::try_from(offset).unwrap_or(usize::MAX)))
        .take(usize::try_from(ROWS).unwrap_or(usize::MAX))
        .map(line)
        .collect();
    let failure = stored.failure.as_ref().map(|told| report::told(texts, frame.language, &told.key, &told.arguments));
    ShowView {
        page: frame.titled(row.file_name.clone()),
        is_running: is_running(&row),
        progress: progress.unwrap_or_default(),
        failure,
        ignored: stored.ignored().join("、"),
        severity: severity.to_owned(),
        severities: SEVERITIES.into_iter().map(|code| (code, stored.count(code))).collect(),
        lines,
        pager,
        answers: choices.iter().count(),
        paths: Paths {
            here,
            again: again.to_path(),
            choices: urls::Choices { id }.to_path(),
            sure: urls::SureChoices { id }.to_path(),
            application: urls::Application { id }.to_path(),
            marked: urls::Marked { id }.to_path(),
            list: urls::Imports {}.to_path(),
            done: if row.kind == "members" {
                people::urls::People {}.to_path()
            } else {
                organisations::urls::Organisations {}.to_path()
            },
        },
        kind: row.kind,
        state: row.state,
        report: stored,
    }
}

fn place((sheet, row, column): &(String, u32, Option<String>)) -> String {
    format!("{sheet}!{}{row}", column.as_deref().unwrap_or_default())
}

/// The stored copy with everything marked that needs mending, to be mended and brought again.
pub async fn marked(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Marked>) -> Answer {
    let row = visible(&app, &visitor, url.id).await?;
    let copy = row.file.ok_or(WebError::NotFound)?;
    let kind = runs::kind(&row.kind)?;
    let choices = runs::choices(&row.choices)?;
    let existing = engine::load(&app.database, kind).await?;
    let (texts, language) = (std::sync::Arc::clone(&app.texts), frame.language);
    let bytes = tokio::task::spawn_blocking(move || {
        let workbook = open(&copy, &Limits::default()).map_err(|error| error.to_string())?;
        let checked = engine::check(&workbook, &existing, &choices, &|_, _, _| ());
        let mut tell = |problem: &spreadsheets::Problem| report::tell_problem(&texts, language, problem);
        let marks = marks(&checked.problems, &mut tell);
        marked_workbook(&copy, kind.table(), &marks, IgnoredValues::LeaveOut).map_err(|error| error.to_string())
    })
    .await?
    .map_err(WebError::Broken)?;
    let headers = [
        (CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (CONTENT_DISPOSITION, "attachment; filename=\"marked.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}
