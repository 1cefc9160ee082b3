//! Answers to the questions of a file: one by one, or all sure corrections at once. The file is then checked again.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::{ImportId, Scope};

use super::queries::{self, Change};
use super::runs::{self, Work};
use super::{show, urls};
use crate::App;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Posted, Visitor, WebError};

/// The longest answer.
const LONGEST_ANSWER: usize = 2_000;

/// One answer.
#[derive(Debug, Deserialize)]
pub struct ChoiceForm {
    key: String,
    value: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    page: u64,
}

/// Keeps one answer.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Choices>,
    posted: Posted<ChoiceForm>,
) -> Answer {
    let ChoiceForm { key, value, severity, page } = posted.input;
    let row = show::visible(&app, &visitor, url.id).await?;
    let report = runs::report(&row.report)?;
    let value = value.trim().to_owned();
    let is_asked = report.lines.iter().any(|line| line.key.as_deref() == Some(key.as_str()));
    if !is_asked || value.chars().count() > LONGEST_ANSWER {
        return Err(WebError::refused("imports-not-asked"));
    }
    let back = urls::Report { import: urls::Import { id: url.id }, severity, page };
    keep(&app, &visitor, (back, posted.once), vec![(key, value)]).await
}

/// Where the visitor was in the report.
#[derive(Debug, Deserialize)]
pub struct SureForm {
    #[serde(default)]
    severity: String,
    #[serde(default)]
    page: u64,
}

/// Accepts every correction that is sure.
pub async fn accept_sure(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::SureChoices>,
    posted: Posted<SureForm>,
) -> Answer {
    let row = show::visible(&app, &visitor, url.id).await?;
    let report = runs::report(&row.report)?;
    let sure = report
        .lines
        .iter()
        .filter_map(|line| line.sure())
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let SureForm { severity, page } = posted.input;
    let back = urls::Report { import: urls::Import { id: url.id }, severity, page };
    keep(&app, &visitor, (back, posted.once), sure).await
}

/// Keeps the answers, has the file checked again and goes back to where the visitor was in the report.
async fn keep(
    app: &App,
    visitor: &Visitor,
    (back, once): (urls::Report, String),
    answers: Vec<(String, String)>,
) -> Answer {
    let id: ImportId = back.import.id;
    let account = Some(visitor.account);
    let change = match once::begin(app, &once, account, Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = queries::find(&change.transaction, id).await?;
    let Some(row) = row.filter(|row| row.state == "checked") else {
        change.give_up().await?;
        return Err(WebError::refused("imports-not-checked"));
    };
    let mut choices = match runs::choices(&row.choices) {
        Ok(choices) => choices,
        Err(error) => {
            change.give_up().await?;
            return Err(error);
        }
    };
    for (key, value) in answers {
        choices.choose(key, value);
    }
    let pairs: std::collections::BTreeMap<&str, &str> = choices.iter().collect();
    let stored = Change { state: "checking", choices: Some(serde_json::json!(pairs).to_string()), ..Change::default() };
    queries::change(&change.transaction, id, &["checked"], stored).await?;
    let run = app.imports.begin(id);
    let answer = change.answer(&back, "import-answered").await?;
    if let Some(run) = run {
        runs::start(app, run, Work::Again);
    }
    Ok(answer)
}
