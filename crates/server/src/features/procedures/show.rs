//! What one organisation did of a procedure, step by step, with the forms to record it.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{procedure_record, round};
use storage::{OrganisationId, RoundId};

use super::catalogue::{Procedure, Step};
use super::record::RecordForm;
use super::{list, queries, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

struct StepView {
    code: String,
    name: String,
    about: String,
    is_before_casting: bool,
    counts_persons: bool,
    action: String,
    stored: Option<procedure_record::Model>,
    typed: RecordForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

struct SubjectView {
    /// Empty where the steps are the organisation's.
    subject: String,
    steps: Vec<StepView>,
    done: usize,
}

#[derive(Template)]
#[template(path = "features/procedures/templates/show.html")]
struct ShowView {
    page: Page,
    path: String,
    back: (String, String),
    about: String,
    by_person: bool,
    may_write: bool,
    subjects: Vec<SubjectView>,
    complete: usize,
    steps_each: usize,
}

/// A procedure of a round and an organisation whose steps the visitor sees.
pub(super) struct Found {
    /// The round.
    pub round: round::Model,
    /// The procedure.
    pub procedure: &'static Procedure,
    /// The organisation.
    pub organisation: (OrganisationId, String),
}

/// Finds it.
///
/// # Errors
/// [`WebError::NotFound`] where the round does not follow it or the visitor does not see the organisation.
pub(super) async fn find(
    app: &App,
    visitor: &Visitor,
    (round, code, organisation): (RoundId, &str, OrganisationId),
) -> Result<Found, WebError> {
    let seen = list::seen(app, visitor, round).await?;
    let followed = queries::followed(&app.database, round).await?;
    let procedure = followed.into_iter().find(|procedure| procedure.code == code).ok_or(WebError::NotFound)?;
    let organisation = seen.organisations.into_iter().find(|(id, _)| *id == organisation).ok_or(WebError::NotFound)?;
    Ok(Found { round: seen.round, procedure, organisation })
}

impl Found {
    /// Whether steps may be recorded: until the round is finished.
    pub(super) fn may_write(&self) -> bool {
        may_write(&self.round)
    }
}

/// Whether steps of a round may be recorded.
pub(super) fn may_write(round: &round::Model) -> bool {
    !matches!(round.state.as_str(), "finished" | "void")
}

/// What was typed of one step, and what is wrong with it.
pub(super) struct Typed {
    /// Of whom.
    pub subject: String,
    /// Of which step.
    pub step: String,
    /// What was typed.
    pub form: RecordForm,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

/// Somebody who is to be added.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Added {
    subject: String,
}

/// The longest name of somebody who goes through the steps.
pub(super) const LONGEST_SUBJECT: usize = 40;

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Procedure>,
    Query(added): Query<Added>,
) -> Answer {
    let found = find(&app, &visitor, (url.round, &url.procedure, url.organisation)).await?;
    page(&app, &frame, &found, StatusCode::OK, (&added.subject, None)).await
}

/// The page, with somebody who is to be added and what was typed of one step.
pub(super) async fn page(
    app: &App,
    frame: &Frame,
    found: &Found,
    status: StatusCode,
    (added, mut typed): (&str, Option<Typed>),
) -> Answer {
    let (organisation, name) = &found.organisation;
    let procedure = found.procedure;
    let records = queries::records(&app.database, found.round.id).await?;
    let own: Vec<procedure_record::Model> = records
        .into_iter()
        .filter(|record| record.organisation_id == *organisation && record.procedure_code == procedure.code)
        .collect();
    let mut subjects: BTreeSet<String> = own.iter().map(|record| record.subject.clone()).collect();
    if procedure.is_by_person() {
        let added: String = added.trim().chars().take(LONGEST_SUBJECT).collect();
        subjects.extend(Some(added).filter(|added| !added.is_empty()));
        subjects.extend(typed.iter().map(|typed| typed.subject.clone()).filter(|subject| !subject.is_empty()));
    } else {
        subjects = BTreeSet::from([String::new()]);
    }
    let subjects = subjects.into_iter().map(|subject| {
        let steps: Vec<StepView> = procedure
            .step
            .iter()
            .map(|step| {
                let stored = own.iter().find(|record| record.subject == subject && record.step == step.code).cloned();
                let mine = typed.take_if(|typed| typed.subject == subject && typed.step == step.code);
                step_view(frame, found, step, (stored, mine))
            })
            .collect();
        SubjectView { done: steps.iter().filter(|step| step.stored.is_some()).count(), subject, steps }
    });
    let subjects: Vec<SubjectView> = subjects.collect();
    let url = urls::Procedure { round: found.round.id, procedure: procedure.code.clone(), organisation: *organisation };
    html_with(
        status,
        &ShowView {
            page: frame.titled(format!("{name} · {}", procedure.name.in_language(frame.language))),
            path: url.to_path(),
            back: (urls::OfRound { round: found.round.id }.to_path(), found.round.title.clone()),
            about: procedure.about.in_language(frame.language).to_owned(),
            by_person: procedure.is_by_person(),
            may_write: found.may_write(),
            complete: subjects.iter().filter(|subject| subject.done == procedure.step.len()).count(),
            subjects,
            steps_each: procedure.step.len(),
        },
    )
}

fn step_view(
    frame: &Frame,
    found: &Found,
    step: &Step,
    (stored, mine): (Option<procedure_record::Model>, Option<Typed>),
) -> StepView {
    let form = stored.as_ref().map(RecordForm::from).unwrap_or_default();
    let (typed, errors, conflict) =
        mine.map_or((form, FieldErrors::default(), None), |mine| (mine.form, mine.errors, mine.conflict));
    let url = urls::Step {
        round: found.round.id,
        procedure: found.procedure.code.clone(),
        organisation: found.organisation.0,
        step: step.code.clone(),
    };
    StepView {
        code: step.code.clone(),
        name: step.name.in_language(frame.language).to_owned(),
        about: step.about.in_language(frame.language).to_owned(),
        is_before_casting: step.before.is_some(),
        counts_persons: step.persons,
        action: url.to_path(),
        stored,
        typed,
        errors,
        conflict,
    }
}
