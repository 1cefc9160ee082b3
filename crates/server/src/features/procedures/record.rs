//! Recording what was done of one step.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::procedure_record;
use storage::{ProcedureRecordId, Scope};

use super::catalogue::Step;
use super::queries::Place;
use super::show::{self, LONGEST_SUBJECT, Typed};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
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
            evidence: errors.optional("evidence", &self.evidence, LONGEST_EVIDENCE),
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

/// Whose step it is: a name where the procedure goes person by person, nobody's else.
fn subject_of(found: &show::Found, typed: &str) -> Result<String, WebError> {
    let subject = typed.trim();
    if !found.procedure.is_by_person() {
        return Ok(String::new());
    }
    if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(WebError::BadForm("subject".to_owned()));
    }
    Ok(subject.to_owned())
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
    let subject = subject_of(&found, &posted.input.subject)?;
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
        return show::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, ("", Some(typed))).await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if !is_open(&change, &url).await? {
        change.give_up().await?;
        return Err(WebError::refused("procedures-only-look"));
    }
    let place = Place {
        round: url.round,
        procedure: &url.procedure,
        organisation: url.organisation,
        subject: &subject,
        step: &url.step,
    };
    let stored = queries::record(&change.transaction, &place).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != posted.input.version {
        change.give_up().await?;
        let before = stored.as_ref().map(RecordForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("procedures-title"), &before, &posted.input);
        let typed = typed(RecordForm { version, ..posted.input }, errors, Some(conflict));
        return show::page(&app, &frame, &found, StatusCode::CONFLICT, ("", Some(typed))).await;
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

/// Whether the step may be recorded as the round stands within the change: it is not finished, and still follows the
/// procedure.
async fn is_open(change: &once::Change, url: &urls::Step) -> Result<bool, WebError> {
    let round = appraisals::queries::round(&change.transaction, url.round).await?;
    let followed = queries::followed(&change.transaction, url.round).await?;
    let is_followed = followed.iter().any(|procedure| procedure.code == url.procedure);
    Ok(is_followed && round.is_some_and(|round| show::may_write(&round)))
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
    let subject = subject_of(&found, &posted.input.subject)?;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if !is_open(&change, &url).await? {
        change.give_up().await?;
        return Err(WebError::refused("procedures-only-look"));
    }
    let place = Place {
        round: url.round,
        procedure: &url.procedure,
        organisation: url.organisation,
        subject: &subject,
        step: &url.step,
    };
    let stored = queries::record(&change.transaction, &place).await?;
    let Some(stored) = stored else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if stored.version != posted.input.version {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    queries::remove(&change.transaction, stored.id).await?;
    note(&change, &app, &visitor, (&found, &url.step)).await?;
    change.answer(&procedure_of(&url), "procedures-removed").await
}
