//! What one organisation did of a procedure, step by step, with the forms to record it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{procedure_record, round};
use storage::{OrganisationId, RoundId};

use super::beside::{Beside, Summaries, Task};
use super::planning::Added;
use super::record::RecordForm;
use super::{list, queries, urls};
use crate::App;
use crate::features::appraisals;
use crate::features::library::model::{Part, Procedure, Step};
use crate::web::once::Change;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

struct StepView {
    code: String,
    name: String,
    about: String,
    is_before_casting: bool,
    counts_persons: bool,
    is_optional: bool,
    /// The members' written summaries: in, of all, who is missing.
    summaries: Option<Summaries>,
    /// What becomes of a weak point.
    task: Option<Task>,
    action: String,
    stored: Option<procedure_record::Model>,
    typed: RecordForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

struct SubjectView {
    /// Empty where the steps are the organisation's.
    subject: String,
    /// The person or the point; empty where the steps are the organisation's.
    heading: String,
    steps: Vec<StepView>,
    done: usize,
    due: usize,
}

/// What was recorded while the procedure had other steps or points: read, never lost.
struct EarlierView {
    /// The step, and of whom or at which point.
    heading: String,
    stored: procedure_record::Model,
}

#[derive(Template)]
#[template(path = "features/procedures/templates/show.html")]
struct ShowView {
    page: Page,
    back: (String, String),
    about: String,
    by_person: bool,
    may_write: bool,
    /// Where somebody is planned; nothing for whoever is not of the office.
    planning: Option<String>,
    added: Added,
    added_errors: FieldErrors,
    subjects: Vec<SubjectView>,
    earlier: Vec<EarlierView>,
    complete: usize,
}

/// A procedure of a round and an organisation whose steps the visitor sees.
pub(super) struct Found {
    /// The round.
    pub round: round::Model,
    /// The procedure.
    pub procedure: Procedure,
    /// The organisation.
    pub organisation: (OrganisationId, String),
    /// Whether the visitor is of the office that runs the round.
    pub is_office: bool,
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
    Ok(Found { round: seen.round, procedure, organisation, is_office: seen.is_office })
}

impl Found {
    /// Whether steps may be recorded: until the round is finished.
    pub(super) fn may_write(&self) -> bool {
        may_write(&self.round)
    }
}

/// Whether steps of a round may be recorded.
fn may_write(round: &round::Model) -> bool {
    !matches!(round.state.as_str(), "finished" | "void")
}

/// Whether steps may be recorded as the round stands within a change: it is not finished, and still follows the procedure.
pub(super) async fn is_open(change: &Change, (round, procedure): (RoundId, &str)) -> Result<bool, WebError> {
    let stored = appraisals::queries::round(&change.transaction, round).await?;
    let followed = queries::followed(&change.transaction, round).await?;
    let is_followed = followed.iter().any(|followed| followed.code == procedure);
    Ok(is_followed && stored.is_some_and(|round| may_write(&round)))
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

/// What was typed on the page.
pub(super) enum Entered {
    /// Nothing.
    Nothing,
    /// One step.
    Step(Typed),
    /// Somebody who is to be planned.
    Subject(Added, FieldErrors),
}

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Procedure>,
) -> Answer {
    let found = find(&app, &visitor, (url.round, &url.procedure, url.organisation)).await?;
    page(&app, &frame, &found, StatusCode::OK, Entered::Nothing).await
}

/// The page, with what was typed.
pub(super) async fn page(app: &App, frame: &Frame, found: &Found, status: StatusCode, entered: Entered) -> Answer {
    let (organisation, name) = &found.organisation;
    let procedure = &found.procedure;
    let records = queries::records(&app.database, found.round.id).await?;
    let own: Vec<procedure_record::Model> = records
        .into_iter()
        .filter(|record| record.organisation_id == *organisation && record.procedure_code == procedure.code)
        .collect();
    let (mut typed, (added, added_errors)) = match entered {
        Entered::Nothing => (None, Default::default()),
        Entered::Step(typed) => (Some(typed), Default::default()),
        Entered::Subject(added, errors) => (None, (added, errors)),
    };
    let planned = queries::planned(&app.database, found.round.id).await?;
    let beside = Beside::load(app, found).await?;
    let parts = procedure.parts(queries::persons(&planned, procedure, *organisation));
    let earlier = earlier(frame, procedure, &parts, &own);
    let subjects = parts.into_iter().map(|part| {
        let record = |step: &Step| own.iter().find(|one| one.subject == part.subject && one.step == step.code);
        let steps = part.steps.iter().map(|step| {
            let mine = typed.take_if(|typed| typed.subject == part.subject && typed.step == step.code);
            step_view(frame, (found, &beside), step, (record(step).cloned(), mine))
        });
        let steps = steps.collect();
        let point = procedure.points().iter().find(|point| point.code == part.subject);
        SubjectView {
            heading: point.map_or(part.subject.as_str(), |point| point.name.in_language(frame.language)).to_owned(),
            done: part.due().filter(|step| record(step).is_some()).count(),
            due: part.due().count(),
            subject: part.subject.clone(),
            steps,
        }
    });
    let subjects: Vec<SubjectView> = subjects.collect();
    let (round, code) = (found.round.id, procedure.code.clone());
    let planning = urls::Subjects { round, procedure: code.clone(), organisation: *organisation };
    let may_plan = found.is_office && procedure.is_by_person() && found.may_write();
    html_with(
        status,
        &ShowView {
            page: frame.titled(format!("{name} · {}", procedure.name.in_language(frame.language))),
            back: (urls::OfRound { round }.to_path(), found.round.title.clone()),
            about: procedure.about.in_language(frame.language).to_owned(),
            by_person: procedure.is_by_person(),
            may_write: found.may_write(),
            planning: may_plan.then(|| planning.to_path()),
            added,
            added_errors,
            complete: subjects.iter().filter(|subject| subject.done == subject.due).count(),
            subjects,
            earlier,
        },
    )
}

/// The records that stand at no step of any part.
fn earlier(
    frame: &Frame,
    procedure: &Procedure,
    parts: &[Part<'_>],
    own: &[procedure_record::Model],
) -> Vec<EarlierView> {
    let stands = |one: &procedure_record::Model| {
        let mut parts = parts.iter().filter(|part| part.subject == one.subject);
        parts.any(|part| part.steps.iter().any(|step| step.code == one.step))
    };
    let view = |one: &procedure_record::Model| {
        let step = procedure.step(&one.step).map_or(one.step.as_str(), |step| step.name.in_language(frame.language));
        let of = [step, one.subject.as_str()].into_iter().filter(|words| !words.is_empty());
        EarlierView { heading: of.collect::<Vec<_>>().join(" · "), stored: one.clone() }
    };
    own.iter().filter(|one| !stands(one)).map(view).collect()
}

fn step_view(
    frame: &Frame,
    (found, beside): (&Found, &Beside),
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
        is_optional: step.optional,
        summaries: step.summaries.then(|| beside.summaries.clone()),
        task: stored.as_ref().filter(|_| step.weak_point).map(|stored| beside.task(found, stored)),
        action: url.to_path(),
        stored,
        typed,
        errors,
        conflict,
    }
}
