//! Released opinions in the order of their random keys, each with its short answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{opinion_answer, released_opinion};
use storage::{ObjectId, Scope, WriteTransaction};

use super::context::Context;
use super::{queries, readings, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::{corrections, organisations};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::paging::{PageNumber, Pager};
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most characters of an answer.
pub const LONGEST: usize = 1_000;

#[derive(Template)]
#[template(path = "features/results/templates/opinions.html")]
struct OpinionsView {
    page: Page,
    round: (String, String),
    lines: Vec<Line>,
    pager: Pager,
    sealed: u64,
    minimum: u64,
    /// Where ticked opinions become a correction project, for whoever answers for some.
    group: Option<String>,
    /// The projects of the round, for whoever keeps them.
    projects: Option<String>,
    /// What was put right, for everybody, once the results are published.
    put_right: Option<String>,
}

struct Line {
    key: String,
    about: String,
    words: String,
    /// The correction project it belongs to, with its path for whoever keeps them.
    project: Option<(String, Option<String>)>,
    /// Whether the visitor may put it into one.
    may_group: bool,
    answer: Option<String>,
    /// Where the visitor may answer.
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "features/results/templates/answer.html")]
struct AnswerView {
    page: Page,
    about: String,
    opinion: String,
    action: String,
    back: String,
    words: String,
    /// The version the form was shown with; 0 where there was none.
    version: i64,
    /// What somebody else answered meanwhile.
    other: Option<String>,
    errors: FieldErrors,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    version: i64,
}

/// Whether the visitor sees what was released here.
pub fn sees(context: &Context, opinion: &released_opinion::Model) -> bool {
    let by_object = |id: ObjectId| context.release.object(id).is_some_and(|(_, object)| context.sees_object(object));
    let place = context.release.place(opinion.organisation_id);
    opinion.state == "released"
        && match opinion.object_id {
            Some(id) => by_object(id),
            None => place.is_some_and(|place| context.sees_place(place)),
        }
}

/// Whether the visitor answers for an organisation: its secretary, or the office.
async fn answers_for(app: &App, visitor: &Visitor, opinion: &released_opinion::Model) -> Result<bool, WebError> {
    let reach = visitor.reach(&[Role::Secretary, Role::CampaignOffice]);
    Ok(organisations::queries::in_reach(&app.database, &reach, opinion.organisation_id).await?)
}

/// Lists what was released.
pub async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Opinions>,
    Query(number): Query<PageNumber>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let mut found = queries::opinions(&app.database, url.round).await?;
    found.retain(|opinion| sees(&context, opinion));
    let pager = Pager::new(number.page, found.len() as u64, &url.to_path(), &[]);
    let mut answers = queries::answers(&app.database, url.round).await?;
    let reach = visitor.reach(&[Role::Secretary, Role::CampaignOffice]);
    let answering = organisations::queries::reachable(&app.database, &reach).await?;
    let is_open = context.round.state != "finished";
    let mut projects = corrections::queries::projects_by_opinion(&app.database, url.round).await?;
    let mut lines = Vec::new();
    for opinion in pager.of(found) {
        let answers_for = answering.as_ref().is_none_or(|all| all.binary_search(&opinion.organisation_id).is_ok());
        let may_answer = is_open && answers_for;
        let project = projects.remove(&opinion.opinion_key);
        lines.push(Line {
            may_group: answers_for && project.is_none(),
            // Whoever only reads hears of a project once it is public.
            project: project.filter(|project| answers_for || project.state == "published").map(|project| {
                let path = corrections::urls::Correction { round: url.round, project: project.id }.to_path();
                (project.name, answers_for.then_some(path))
            }),
            key: opinion.opinion_key.clone(),
            about: readings::about(&context.frozen, &opinion),
            path: may_answer
                .then(|| urls::OpinionAnswer { round: url.round, key: opinion.opinion_key.clone() }.to_path()),
            answer: answers.remove(&opinion.opinion_key).map(|answer| answer.words),
            words: opinion.words.unwrap_or_default(),
        });
    }
    let keeps = corrections::KEEPERS.iter().any(|role| visitor.has(*role));
    let new = corrections::urls::NewCorrection { round: url.round }.to_path();
    html(&OpinionsView {
        group: lines.iter().any(|line| line.may_group).then_some(new),
        put_right: matches!(context.round.state.as_str(), "published" | "finished")
            .then(|| corrections::urls::Published { round: url.round }.to_path()),
        projects: keeps.then(|| corrections::urls::OfRound { round: url.round }.to_path()),
        pager,
        page: frame.page("results-opinions-title"),
        round: (urls::Results { round: url.round }.to_path(), context.round.title.clone()),
        lines,
        sealed: context.release.opinions_sealed,
        minimum: context.release.opinion_minimum,
    })
}

async fn find(
    app: &App,
    visitor: &Visitor,
    url: &urls::OpinionAnswer,
) -> Result<(Context, released_opinion::Model), WebError> {
    let context = Context::load(app, visitor, url.round).await?;
    let opinion = queries::opinion(&app.database, url.round, &url.key)
        .await?
        .filter(|opinion| sees(&context, opinion))
        .ok_or(WebError::NotFound)?;
    if !answers_for(app, visitor, &opinion).await? {
        return Err(WebError::NotFound);
    }
    if context.round.state == "finished" {
        return Err(WebError::refused("results-finished-already"));
    }
    Ok((context, opinion))
}

fn view(
    frame: &Frame,
    context: &Context,
    opinion: &released_opinion::Model,
    (words, version): (String, i64),
    errors: FieldErrors,
) -> AnswerView {
    AnswerView {
        page: frame.page("results-answer-title"),
        about: readings::about(&context.frozen, opinion),
        opinion: opinion.words.clone().unwrap_or_default(),
        action: urls::OpinionAnswer { round: context.round.id, key: opinion.opinion_key.clone() }.to_path(),
        back: urls::Opinions { round: context.round.id }.to_path(),
        words,
        version,
        other: None,
        errors,
    }
}

/// The form for an answer.
pub async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OpinionAnswer>,
) -> Answer {
    let (context, opinion) = find(&app, &visitor, &url).await?;
    let before = queries::answer(&app.database, &opinion.opinion_key).await?;
    let shown = before.map(|answer| (answer.words, answer.version)).unwrap_or_default();
    html(&view(&frame, &context, &opinion, shown, FieldErrors::default()))
}

/// Stores the answer.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OpinionAnswer>,
    posted: Posted<AnswerForm>,
) -> Answer {
    let (context, opinion) = find(&app, &visitor, &url).await?;
    let mut errors = FieldErrors::default();
    let input = posted.input;
    let words = errors.required("words", &input.words, LONGEST);
    if !errors.is_empty() {
        let view = view(&frame, &context, &opinion, (input.words, input.version), errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let scope = Scope::Round(context.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let said = (words, input.version);
    if !record_answer(&change.transaction, (&app, &visitor), &context, &opinion, said).await? {
        change.give_up().await?;
        return both_versions(&app, &frame, &context, &opinion, input.words).await;
    }
    change.answer(&urls::Opinions { round: context.round.id }, "results-answered").await
}

/// Answers an opinion whose answer was read as this version, 0 where it had none; `false` where somebody answered meanwhile.
/// A correction project answers its opinions by this too, many in one entry.
///
/// # Errors
/// When the database refuses.
pub async fn record_answer(
    transaction: &WriteTransaction,
    (app, visitor): (&App, &Visitor),
    context: &Context,
    opinion: &released_opinion::Model,
    (words, version): (String, i64),
) -> Result<bool, WebError> {
    let row = opinion_answer::Model {
        opinion_key: opinion.opinion_key.clone(),
        words,
        account_id: visitor.account,
        answered_at: app.clock.now(),
        version: version + 1,
    };
    if !queries::set_answer(transaction, row).await? {
        return Ok(false);
    }
    let about = About::organisation(opinion.organisation_id, context.round.title.clone());
    audit::record(transaction, &app.clock, &Actor::from(visitor), Event::OpinionAnswered, about).await?;
    Ok(true)
}

/// The form again, with what somebody else answered meanwhile beside what was written here.
async fn both_versions(
    app: &App,
    frame: &Frame,
    context: &Context,
    opinion: &released_opinion::Model,
    words: String,
) -> Answer {
    let stored = queries::answer(&app.database, &opinion.opinion_key).await?.ok_or(WebError::ChangedMeanwhile)?;
    let mut view = view(frame, context, opinion, (words, stored.version), FieldErrors::default());
    view.other = Some(stored.words);
    html_with(StatusCode::CONFLICT, &view)
}
