//! Publishing with the record of where and when (S057), and finishing once everything is answered and accounted for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::dates::Day;
use serde::Deserialize;
use storage::{RoundId, Scope};

use super::context::Context;
use super::{queries, sealing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::outbox::{self, Job};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most characters of the place of publication.
const LONGEST_PLACE: usize = 200;

#[derive(Template)]
#[template(path = "features/results/templates/publication.html")]
struct PublicationView {
    page: Page,
    title: String,
    action: String,
    back: String,
    bulletin: String,
    opening_hash: String,
    root: Option<String>,
    place: String,
    day: String,
    errors: FieldErrors,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct PublicationForm {
    #[serde(default)]
    place: String,
    #[serde(default)]
    day: String,
}

#[derive(Template)]
#[template(path = "features/results/templates/finish.html")]
struct FinishView {
    page: Page,
    title: String,
    action: String,
    back: String,
    unanswered: u64,
    unread: u64,
    missing: Vec<String>,
    coverage: String,
}

/// Confirming needs no field: the form's key and token say that it was meant.
#[derive(Debug, Deserialize)]
pub struct FinishForm {}

/// The round, where the visitor is the office that runs it and it stands in one of these states.
pub async fn run_by(
    app: &App,
    visitor: &Visitor,
    id: RoundId,
    states: &[&str],
    otherwise: &str,
) -> Result<Context, WebError> {
    let context = Context::load(app, visitor, id).await?;
    let reach = visitor.reach(&[Role::CampaignOffice]);
    let owner = context.round.organisation_id;
    if !organisations::queries::in_reach(&app.database, &reach, owner).await? {
        return Err(WebError::NotFound);
    }
    if !states.contains(&context.round.state.as_str()) {
        return Err(WebError::refused(otherwise));
    }
    Ok(context)
}

/// The form: where and when.
pub async fn new(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Publication>) -> Answer {
    let context = run_by(&app, &visitor, url.round, &["sealed"], "results-published-already").await?;
    let day = app.today().to_string();
    html(&publication(&frame, &context, (String::new(), day), FieldErrors::default()))
}

fn publication(
    frame: &Frame,
    context: &Context,
    (place, day): (String, String),
    errors: FieldErrors,
) -> PublicationView {
    let round = context.round.id;
    PublicationView {
        page: frame.page("results-publish"),
        title: context.round.title.clone(),
        action: urls::Publication { round }.to_path(),
        back: urls::Results { round }.to_path(),
        bulletin: urls::Bulletin { round }.to_path(),
        opening_hash: context.round.opening_hash.clone().unwrap_or_default(),
        root: context.root.clone(),
        place,
        day,
        errors,
    }
}

/// Publishes: from now on secretaries and those judged see their own results.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Publication>,
    posted: Posted<PublicationForm>,
) -> Answer {
    let context = run_by(&app, &visitor, url.round, &["sealed"], "results-published-already").await?;
    let input = posted.input;
    let mut errors = FieldErrors::default();
    let place = errors.required("place", &input.place, LONGEST_PLACE);
    let day = input.day.trim();
    if day.parse::<Day>().is_err() {
        errors.add("day", "error-bad-date");
    } else if day > app.today().to_string().as_str() {
        errors.add("day", "results-publish-future");
    }
    if !errors.is_empty() {
        return html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &publication(&frame, &context, (input.place, input.day), errors),
        );
    }
    let round = &context.round;
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    if !queries::set_state(transaction, round, "published").await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let (of, said) = ((round.id, round.organisation_id), (place.clone(), day.to_owned()));
    queries::set_published(transaction, (&app.clock, visitor.account), of, said).await?;
    let people = (Some(visitor.account), None);
    queries::add_step(transaction, &app.clock, round.id, ("published", "done"), people).await?;
    let about = About::organisation(round.organisation_id, format!("{}: {place}", round.title));
    let actor = Actor::from(&visitor);
    audit::record(transaction, &app.clock, &actor, Event::ResultsPublished, about).await?;
    change.answer(&urls::Results { round: round.id }, "results-published").await
}

/// What still keeps a round from being finished.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// Released opinions without an answer.
    pub unanswered: u64,
    /// Opinions that two tally keepers have not decided on.
    pub unread: u64,
    /// Units neither appraised nor excused.
    pub missing: Vec<String>,
    /// Units appraised, units in all.
    pub coverage: (u64, u64),
}

impl Outstanding {
    /// Whether nothing is left to do.
    pub const fn is_nothing(&self) -> bool {
        self.unanswered == 0 && self.unread == 0 && self.missing.is_empty()
    }
}

/// What is outstanding of a round (S048, R08).
pub async fn outstanding(app: &App, context: &Context) -> Result<Outstanding, WebError> {
    let mut found = Outstanding::default();
    let answers = queries::answers(&app.database, context.round.id).await?;
    for opinion in queries::opinions(&app.database, context.round.id).await? {
        match opinion.state.as_str() {
            "released" if !answers.contains_key(&opinion.opinion_key) => found.unanswered += 1,
            "unread" | "proposed" => found.unread += 1,
            _ => {}
        }
    }
    let plan = &context.frozen.plan;
    // A window is no unit, and a round about windows alone appraises none (S070).
    if plan.objects.iter().all(|object| object.window.is_some()) {
        return Ok(found);
    }
    for unit in &context.frozen.tree {
        let was_judged = context.release.objects.iter().any(|object| {
            let declared = plan.object(object.object).filter(|declared| declared.window.is_none());
            let is_it = declared.is_some_and(|declared| declared.organisation == unit.id);
            is_it && context.release.ballots_on(object).1 > 0
        });
        let record = context.record(unit.id);
        let is_excused = record
            .and_then(|record| record.not_appraised_reason.as_deref())
            .is_some_and(|reason| !reason.trim().is_empty());
        // The owner runs the round; it is a unit to be appraised only where it was put among the objects.
        let is_owner = unit.id == context.round.organisation_id;
        let is_object = plan.objects.iter().any(|object| object.organisation == unit.id && object.window.is_none());
        // Only organisations at the bottom and those put on the round are appraised: a committee above is not a unit.
        let has_below = context.frozen.tree.iter().any(|other| other.parent == Some(unit.id));
        if !is_object && (is_owner || has_below) {
            continue;
        }
        found.coverage.1 += 1;
        if was_judged {
            found.coverage.0 += 1;
        } else if !is_excused {
            found.missing.push(unit.name.clone());
        }
    }
    Ok(found)
}

/// What is still outstanding, and the button where nothing is.
pub async fn confirm(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Finish>) -> Answer {
    let context = run_by(&app, &visitor, url.round, &["published"], "results-not-published").await?;
    finish_page(&app, &frame, &context, StatusCode::OK).await
}

async fn finish_page(app: &App, frame: &Frame, context: &Context, status: StatusCode) -> Answer {
    let found = outstanding(app, context).await?;
    let (appraised, units) = found.coverage;
    let coverage = rules::attendance::coverage(appraised, units);
    let round = context.round.id;
    html_with(
        status,
        &FinishView {
            page: frame.page("results-finish"),
            title: context.round.title.clone(),
            action: urls::Finish { round }.to_path(),
            back: urls::Results { round }.to_path(),
            unanswered: found.unanswered,
            unread: found.unread,
            missing: found.missing,
            coverage: coverage.map(|coverage| super::figures::share(coverage.share)).unwrap_or_default(),
        },
    )
}

/// Finishes the round: the signing key is destroyed and nothing about it changes any more.
pub async fn finish(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Finish>,
    posted: Posted<FinishForm>,
) -> Answer {
    let context = run_by(&app, &visitor, url.round, &["published"], "results-not-published").await?;
    if !outstanding(&app, &context).await?.is_nothing() {
        return finish_page(&app, &frame, &context, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let FinishForm {} = posted.input;
    let round = context.round.id;
    let scope = Scope::Round(round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let people = (Some(visitor.account), None);
    queries::add_step(&change.transaction, &app.clock, round, ("finished", "begun"), people).await?;
    // Everything is answered: what is handed out now is the last word.
    outbox::enqueue(&change.transaction, &app.clock, Job::Dossier(round)).await?;
    let answer = change.answer(&urls::Results { round }, "results-finished").await?;
    if let Err(error) = sealing::finish(&app, round, None).await {
        tracing::error!(%error, "finishing was cut off");
    }
    Ok(answer)
}
