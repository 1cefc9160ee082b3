//! One project: what will be done by whom, what can be seen now, the opinions it answers, what became of it, and the figures
//! before and after it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{correction_entry, correction_project};

use super::before_after::{self, Compared};
use super::form::EntryForm;
use super::rules::{self, Step};
use super::seen::Seen;
use super::weak_points::{self, WeakPointView};
use super::{queries, urls};
use crate::App;
use crate::features::{appraisals, results};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor};

struct Opinion {
    about: String,
    words: String,
    answer: Option<String>,
}

/// A step that may be taken now, with its form.
struct StepView {
    kind: &'static str,
    is_completion: bool,
    asks_for_words: bool,
    form: EntryForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed of a step, and what is wrong with it.
pub(super) struct Typed {
    /// The step.
    pub step: Step,
    /// What was typed.
    pub form: EntryForm,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else did meanwhile.
    pub conflict: Option<Conflict>,
}

#[derive(Template)]
#[template(path = "features/corrections/templates/show.html")]
struct ShowView {
    page: Page,
    back: (String, String),
    project: correction_project::Model,
    organisation: String,
    is_late: bool,
    edit: Option<String>,
    entries_path: String,
    steps: Vec<StepView>,
    opinions: Vec<Opinion>,
    weak_points: Vec<WeakPointView>,
    /// Opinions in all, those somebody else answers for included.
    number: usize,
    entries: Vec<(correction_entry::Model, String)>,
    published: String,
    compared: Compared,
    repeat: Option<String>,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Correction>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let project = seen.project(&app, url.project).await?;
    page((&app, &visitor, &frame), &seen, &project, StatusCode::OK, None).await
}

/// The page, with what was typed of a step.
pub(super) async fn page(
    (app, visitor, frame): (&App, &Visitor, &Frame),
    seen: &Seen,
    project: &correction_project::Model,
    status: StatusCode,
    typed: Option<Typed>,
) -> Answer {
    let (round, id) = (project.round_id, project.id);
    let mut answers = results::queries::answers(&app.database, round).await?;
    let opinions = seen.opinions_of(id).into_iter().map(|opinion| Opinion {
        about: seen.about(opinion),
        words: opinion.words.clone().unwrap_or_default(),
        answer: answers.remove(&opinion.opinion_key).map(|answer| answer.words),
    });
    let opinions = opinions.collect();
    let entries = queries::entries(&app.database, id).await?;
    let people: Vec<_> = entries.iter().map(|entry| entry.account_id).collect();
    let names = appraisals::queries::account_names(&app.database, &people).await?;
    let may_write = seen.answers_for(project.organisation_id);
    let said = entries.iter().rev().find(|entry| entry.kind == Step::Complete.kind());
    let said = said.map(|entry| entry.words.clone()).unwrap_or_default();
    let steps = if may_write { steps(project, &seen.context.round.state, &said, typed) } else { Vec::new() };
    let compared = before_after::compared((app, visitor, frame), seen, project).await?;
    let may_repeat = appraisals::common::reaches(app, visitor, seen.context.round.organisation_id).await?
        && matches!(project.state.as_str(), "done" | "published")
        && appraisals::is_repeatable(&seen.context.round)
        && !before_after::concerned(seen, id).is_empty()
        && compared.repeat.is_none();
    let view = ShowView {
        page: frame.titled(project.name.clone()),
        back: seen.back(),
        organisation: seen.name_of(project.organisation_id),
        is_late: rules::is_late(&project.state, &project.due_on, &app.today().to_string()),
        edit: (may_write && rules::is_open(&project.state))
            .then(|| urls::EditCorrection { round, project: id }.to_path()),
        entries_path: urls::Entries { round, project: id }.to_path(),
        steps,
        opinions,
        weak_points: seen.weak.of(id).map(|one| weak_points::view(frame, seen, one, true)).collect(),
        number: seen.number_of(id),
        entries: entries
            .into_iter()
            .map(|entry| {
                let name = names.get(&entry.account_id).cloned().unwrap_or_default();
                (entry, name)
            })
            .collect(),
        published: urls::Published { round }.to_path(),
        compared,
        repeat: may_repeat.then(|| urls::Repeat { round, project: id }.to_path()),
        project: project.clone(),
    };
    html_with(status, &view)
}

/// The steps that may be taken, and the one that was being taken while somebody else took another.
fn steps(
    project: &correction_project::Model,
    round_state: &str,
    said: &str,
    mut typed: Option<Typed>,
) -> Vec<StepView> {
    const ORDER: [Step; 6] = [Step::Begin, Step::Complete, Step::Publish, Step::Note, Step::Reopen, Step::Withdraw];
    let mut shown = Vec::new();
    for step in ORDER {
        let mine = typed.take_if(|typed| typed.step == step);
        let is_now = step.may_follow(&project.state) && (step != Step::Publish || rules::may_publish(round_state));
        if !is_now && mine.is_none() {
            continue;
        }
        let kept = |text: &Option<String>| text.clone().unwrap_or_default();
        let fresh = || EntryForm {
            version: project.version,
            kind: step.kind().to_owned(),
            words: if step == Step::Complete { said.to_owned() } else { String::new() },
            output: kept(&project.output),
            output_on: kept(&project.output_on),
            evidence: kept(&project.evidence),
        };
        let (form, errors, conflict) = mine
            .map_or_else(|| (fresh(), FieldErrors::default(), None), |mine| (mine.form, mine.errors, mine.conflict));
        shown.push(StepView {
            kind: step.kind(),
            is_completion: step == Step::Complete,
            asks_for_words: step.asks_for_words(),
            form,
            errors,
            conflict,
        });
    }
    shown
}
