//! Recording what was done of one step.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::procedure_record;
use storage::{ProcedureRecordId, Scope};

use super::queries::Place;
use super::show::{self, Entered, Typed};
use super::{beside, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::corrections;
use crate::features::library::model::{Procedure, Step};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_WORDS: usize = 4_000;
const LONGEST_EVIDENCE: usize = 300;
const MOST_PERSONS: i64 = 1_000_000;

/// A step as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm {
    pub version: i64,
    pub subject: String,
    pub happened_on: String,
    pub persons: String,
    pub words: String,
    pub evidence: String,
}

impl From<&procedure_record::Model> for RecordForm {
    fn from(row: &procedure_record::Model) -> Self {
        Self {
            version: row.version,
            subject: row.subject.clone(),
            happened_on: row.happened_on.clone(),
            persons: row.persons.map_or_else(String::new, |persons| persons.to_string()),
            words: row.words.clone(),
            evidence: row.evidence.clone(),
        }
    }
}

/// What it says.
struct Read {
    happened_on: String,
    persons: Option<i64>,
    words: String,
    evidence: String,
}

impl RecordForm {
    fn read(&self, step: &Step, today: NaiveDate, errors: &mut FieldErrors) -> Read {
        let day = NaiveDate::parse_from_str(&plain_text(&self.happened_on), "%Y-%m-%d");
        match day {
            Err(_) => errors.add("happened_on", "error-bad-date"),
            Ok(day) if day > today => errors.add("happened_on", "procedures-error-future"),
            Ok(_) => {}
        }
        let persons = step.persons.then(|| plain_text(&self.persons).parse::<i64>().ok());
        if let Some(persons) = persons
            && !persons.is_some_and(|persons| (0..=MOST_PERSONS).contains(&persons))
        {
            errors.add("persons", "error-bad-number");
        }
        Read {
            happened_on: day.map(|day| day.to_string()).unwrap_or_default(),
            persons: persons.flatten(),
            words: errors.required("words", &self.words, LONGEST_WORDS),
            evidence: match step.evidence {
                true => errors.required("evidence", &self.evidence, LONGEST_EVIDENCE),
                false => errors.optional("evidence", &self.evidence, LONGEST_EVIDENCE),
            },
        }
    }
}

fn both_versions(page: &Page, stored: &RecordForm, typed: &RecordForm) -> Conflict {
    Conflict::between(
        page,
        [
            ("procedures-happened-on", stored.happened_on.clone(), typed.happened_on.clone()),
            ("procedures-persons", stored.persons.clone(), typed.persons.clone()),
            ("procedures-words", stored.words.clone(), typed.words.clone()),
            ("procedures-evidence", stored.evidence.clone(), typed.evidence.clone()),
        ],
    )
}

/// Records it or changes it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Step>,
    posted: Posted<RecordForm>,
) -> Answer {
    let found = show::find(&app, &visitor, (url.round, &url.procedure, url.organisation)).await?;
    let step = found.procedure.step(&url.step).ok_or(WebError::NotFound)?;
    if !found.may_write() {
        return Err(WebError::refused("procedures-only-look"));
    }
    let subject = posted.input.subject.clone();
    let mut errors = FieldErrors::default();
    let read = posted.input.read(step, app.today(), &mut errors);
    let typed = |form: RecordForm, errors: FieldErrors, conflict: Option<Conflict>| Typed {
        subject: subject.clone(),
        step: url.step.clone(),
        form,
        errors,
        conflict,
    };
    if !errors.is_empty() {
        let typed = typed(posted.input, errors, None);
        return show::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, Entered::Step(typed)).await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let place = Place {
        round: url.round,
        procedure: &url.procedure,
        organisation: url.organisation,
        subject: &subject,
        step: &url.step,
    };
    if let Some(refusal) = refusal(&change, &found.procedure, &place).await? {
        change.give_up().await?;
        return Err(refusal);
    }
    let missing = beside::summaries_awaited(&change.transaction, &found, &url.step).await?;
    if missing > 0 {
        change.give_up().await?;
        errors.add_with("happened_on", "procedures-error-summaries", vec![("count", missing.into())]);
        let typed = typed(posted.input, errors, None);
        return show::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, Entered::Step(typed)).await;
    }
    let stored = queries::record(&change.transaction, &place).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != posted.input.version {
        change.give_up().await?;
        let before = stored.as_ref().map(RecordForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("procedures-title"), &before, &posted.input);
        let typed = typed(RecordForm { version, ..posted.input }, errors, Some(conflict));
        return show::page(&app, &frame, &found, StatusCode::CONFLICT, Entered::Step(typed)).await;
    }
    let row = procedure_record::Model {
        id: stored.as_ref().map_or_else(|| ProcedureRecordId(app.clock.next_id()), |row| row.id),
        round_id: url.round,
        procedure_code: url.procedure.clone(),
        step: url.step.clone(),
        organisation_id: url.organisation,
        subject: subject.clone(),
        happened_on: read.happened_on,
        persons: read.persons,
        words: read.words,
        evidence: read.evidence,
        account_id: visitor.account,
        version: version + 1,
    };
    queries::store(&change.transaction, row, stored.is_none()).await?;
    note(&change, &app, &visitor, (&found, &url.step)).await?;
    change.answer(&procedure_of(&url), "procedures-saved").await
}

/// Why a step may not be recorded as the round stands within the change: it is finished or follows the procedure no longer,
/// or nobody is planned to take the step.
async fn refusal(
    change: &once::Change,
    procedure: &Procedure,
    place: &Place<'_>,
) -> Result<Option<WebError>, WebError> {
    if !show::is_open(change, (place.round, place.procedure)).await? {
        return Ok(Some(WebError::refused("procedures-only-look")));
    }
    let planned = queries::planned(&change.transaction, place.round).await?;
    let parts = procedure.parts(queries::persons(&planned, procedure, place.organisation));
    let is_expected =
        parts.iter().any(|part| part.subject == place.subject && part.steps.iter().any(|step| step.code == place.step));
    Ok((!is_expected).then_some(WebError::NotFound))
}

fn procedure_of(url: &urls::Step) -> urls::Procedure {
    urls::Procedure { round: url.round, procedure: url.procedure.clone(), organisation: url.organisation }
}

async fn note(
    change: &once::Change,
    app: &App,
    visitor: &Visitor,
    (found, step): (&show::Found, &str),
) -> Result<(), WebError> {
    let details = format!("{}: {} {step}", found.round.title, found.procedure.code);
    let about = About::organisation(found.organisation.0, details);
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RecordChanged, about).await?)
}

/// Which record is taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Taken {
    subject: String,
    version: i64,
}

/// Takes a record back.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Step>,
    posted: Posted<Taken>,
) -> Answer {
    let found = show::find(&app, &visitor, (url.round, &url.procedure, url.organisation)).await?;
    if !found.may_write() {
        return Err(WebError::refused("procedures-only-look"));
    }
    let subject = posted.input.subject;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let place = Place {
        round: url.round,
        procedure: &url.procedure,
        organisation: url.organisation,
        subject: &subject,
        step: &url.step,
    };
    if let Some(refusal) = refusal(&change, &found.procedure, &place).await? {
        change.give_up().await?;
        return Err(refusal);
    }
    let stored = queries::record(&change.transaction, &place).await?;
    let Some(stored) = stored else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if stored.version != posted.input.version {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    if corrections::queries::by_weak_point(&change.transaction, url.round).await?.contains_key(&stored.id) {
        change.give_up().await?;
        return Err(WebError::refused("procedures-error-task"));
    }
    queries::remove(&change.transaction, stored.id).await?;
    note(&change, &app, &visitor, (&found, &url.step)).await?;
    change.answer(&procedure_of(&url), "procedures-removed").await
}
