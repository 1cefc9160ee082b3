//! Planning a project and changing its plan: its name, what will be done, by whom, by when, and the opinions it answers.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use storage::entities::{correction_entry, correction_project};
use storage::{CorrectionEntryId, CorrectionProjectId, Reads, RoundId, Scope};

use super::form::{Plan, PlanForm};
use super::seen::Seen;
use super::weak_points::{WeakPointView, view};
use super::{queries, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::procedures::queries::WeakPoint;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// A released opinion that may be ticked.
struct Choice {
    key: String,
    about: String,
    words: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "features/corrections/templates/plan.html")]
struct PlanView {
    page: Page,
    back: (String, String),
    action: String,
    organisations: Vec<(String, String)>,
    choices: Vec<Choice>,
    weak_points: Vec<WeakPointView>,
    /// Opinions of the project that somebody else answers for: they stay in it.
    others: usize,
    form: PlanForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What stands in the form, and what is wrong with it.
struct Typed {
    form: PlanForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

fn page(
    frame: &Frame,
    seen: &Seen,
    project: Option<&correction_project::Model>,
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let id = project.map(|project| project.id);
    let is_free = |key: &str| seen.grouped.get(key).is_none_or(|other| Some(*other) == id);
    let mut choices: Vec<Choice> = Vec::new();
    for opinion in seen.opinions.iter().filter(|opinion| is_free(&opinion.opinion_key)) {
        choices.push(Choice {
            is_chosen: typed.form.chosen.contains(&opinion.opinion_key),
            key: opinion.opinion_key.clone(),
            about: seen.about(opinion),
            words: opinion.words.clone().unwrap_or_default(),
        });
    }
    // What was ticked stands first, so that a phone shows it without a long way down.
    choices.sort_by_key(|choice| !choice.is_chosen);
    let is_free = |one: &&WeakPoint| seen.weak.grouped.get(&one.record.id).is_none_or(|other| Some(*other) == id);
    let weak = seen.weak.points.iter().filter(is_free);
    let weak = weak.map(|one| view(frame, seen, one, typed.form.weak.contains(&one.record.id.to_string())));
    let weak = weak.collect();
    let round = seen.context.round.id;
    let action = project.map_or_else(
        || urls::OfRound { round }.to_path(),
        |project| format!("{}?_method=put", urls::Correction { round, project: project.id }.to_path()),
    );
    let organisations = seen.organisations(project.map(|project| project.organisation_id)).into_iter();
    let shown = PlanView {
        page: frame.page(if project.is_some() { "corrections-plan-title" } else { "corrections-new" }),
        back: seen.back(),
        action,
        organisations: organisations.map(|(id, name)| (id.to_string(), name)).collect(),
        others: id.map_or(0, |id| seen.number_of(id) - seen.opinions_of(id).len()),
        choices,
        weak_points: weak,
        form: typed.form,
        errors: typed.errors,
        conflict: typed.conflict,
    };
    html_with(status, &shown)
}

/// The form for a new project, with the opinions that were ticked.
pub(super) async fn new(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::NewCorrection>,
    RawQuery(query): RawQuery,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let query = query.unwrap_or_default();
    let given = |wanted: &str| {
        let fields = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted);
        fields.map(|(_, value)| value.into_owned()).collect::<Vec<_>>()
    };
    let form = PlanForm { chosen: given("chosen"), weak: given("weak"), ..PlanForm::default() };
    page(&frame, &seen, None, StatusCode::OK, Typed { form, errors: FieldErrors::default(), conflict: None })
}

/// The form of the plan of a project.
pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::EditCorrection>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let project = writable(&app, &seen, url.project).await?;
    if !rules::is_open(&project.state) {
        return Err(WebError::refused("corrections-not-open"));
    }
    let typed = Typed { form: stored_form(&seen, &project), errors: FieldErrors::default(), conflict: None };
    page(&frame, &seen, Some(&project), StatusCode::OK, typed)
}

/// A project of an organisation the visitor answers for.
///
/// # Errors
/// [`WebError::NotFound`] where the visitor does not see it, a refusal where he only looks at it.
pub(super) async fn writable(
    app: &App,
    seen: &Seen,
    id: CorrectionProjectId,
) -> Result<correction_project::Model, WebError> {
    let project = seen.project(app, id).await?;
    if seen.answers_for(project.organisation_id) {
        Ok(project)
    } else {
        Err(WebError::refused("corrections-only-look"))
    }
}

fn stored_form(seen: &Seen, project: &correction_project::Model) -> PlanForm {
    let chosen = seen.opinions_of(project.id).into_iter().map(|opinion| opinion.opinion_key.clone());
    let weak = seen.weak.of(project.id).map(|one| one.record.id.to_string());
    PlanForm { chosen: chosen.collect(), weak: weak.collect(), ..PlanForm::from(project) }
}

/// Plans a project.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    posted: Posted<PlanForm>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    save(&app, (&visitor, &frame), &seen, None, posted).await
}

/// Changes the plan of a project and the opinions it answers.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Correction>,
    posted: Posted<PlanForm>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let project = writable(&app, &seen, url.project).await?;
    save(&app, (&visitor, &frame), &seen, Some(project), posted).await
}

async fn save(
    app: &App,
    (visitor, frame): (&Visitor, &Frame),
    seen: &Seen,
    before: Option<correction_project::Model>,
    posted: Posted<PlanForm>,
) -> Answer {
    let round = seen.context.round.id;
    let form = posted.input;
    // Of another round, not released, or somebody else's to answer: there is none such for this visitor.
    let is_none = form.chosen.iter().any(|key| seen.opinion(key).is_none());
    if is_none || form.weak.iter().any(|id| seen.weak.ticked(id).is_none()) {
        return Err(WebError::NotFound);
    }
    let offered = seen.organisations(before.as_ref().map(|before| before.organisation_id));
    let mut errors = FieldErrors::default();
    let due_before = before.as_ref().map(|before| before.due_on.as_str());
    let id = before.as_ref().map(|before| before.id);
    let stays = id.is_some_and(|id| {
        seen.number_of(id) > seen.opinions_of(id).len() || seen.weak.number_of(id) > seen.weak.of(id).count()
    });
    if form.chosen.is_empty() && form.weak.is_empty() && !stays {
        errors.add("chosen", "corrections-error-none-chosen");
    }
    let Some(plan) = form.read(&offered, (app.today(), due_before), &mut errors) else {
        let typed = Typed { form, errors, conflict: None };
        return page(frame, seen, before.as_ref(), StatusCode::UNPROCESSABLE_ENTITY, typed);
    };
    let change = match once::begin(app, &posted.once, Some(visitor.account), Scope::Round(round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = match id {
        Some(id) => queries::project(&change.transaction, (round, id)).await?,
        None => None,
    };
    if stored.as_ref().map_or(0, |stored| stored.version) != form.version {
        change.give_up().await?;
        let seen = Seen::load(app, visitor, round).await?;
        let now = stored.as_ref().map(|stored| stored_form(&seen, stored)).unwrap_or_default();
        let conflict = Some(form.beside(&frame.page("corrections-plan-title"), &now, &offered));
        let typed = Typed { form: PlanForm { version: now.version, ..form }, errors, conflict };
        return page(frame, &seen, stored.as_ref(), StatusCode::CONFLICT, typed);
    }
    if stored.as_ref().is_some_and(|stored| !rules::is_open(&stored.state)) {
        change.give_up().await?;
        return Err(WebError::refused("corrections-not-open"));
    }
    let is_new = stored.is_none();
    let id = id.unwrap_or_else(|| CorrectionProjectId(app.clock.next_id()));
    let keys = keys_of(&change.transaction, seen, (round, id), &form.chosen).await?;
    let weak = seen.weak.kept(&change.transaction, (round, id), &form.weak).await?;
    let Some((keys, weak)) = keys.zip(weak) else {
        // Somebody else put one of them into another project meanwhile.
        change.give_up().await?;
        errors.add("chosen", "corrections-error-grouped");
        let seen = Seen::load(app, visitor, round).await?;
        let typed = Typed { form, errors, conflict: None };
        return page(frame, &seen, before.as_ref(), StatusCode::UNPROCESSABLE_ENTITY, typed);
    };
    let count = keys.len() + weak.len();
    queries::store(&change.transaction, row_of(visitor, (round, id), stored, &plan)).await?;
    queries::set_opinions(&change.transaction, id, keys).await?;
    queries::set_weak_points(&change.transaction, id, weak).await?;
    if is_new {
        let entry = correction_entry::Model {
            id: CorrectionEntryId(app.clock.next_id()),
            project_id: id,
            kind: "planned".to_owned(),
            happened_on: app.today().to_string(),
            words: String::new(),
            account_id: visitor.account,
        };
        queries::add_entry(&change.transaction, entry).await?;
    }
    let about =
        About::organisation(plan.organisation, format!("{}: {} ({count})", seen.context.round.title, plan.name));
    audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::CorrectionChanged, about).await?;
    change.answer(&urls::Correction { round, project: id }, "corrections-saved").await
}

/// The opinions the project has from now on: those ticked, and those of it that somebody else answers for. Nothing where one
/// of them belongs to another project.
async fn keys_of(
    reads: &impl Reads,
    seen: &Seen,
    (round, id): (RoundId, CorrectionProjectId),
    chosen: &[String],
) -> Result<Option<BTreeSet<String>>, WebError> {
    let grouped = queries::grouped(reads, round).await?;
    if chosen.iter().any(|key| grouped.get(key).is_some_and(|other| *other != id)) {
        return Ok(None);
    }
    let mut keys: BTreeSet<String> = chosen.iter().cloned().collect();
    keys.extend(grouped.into_iter().filter(|(key, of)| *of == id && seen.opinion(key).is_none()).map(|(key, _)| key));
    Ok(Some(keys))
}

fn row_of(
    visitor: &Visitor,
    (round_id, id): (RoundId, CorrectionProjectId),
    stored: Option<correction_project::Model>,
    plan: &Plan,
) -> correction_project::Model {
    let blank = || correction_project::Model {
        id,
        round_id,
        organisation_id: plan.organisation,
        person: String::new(),
        name: String::new(),
        remedy: String::new(),
        due_on: String::new(),
        state: "planned".to_owned(),
        output: None,
        output_on: None,
        evidence: None,
        account_id: visitor.account,
        version: 0,
    };
    let stored = stored.unwrap_or_else(blank);
    correction_project::Model {
        organisation_id: plan.organisation,
        person: plan.person.clone(),
        name: plan.name.clone(),
        remedy: plan.remedy.clone(),
        due_on: plan.due_on.clone(),
        version: stored.version + 1,
        ..stored
    }
}
