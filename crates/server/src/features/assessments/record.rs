//! Entering a judgement that somebody gives by name: a leader's review, the organisation's assessment.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::composite::Source;
use serde::Deserialize;
use storage::entities::named_record;
use storage::{NamedRecordId, Scope};

use super::sheet::Sheet;
use super::show::{self, Typed};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::{Definition, Object};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_AUTHOR: usize = 100;
const LONGEST_WORDS: usize = 2_000;

/// A judgement as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm {
    pub version: i64,
    pub author: String,
    pub given_on: String,
    pub grade: String,
    pub words: String,
}

impl From<&named_record::Model> for RecordForm {
    fn from(row: &named_record::Model) -> Self {
        Self {
            version: row.version,
            author: row.author.clone(),
            given_on: row.given_on.clone(),
            grade: row.grade.clone(),
            words: row.words.clone(),
        }
    }
}

impl RecordForm {
    /// Reads it: author, day, grade and words are all required, because a grade without its reason helps nobody.
    fn read(&self, (object, definition): (&Object, &Definition), today: NaiveDate, errors: &mut FieldErrors) -> Self {
        let author = errors.required("author", &self.author, LONGEST_AUTHOR);
        // Nobody judges himself, under his own name or with his post behind it.
        if object.member.is_some() && author.split_whitespace().any(|word| word == object.name) {
            errors.add("author", "assessments-error-own");
        }
        let day = NaiveDate::parse_from_str(rules::digits::plain_text(&self.given_on).trim(), "%Y-%m-%d");
        match day {
            Err(_) => errors.add("given_on", "error-bad-date"),
            Ok(day) if day > today => errors.add("given_on", "assessments-error-future"),
            Ok(_) => {}
        }
        if !definition.scale.grades.iter().any(|grade| grade.code == self.grade) {
            errors.add("grade", "error-choose");
        }
        Self {
            version: self.version,
            author,
            given_on: day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            grade: self.grade.clone(),
            words: errors.required("words", &self.words, LONGEST_WORDS),
        }
    }
}

fn both_versions(page: &Page, definition: &Definition, stored: RecordForm, typed: RecordForm) -> Conflict {
    let grade = |code: &str| {
        let found = definition.scale.grades.iter().find(|grade| grade.code == code);
        found.map_or_else(String::new, |grade| grade.name.in_language(page.language).to_owned())
    };
    Conflict::between(
        page,
        [
            ("assessments-author", stored.author, typed.author),
            ("assessments-given-on", stored.given_on, typed.given_on),
            ("assessments-grade", grade(&stored.grade), grade(&typed.grade)),
            ("assessments-words", stored.words, typed.words),
        ],
    )
}

/// Enters or changes it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Record>,
    posted: Posted<RecordForm>,
) -> Answer {
    let sheet = Sheet::load(&app, &visitor, url.round).await?;
    let object = sheet.object(url.object)?;
    let named = [Source::LeaderReview, Source::OrganisationAssessment];
    let source = named.into_iter().find(|source| source.code() == url.source).ok_or(WebError::NotFound)?;
    if !sheet.may_write {
        return Err(WebError::refused("assessments-only-look"));
    }
    if object.member.is_some() && visitor.member == object.member {
        return Err(WebError::refused("assessments-own"));
    }
    let definition = sheet.plan.definition_of(object).ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read((object, definition), app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { source, form: posted.input, errors, conflict: None };
        return show::page(&app, &frame, (&sheet, object), StatusCode::UNPROCESSABLE_ENTITY, Some(typed));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let mut stored = queries::records(&change.transaction, url.round).await?;
    let stored = stored.remove(&(object.id, source.code().to_owned()));
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != read.version {
        change.give_up().await?;
        let was = stored.as_ref().map(RecordForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("assessments-title"), definition, was, posted.input.clone());
        let form = RecordForm { version, ..posted.input };
        let typed = Typed { source, form, errors, conflict: Some(conflict) };
        return show::page(&app, &frame, (&sheet, object), StatusCode::CONFLICT, Some(typed));
    }
    let row = named_record::Model {
        id: stored.as_ref().map_or_else(|| NamedRecordId(app.clock.next_id()), |row| row.id),
        round_id: url.round,
        object_id: object.id,
        source: source.code().to_owned(),
        author: read.author,
        given_on: read.given_on,
        grade: read.grade,
        words: read.words,
        account_id: visitor.account,
        version: version + 1,
    };
    queries::store(&change.transaction, row, stored.is_none()).await?;
    let details = format!("{}: {} {}", sheet.round.title, object.name, source.code());
    let about = About::organisation(object.organisation, details);
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RecordChanged, about).await?;
    change.answer(&urls::Object { round: url.round, object: url.object }, "assessments-saved").await
}
