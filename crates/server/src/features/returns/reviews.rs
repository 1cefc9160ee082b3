//! The superior accepts a return or sends it back with remarks.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::statistics_return::Line;
use storage::entities::statistics_return;
use storage::{ReturnId, Scope};

use super::drafts::{Draft, LONGEST};
use super::lines::{self, LineView};
use super::standing::{self, Standing};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, Frame, Nothing, Page, Posted, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/returns/templates/review.html")]
struct ReviewView {
    page: Page,
    id: ReturnId,
    unit: String,
    round: String,
    error: Option<String>,
    whole: String,
    rows: Vec<(LineView, String)>,
}

/// Shows the figures, each with a place for a remark.
pub async fn new(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Review>) -> Answer {
    let standing = reviewable(&app, &visitor, url.id).await?;
    answer(&app, &frame, &standing, (&Vec::new(), None)).await
}

async fn reviewable(app: &App, visitor: &Visitor, id: ReturnId) -> Result<Standing, WebError> {
    let standing = standing::load(app, &app.database, visitor, id).await?.only_reviewer()?;
    if standing.row.state == "filed" { Ok(standing) } else { Err(WebError::refused("returns-not-filed")) }
}

type Fields = Vec<(String, String)>;

fn field(fields: &Fields, name: &str) -> String {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map_or(String::new(), |(_, value)| value.trim().to_owned())
}

async fn answer(app: &App, frame: &Frame, standing: &Standing, (fields, error): (&Fields, Option<&str>)) -> Answer {
    let row = &standing.row;
    let figures = standing::load_figures(app, &app.database, row, frame.language).await?;
    let page = frame.titled(row.unit_name.clone());
    let lines = lines::view(&page, &Draft::of(row)?, &figures).lines;
    let rows = lines.into_iter().map(|line| {
        let remark = field(fields, &format!("remark-{}", line.code));
        (line, remark)
    });
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = ReviewView {
        id: row.id,
        unit: row.unit_name.clone(),
        round: standing.round.title.clone(),
        error: error.map(|key| page.t1(key, "longest", LONGEST)),
        whole: field(fields, "remark"),
        rows: rows.collect(),
        page,
    };
    html_with(status, &view)
}

/// Sends the return back. Without a single remark nobody would know what to mend.
pub async fn send_back(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Review>,
    posted: Posted<Fields>,
) -> Answer {
    let standing = reviewable(&app, &visitor, url.id).await?;
    let mut remarks: Vec<(Option<String>, String)> = Line::ALL
        .iter()
        .map(|line| {
            let words = field(&posted.input, &format!("remark-{}", line.code()));
            (Some(line.code().to_owned()), words)
        })
        .collect();
    remarks.push((None, field(&posted.input, "remark")));
    remarks.retain(|(_, words)| !words.is_empty());
    let error = if remarks.is_empty() {
        Some("returns-remark-missing")
    } else if remarks.iter().any(|(_, words)| words.chars().count() > LONGEST) {
        Some("error-too-long")
    } else {
        None
    };
    if error.is_some() {
        return answer(&app, &frame, &standing, (&posted.input, error)).await;
    }
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    for remark in remarks {
        queries::insert_remark(&change.transaction, &app, &visitor, url.id, remark).await?;
    }
    decide(&app, &visitor, &change, url.id, Decision::SendBack).await?;
    change.answer(&urls::Return { id: url.id }, "returns-sent-back").await
}

/// Accepts the return: it is added to the superior's.
pub async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Acceptance>,
    posted: Posted<Nothing>,
) -> Answer {
    let standing = reviewable(&app, &visitor, url.id).await?;
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if let Some(parent) = standing.row.parent_id {
        let parent = queries::find(&change.transaction, parent).await?;
        if parent.is_some_and(|parent| !standing::is_open(&parent)) {
            // What was filed upward stays what it was: the superior's own return has to come back first.
            change.give_up().await?;
            return Err(WebError::refused("returns-superior-filed"));
        }
    }
    decide(&app, &visitor, &change, url.id, Decision::Accept).await?;
    change.answer(&urls::Return { id: url.id }, "returns-accepted").await
}

enum Decision {
    SendBack,
    Accept,
}

async fn decide(
    app: &App,
    visitor: &Visitor,
    change: &Change,
    id: ReturnId,
    decision: Decision,
) -> Result<(), WebError> {
    let (state, event) = match decision {
        Decision::SendBack => ("sent_back", Event::ReturnSentBack),
        Decision::Accept => ("accepted", Event::ReturnAccepted),
    };
    let row = queries::find(&change.transaction, id).await?;
    let row = row.filter(|row| row.state == "filed").ok_or(WebError::ChangedMeanwhile)?;
    let about = About::organisation(row.organisation_id, format!("F19 {}", row.unit_name));
    let decided = statistics_return::Model {
        state: state.to_owned(),
        decided_at: Some(app.clock.now()),
        decided_by: Some(visitor.account),
        ..row
    };
    if !queries::update(&change.transaction, decided).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    queries::record_history(&change.transaction, app, visitor, &[id], (state, "")).await?;
    let actor = Actor::from(visitor);
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    Ok(())
}
