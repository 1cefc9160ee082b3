//! Who goes through a procedure and at which unit (S066): the office plans it, so that completeness is counted of those who
//! are to go and not of those who happen to have a record.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::procedure_subject;

use super::show::{self, Entered, Found};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The longest name of somebody who goes through the steps.
const LONGEST_SUBJECT: usize = 40;

/// Somebody who is to be planned or withdrawn.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Added {
    /// Name and post.
    pub subject: String,
}

/// The procedure where the office may plan somebody.
async fn plannable(app: &App, visitor: &Visitor, url: &urls::Subjects) -> Result<Found, WebError> {
    let found = show::find(app, visitor, (url.round, &url.procedure, url.organisation)).await?;
    if !found.is_office || !found.procedure.is_by_person() {
        return Err(WebError::NotFound);
    }
    Ok(found)
}

async fn answer(
    change: Change,
    (app, visitor, found): (&App, &Visitor, &Found),
    url: urls::Subjects,
    (details, notice): (String, &str),
) -> Answer {
    let details = format!("{}: {} {details}", found.round.title, found.procedure.code);
    let about = About::organisation(url.organisation, details);
    audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RecordChanged, about).await?;
    let urls::Subjects { round, procedure, organisation } = url;
    change.answer(&urls::Procedure { round, procedure, organisation }, notice).await
}

/// Plans somebody.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Subjects>,
    posted: Posted<Added>,
) -> Answer {
    let found = plannable(&app, &visitor, &url).await?;
    let mut errors = FieldErrors::default();
    let subject = errors.required("subject", &posted.input.subject, LONGEST_SUBJECT);
    let again = (StatusCode::UNPROCESSABLE_ENTITY, posted.input);
    if !errors.is_empty() {
        return show::page(&app, &frame, &found, again.0, Entered::Subject(again.1, errors)).await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if !show::is_open(&change, (url.round, &url.procedure)).await? {
        change.give_up().await?;
        return Err(WebError::refused("procedures-only-look"));
    }
    let row = procedure_subject::Model {
        round_id: url.round,
        procedure_code: url.procedure.clone(),
        organisation_id: url.organisation,
        subject,
    };
    if queries::planned(&change.transaction, url.round).await?.contains(&row) {
        change.give_up().await?;
        errors.add("subject", "procedures-error-planned");
        return show::page(&app, &frame, &found, again.0, Entered::Subject(again.1, errors)).await;
    }
    let details = format!("+ {}", row.subject);
    queries::plan(&change.transaction, row).await?;
    answer(change, (&app, &visitor, &found), url, (details, "procedures-planned")).await
}

/// Withdraws somebody who was planned by mistake, while nothing was recorded of him.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Subjects>,
    posted: Posted<Added>,
) -> Answer {
    let found = plannable(&app, &visitor, &url).await?;
    let subject = posted.input.subject;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let is_here = |at, code: &str, whose: &str| at == url.organisation && code == url.procedure && whose == subject;
    let records = queries::records(&change.transaction, url.round).await?;
    let is_begun = records.iter().any(|one| is_here(one.organisation_id, &one.procedure_code, &one.subject));
    let planned = queries::planned(&change.transaction, url.round).await?;
    let row = planned.into_iter().find(|one| is_here(one.organisation_id, &one.procedure_code, &one.subject));
    let row = if is_begun {
        Err(WebError::refused("procedures-error-begun"))
    } else if !show::is_open(&change, (url.round, &url.procedure)).await? {
        Err(WebError::refused("procedures-only-look"))
    } else {
        row.ok_or(WebError::NotFound)
    };
    let row = match row {
        Ok(row) => row,
        Err(refusal) => {
            change.give_up().await?;
            return Err(refusal);
        }
    };
    queries::withdraw(&change.transaction, row).await?;
    answer(change, (&app, &visitor, &found), url, (format!("− {subject}"), "procedures-withdrawn")).await
}
