//! Many accounts at once: from a spreadsheet or proposed from the register, shown row by row first, then made all or
//! none. Of the register this shows names, places and who has an account, and nothing else of it.

mod create;
mod papers;
mod plan;
mod queries;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use spreadsheets::{Limits, Severity};
use storage::entities::organisation;

pub use create::create;
pub use papers::{blank_table, slips, table};

use self::plan::{Line, MOST, Outcome, Wanted};
use super::form::Choice;
use super::urls;
use crate::App;
use crate::features::imports::report;
use crate::roles::Role;
use crate::web::page::html_with;
use crate::web::upload::Upload;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, WebError};

/// The roles a batch is proposed for from the register.
const PROPOSED: [Role; 2] = [Role::Secretary, Role::Member];

/// What is asked of the register.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    role: String,
    organisation: String,
    organisation_id: String,
}

/// A row of the report.
struct ReportLine {
    wanted: Wanted,
    /// `make`, `has` or `fault`.
    state: &'static str,
    told: String,
}

/// What would be made, row by row.
struct Report {
    lines: Vec<ReportLine>,
    /// The rows as the form carries them.
    rows: String,
    make: usize,
    has: usize,
    faults: usize,
    /// Proposed beyond this batch.
    left: u64,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/batch.html")]
struct BatchView {
    page: Page,
    asked: Asked,
    roles: [Role; 2],
    most: usize,
    choices: Vec<Choice>,
    errors: FieldErrors,
    /// What is wrong with a file as a whole.
    failures: Vec<String>,
    report: Option<Report>,
}

fn view(frame: &Frame, asked: Asked) -> BatchView {
    BatchView {
        page: frame.page("accounts-batch-title"),
        asked,
        roles: PROPOSED,
        most: MOST,
        choices: Vec::new(),
        errors: FieldErrors::default(),
        failures: Vec::new(),
        report: None,
    }
}

/// The forms; and what the register proposes, where it was asked.
pub async fn new(State(app): State<App>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let mut view = view(&frame, asked);
    if view.asked.role.is_empty() && view.asked.organisation.is_empty() {
        return html_with(StatusCode::OK, &view);
    }
    let role = PROPOSED.into_iter().find(|role| role.code() == view.asked.role);
    if role.is_none() {
        view.errors.add("role", "error-choose");
    }
    let root = root(&app, &mut view).await?;
    let (Some(role), Some(root)) = (role, root) else {
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let unnamed = |name: &str| view.page.t1("accounts-batch-secretary-of", "name", name);
    let (rows, total) = match role {
        Role::Member => queries::members_without(&app.database, root.id).await?,
        _ => queries::secretaries_without(&app.database, root.id, unnamed).await?,
    };
    let left = total.saturating_sub(rows.len() as u64);
    let lines = checked(&app, rows).await?;
    view.report = Some(report_of(&view.page, lines, left)?);
    html_with(StatusCode::OK, &view)
}

/// The organisation meant; else the candidates.
async fn root(app: &App, view: &mut BatchView) -> Result<Option<organisation::Model>, WebError> {
    let typed = view.asked.organisation.trim().to_owned();
    if typed.is_empty() {
        view.errors.add("organisation", "error-missing");
        return Ok(None);
    }
    let found = super::queries::organisations_like(&app.database, &typed).await?;
    let chosen = found.iter().find(|one| one.id.to_string() == view.asked.organisation_id);
    match (chosen, found.as_slice()) {
        (Some(one), _) => return Ok(Some(one.clone())),
        (None, [one]) if one.name == typed => return Ok(Some(one.clone())),
        (None, []) => view.errors.add("organisation", "accounts-organisation-unknown"),
        (None, _) => view.errors.add("organisation", "accounts-organisation-which"),
    }
    for one in found {
        let label = super::queries::organisation_path(&app.database, one.id).await?;
        view.choices.push(Choice { id: one.id.to_string(), label });
    }
    Ok(None)
}

/// Looks at a spreadsheet: nothing is made yet.
pub async fn check(State(app): State<App>, _visitor: Visitor, frame: Frame, upload: Upload) -> Answer {
    let mut view = view(&frame, Asked::default());
    if upload.file_name.is_empty() {
        view.errors.add("file", "accounts-batch-no-file");
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let bytes = upload.bytes;
    let opened = tokio::task::spawn_blocking(move || spreadsheets::open(&bytes, &Limits::default())).await?;
    let texts = &app.texts;
    match opened {
        Err(error) => {
            let failure = report::open_failure(&error);
            view.failures.push(report::told(texts, frame.language, &failure.key, &failure.arguments));
        }
        Ok(workbook) => {
            let file = spreadsheets::accounts::read(&workbook);
            // Nobody is asked here: what would be a question elsewhere is mended in the file.
            let grave = file.problems.iter().filter(|problem| problem.severity >= Severity::Question);
            for problem in grave {
                let place = problem.position.as_ref().map(ToString::to_string).unwrap_or_default();
                let told = report::tell_problem(texts, frame.language, problem);
                view.failures.push(format!("{place} {told}").trim().to_owned());
            }
            if file.rows.len() > MOST {
                view.failures.push(view.page.t2("accounts-batch-too-many", "rows", file.rows.len(), "most", MOST));
            }
            let rows = file.rows.into_iter().map(|row| wanted(&app, row)).collect();
            if view.failures.is_empty() {
                let lines = checked(&app, rows).await?;
                view.report = Some(report_of(&view.page, lines, 0)?);
            }
        }
    }
    let is_sound = view.report.as_ref().is_some_and(|report| report.faults == 0);
    html_with(if is_sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &view)
}

/// A row of a spreadsheet; a role is written in any of the languages.
fn wanted(app: &App, row: spreadsheets::accounts::AccountRow) -> Wanted {
    let is_meant = |role: &Role| {
        let key = format!("role-{}", role.code().replace('_', "-"));
        let mut words = texts::Language::ALL.into_iter().map(|language| app.texts.get(language, &key));
        row.role == role.code() || words.any(|word| word.eq_ignore_ascii_case(&row.role))
    };
    Wanted {
        row: row.position.row_number(),
        role: Role::ALL
            .iter()
            .find(|role| is_meant(role))
            .map_or_else(|| row.role.clone(), |role| role.code().to_owned()),
        name: row.name,
        account: row.sign_in_name.unwrap_or_default(),
        organisation: row.organisation.unwrap_or_default(),
        member: row.member.unwrap_or_default(),
    }
}

async fn checked(app: &App, rows: Vec<Wanted>) -> Result<Vec<Line>, WebError> {
    let known = queries::known(&app.database, &rows).await?;
    Ok(plan::check(rows, &known))
}

/// What is told of each row. Rows that have an account already are not carried on: repeating makes no doubles.
fn report_of(page: &Page, lines: Vec<Line>, left: u64) -> Result<Report, WebError> {
    let of = |state: &'static str| {
        move |line: &&Line| match line.outcome {
            Outcome::Make(_) => state == "make",
            Outcome::Has(_) => state == "has",
            Outcome::Fault(_) => state == "fault",
        }
    };
    let count = |state| lines.iter().filter(of(state)).count();
    let (make, has, faults) = (count("make"), count("has"), count("fault"));
    let rows: Vec<&Wanted> = lines.iter().filter(|line| !of("has")(line)).map(|line| &line.wanted).collect();
    let rows = serde_json::to_string(&rows).map_err(|error| WebError::Broken(error.to_string()))?;
    let told = |line: Line| {
        let (state, told) = match &line.outcome {
            Outcome::Make(_) => ("make", page.t("accounts-batch-make")),
            Outcome::Has(account) => ("has", page.t1("accounts-batch-has", "account", account)),
            Outcome::Fault(key) => ("fault", page.t(key)),
        };
        ReportLine { wanted: line.wanted, state, told }
    };
    let mut lines: Vec<ReportLine> = lines.into_iter().map(told).collect();
    // What has to be mended stands on top.
    lines.sort_by_key(|line| line.state != "fault");
    Ok(Report { lines, rows, make, has, faults, left })
}

/// The rows a form carries.
fn carried(rows: &str) -> Result<Vec<Wanted>, WebError> {
    let rows: Vec<Wanted> = serde_json::from_str(rows).map_err(|error| WebError::BadForm(error.to_string()))?;
    if rows.len() > MOST { Err(WebError::BadForm("rows".to_owned())) } else { Ok(rows) }
}
