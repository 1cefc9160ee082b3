//! Opening casting, pausing it, going on; casting waits for self-reports (S060).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::Phase;
use serde::Deserialize;
use storage::Scope;
use storage::entities::round;

use super::common::{self, Editing, OFFICE, Paths, WATCHING};
use super::layout::ballot_round;
use super::queries::By;
use super::settings::Confirmed;
use super::{queries, steps, urls};
use crate::App;
use crate::audit::Event;
use crate::features::procedures::{self, queries::Outstanding};
use crate::features::{paper, tokens};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

struct WaitedFor {
    name: String,
    action: String,
}

struct Excused {
    name: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/casting.html")]
struct CastingView {
    page: Page,
    paths: Paths,
    round: round::Model,
    waited_for: Vec<WaitedFor>,
    /// Steps of procedures that must come first: where each is recorded, and what it is.
    steps: Vec<(String, String)>,
    excused: Vec<Excused>,
    without_slips: usize,
    unconfirmed: usize,
    /// Until when tokens are taken, and of how many groups too few were; where both stand.
    tokens_until: String,
    few_tokens: usize,
    tokens: String,
    is_issuing: bool,
    is_paused: bool,
    is_casting: bool,
    may_act: bool,
    errors: FieldErrors,
}

/// What casting waits for.
struct Waiting {
    /// Objects without self-report, by name.
    reports: Vec<(storage::ObjectId, String)>,
    /// Steps of procedures that must come before casting.
    steps: Vec<Outstanding>,
    /// Panels without slips.
    without_slips: usize,
    /// Batches of which nobody has said that they were printed well.
    unconfirmed: usize,
    /// Blind tokens.
    tokens: tokens::rules::Waits,
}

impl Waiting {
    fn is_over(&self) -> bool {
        self.reports.is_empty()
            && self.steps.is_empty()
            && self.without_slips == 0
            && self.unconfirmed == 0
            && self.tokens.is_over()
    }
}

async fn waiting(app: &App, reads: &impl storage::Reads, round: &round::Model) -> Result<Waiting, WebError> {
    let id = round.id;
    let plan = queries::plan(reads, id).await?;
    let reported = queries::reported_objects(reads, id).await?;
    let excused = queries::excused_objects(reads, id).await?;
    let batches = queries::batches(reads, id).await?;
    let waited = plan.objects.iter().filter(|object| {
        plan.definition_of(object).is_some_and(|definition| definition.self_evaluation.is_some())
            && object.reported_as.is_none()
            && !reported.contains(&object.id)
            && !excused.iter().any(|(id, _)| *id == object.id)
    });
    let forms = paper::queries::printed(reads, id).await?;
    let (tokens, needs_slips) = tokens::waits(reads, app, (round, &plan)).await?;
    // A group may judge on paper alone, or with tokens.
    let needs = |panel: storage::PanelId| needs_slips.get(&panel).copied().unwrap_or(true);
    let has_slips = |panel: storage::PanelId| {
        batches.iter().any(|batch| batch.panel_id == panel && batch.state == "printed") || forms.contains_key(&panel)
    };
    Ok(Waiting {
        reports: waited.map(|object| (object.id, object.name.clone())).collect(),
        steps: procedures::queries::outstanding(reads, id).await?,
        without_slips: plan.open_panels().filter(|panel| needs(panel.id) && !has_slips(panel.id)).count(),
        unconfirmed: batches.iter().filter(|batch| batch.state == "printing").count(),
        tokens,
    })
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    round: round::Model,
    errors: FieldErrors,
) -> Result<CastingView, WebError> {
    let waiting = waiting(app, &app.database, &round).await?;
    let objects = queries::objects(&app.database, round.id).await?;
    let excused = queries::excused_objects(&app.database, round.id).await?;
    let phase = steps::broken(app.ballots.phase(ballot_round(round.id)).await)?;
    let name = |id| {
        let found = objects.iter().find(|object| object.id == id);
        found.map_or_else(String::new, |object| object.name.clone())
    };
    Ok(CastingView {
        page: frame.page("appraisals-casting-title"),
        paths: Paths { id: round.id },
        waited_for: waiting
            .reports
            .iter()
            .map(|(object, name)| WaitedFor {
                name: name.clone(),
                action: urls::Excuse { id: round.id, object: *object }.to_path(),
            })
            .collect(),
        steps: waiting
            .steps
            .iter()
            .map(|step| {
                let (organisation, name) = &step.organisation;
                let procedure = step.procedure.code.clone();
                let url = procedures::urls::Procedure { round: round.id, procedure, organisation: *organisation };
                (url.to_path(), format!("{name} · {}", step.step.name.in_language(frame.language)))
            })
            .collect(),
        excused: excused.into_iter().map(|(id, reason)| Excused { name: name(id), reason }).collect(),
        without_slips: waiting.without_slips,
        unconfirmed: waiting.unconfirmed,
        tokens_until: waiting.tokens.until.map(|until| app.local_minute(until)).unwrap_or_default(),
        few_tokens: waiting.tokens.few.len(),
        tokens: tokens::urls::OfRound { round: round.id }.to_path(),
        is_issuing: round.state == "issuing",
        // A round that waits for its paper stands still too, but nothing goes on after that.
        is_paused: phase == Some(Phase::Paused) && round.state == "casting",
        is_casting: phase == Some(Phase::Casting),
        may_act: common::reaches(app, visitor, round.organisation_id).await?,
        errors,
        round,
    })
}

/// Shows what casting waits for, or how it goes.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Casting>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, WATCHING).await?;
    html(&view(&app, &visitor, &frame, round, FieldErrors::default()).await?)
}

/// Opens casting, or goes on after a pause.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Casting>,
    posted: Posted<Confirmed>,
) -> Answer {
    let before = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let seen = (url.id, posted.input.version);
    let states = &["issuing", "casting"];
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, states).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let is_first = round.state == "issuing";
    if round.opening_hash.is_none() {
        return common::refuse(change, WebError::refused("appraisals-still-opening")).await;
    }
    if round.casting_until.is_some_and(|until| until <= app.clock.now()) {
        return common::refuse(change, WebError::refused("appraisals-missing-casting-until")).await;
    }
    let waiting = waiting(&app, &change.transaction, &round).await?;
    let keeps = if is_first { !waiting.is_over() } else { waiting.unconfirmed > 0 };
    if keeps {
        change.give_up().await?;
        let view = view(&app, &visitor, &frame, before, FieldErrors::default()).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let (name, notice) = if is_first { ("casting", "appraisals-casting") } else { ("resumed", "appraisals-resumed") };
    move_store(&app, &visitor, change, url, (name, notice)).await
}

/// Pauses casting, for late comers' slips.
pub async fn pause(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Casting>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let states = &["casting"];
    let change = match common::edit(&app, &visitor, &posted.once, seen, states).await? {
        Editing::Fresh(change, _) => change,
        Editing::Repeated(answer) => return Ok(answer),
    };
    move_store(&app, &visitor, change, url, ("paused", "appraisals-paused")).await
}

async fn move_store(
    app: &App,
    visitor: &Visitor,
    change: once::Change,
    url: urls::Casting,
    (name, notice): (&str, &str),
) -> Answer {
    let by = By { first: Some(visitor.account), second: None };
    let begun = (name, "begun");
    let step = queries::record_step(&change.transaction, app, url.id, begun, by, "").await?;
    let answer = change.answer(&url, notice).await?;
    steps::finish_step(app, url.id, step).await?;
    Ok(answer)
}

/// Why casting does not wait for somebody.
#[derive(Debug, Deserialize)]
pub struct ExcuseForm {
    reason: String,
}

/// Records why casting does not wait for an object's self-report.
pub async fn excuse(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Excuse>,
    posted: Posted<ExcuseForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !matches!(round.state.as_str(), "announced" | "issuing") {
        return Err(WebError::refused("appraisals-too-late"));
    }
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &posted.input.reason, 200);
    if !errors.is_empty() {
        let view = view(&app, &visitor, &frame, round, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let now = queries::round(&change.transaction, url.id).await?;
    if !now.is_some_and(|now| matches!(now.state.as_str(), "announced" | "issuing")) {
        return common::refuse(change, WebError::refused("appraisals-too-late")).await;
    }
    let objects = queries::objects(&change.transaction, url.id).await?;
    let Some(object) = objects.iter().find(|object| object.id == url.object) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    queries::excuse_object(&change.transaction, object.id, reason).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &object.name).await?;
    change.answer(&urls::Casting { id: url.id }, "appraisals-excused").await
}
