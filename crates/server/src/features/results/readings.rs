//! Raw opinions, read by two tally keepers: the first proposes what is released, the second decides. Nobody else ever
//! sees the words as they were written.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{released_opinion, round};
use storage::{AccountId, RoundId, Scope};

use super::counting::broken;
use super::{fitness, queries, sealing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::ballot_round;
use crate::features::appraisals::model::Frozen;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::paging::{PageNumber, Pager};
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most characters released of an opinion.
const LONGEST: usize = 2_000;

#[derive(Template)]
#[template(path = "features/results/templates/readings.html")]
struct ReadingsView {
    page: Page,
    round: String,
    lines: Vec<Line>,
    pager: Pager,
    sealed: u64,
}

struct Line {
    path: String,
    about: String,
    state: String,
    /// Whether it waits for this visitor.
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "features/results/templates/reading.html")]
struct ReadingView {
    page: Page,
    round: String,
    about: String,
    action: String,
    back: String,
    raw: String,
    state: String,
    words: String,
    version: i64,
    is_first: bool,
    errors: FieldErrors,
}

/// What a first reader proposes, or a second decides.
#[derive(Debug, Deserialize)]
pub struct ReadingForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    words: String,
    version: i64,
}

/// All opinions that may be read.
pub async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Readings>,
    Query(number): Query<PageNumber>,
) -> Answer {
    let (round, frozen) = sealed(&app, &visitor, url.round).await?;
    let release = queries::release(&app.database, round.id).await?.ok_or(WebError::NotFound)?;
    let found = queries::opinions(&app.database, round.id).await?;
    let pager = Pager::new(number.page, found.len() as u64, &url.to_path(), &[]);
    // A first reader is looked up once, however many opinions wait for a second one.
    let mut readers: BTreeMap<AccountId, bool> = BTreeMap::new();
    let mut lines = Vec::new();
    for opinion in pager.of(found) {
        if let Some(first) = opinion.first_reader
            && !readers.contains_key(&first)
        {
            readers.insert(first, fitness::still_keeps(&app.database, first, &round, &frozen).await?);
        }
        let counts = opinion.first_reader.is_none_or(|first| readers.get(&first) == Some(&true));
        let opinion = standing(opinion, counts);
        lines.push(Line {
            path: urls::Reading { round: round.id, key: opinion.opinion_key.clone() }.to_path(),
            about: about(&frozen, &opinion),
            is_mine: opinion.state == "unread"
                || (opinion.state == "proposed" && opinion.first_reader != Some(visitor.account)),
            state: opinion.state,
        });
    }
    html(&ReadingsView {
        page: frame.page("results-readings-title"),
        round: round.title,
        lines,
        pager,
        sealed: release.opinions_sealed,
    })
}

/// One opinion with its raw words.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Reading>) -> Answer {
    let (round, frozen, opinion) = find(&app, &visitor, &url).await?;
    let raw = raw(&app, &opinion).await?;
    // Only who reads first begins with the raw words; proposed without words is to be withheld.
    let words = match &opinion.words {
        None if opinion.state == "unread" => raw.clone(),
        words => words.clone().unwrap_or_default(),
    };
    html(&view(&frame, &visitor, (&round, &frozen), &opinion, (raw, words), FieldErrors::default()))
}

fn view(
    frame: &Frame,
    visitor: &Visitor,
    (round, frozen): (&round::Model, &Frozen),
    opinion: &released_opinion::Model,
    (raw, words): (String, String),
    errors: FieldErrors,
) -> ReadingView {
    ReadingView {
        page: frame.page("results-reading-title"),
        round: round.title.clone(),
        about: about(frozen, opinion),
        action: urls::Reading { round: round.id, key: opinion.opinion_key.clone() }.to_path(),
        back: urls::Readings { round: round.id }.to_path(),
        raw,
        state: opinion.state.clone(),
        words,
        version: opinion.version,
        is_first: opinion.first_reader == Some(visitor.account),
        errors,
    }
}

/// The first reader proposes words, or that the opinion be withheld.
pub async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Reading>,
    posted: Posted<ReadingForm>,
) -> Answer {
    let (round, frozen, opinion) = find(&app, &visitor, &url).await?;
    let input = posted.input;
    if opinion.state != "unread" || opinion.version != input.version {
        return Err(WebError::ChangedMeanwhile);
    }
    let mut errors = FieldErrors::default();
    let words = errors.optional("words", &input.words, LONGEST);
    match input.decision.as_str() {
        "propose" if words.is_empty() => errors.add("words", "error-missing"),
        "propose" | "withhold" => {}
        _ => errors.add("decision", "error-choose"),
    }
    if !errors.is_empty() {
        let raw = raw(&app, &opinion).await?;
        return html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &view(&frame, &visitor, (&round, &frozen), &opinion, (raw, input.words), errors),
        );
    }
    let after = released_opinion::Model {
        state: "proposed".to_owned(),
        // Proposed without words: to be withheld.
        words: (input.decision == "propose").then_some(words),
        first_reader: Some(visitor.account),
        second_reader: None,
        ..opinion.clone()
    };
    let change = (opinion, after, Event::OpinionProposed);
    decide(&app, &visitor, &posted.once, &round, change, "results-proposed").await
}

/// The second reader releases what was proposed, or sends it back to be read anew.
pub async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Reading>,
    posted: Posted<ReadingForm>,
) -> Answer {
    let (round, frozen, opinion) = find(&app, &visitor, &url).await?;
    let input = posted.input;
    if opinion.state != "proposed" || opinion.version != input.version {
        return Err(WebError::ChangedMeanwhile);
    }
    if opinion.first_reader == Some(visitor.account) {
        return Err(WebError::refused("results-reading-own"));
    }
    let (state, event, notice) = match (input.decision.as_str(), &opinion.words) {
        ("confirm", Some(_)) => ("released", Event::OpinionReleased, "results-released"),
        ("confirm", None) => ("withheld", Event::OpinionWithheld, "results-opinion-withheld"),
        ("send_back", _) => ("unread", Event::OpinionProposed, "results-sent-back"),
        _ => {
            let mut errors = FieldErrors::default();
            errors.add("decision", "error-choose");
            let words = opinion.words.clone().unwrap_or_default();
            let raw = raw(&app, &opinion).await?;
            return html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &view(&frame, &visitor, (&round, &frozen), &opinion, (raw, words), errors),
            );
        }
    };
    let is_back = state == "unread";
    let after = released_opinion::Model {
        state: state.to_owned(),
        words: opinion.words.clone().filter(|_| !is_back),
        first_reader: opinion.first_reader.filter(|_| !is_back),
        second_reader: (!is_back).then_some(visitor.account),
        ..opinion.clone()
    };
    decide(&app, &visitor, &posted.once, &round, (opinion, after, event), notice).await
}

async fn decide(
    app: &App,
    visitor: &Visitor,
    key: &str,
    round: &round::Model,
    (before, after, event): (released_opinion::Model, released_opinion::Model, Event),
    notice: &str,
) -> Answer {
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(app, key, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if !queries::update_opinion(&change.transaction, &before, after).await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let about = About::organisation(before.organisation_id, round.title.clone());
    audit::record(&change.transaction, &app.clock, &Actor::from(visitor), event, about).await?;
    change.answer(&urls::Readings { round: round.id }, notice).await
}

/// The words as they were written; they never leave this page.
async fn raw(app: &App, opinion: &released_opinion::Model) -> Result<String, WebError> {
    let all = app.ballots.opinions(ballot_round(opinion.round_id)).await.map_err(broken)?;
    all.into_iter()
        .find(|found| data_encoding::HEXLOWER.encode(&found.key) == opinion.opinion_key)
        .map(|found| found.words)
        .ok_or_else(|| WebError::Broken("an opinion without its words".to_owned()))
}

/// What an opinion is about: the object, or where it is shown among others.
pub fn about(frozen: &Frozen, opinion: &released_opinion::Model) -> String {
    let object = opinion.object_id.and_then(|id| frozen.plan.object(id));
    let place = || frozen.organisation(opinion.organisation_id);
    object.map_or_else(|| place().map_or_else(String::new, |place| place.name.clone()), |object| object.name.clone())
}

/// An opinion as it stands: a proposal of somebody who may no longer keep the tally does not count, and it is to be read
/// anew.
fn standing(opinion: released_opinion::Model, counts: bool) -> released_opinion::Model {
    if opinion.state != "proposed" || counts {
        return opinion;
    }
    released_opinion::Model { state: "unread".to_owned(), words: None, first_reader: None, ..opinion }
}

async fn find(
    app: &App,
    visitor: &Visitor,
    url: &urls::Reading,
) -> Result<(round::Model, Frozen, released_opinion::Model), WebError> {
    let (round, frozen) = sealed(app, visitor, url.round).await?;
    let opinion = queries::opinion(&app.database, round.id, &url.key).await?.ok_or(WebError::NotFound)?;
    let counts = match opinion.first_reader {
        Some(first) => fitness::still_keeps(&app.database, first, &round, &frozen).await?,
        None => true,
    };
    Ok((round, frozen, standing(opinion, counts)))
}

/// The round with what it declared, where it is sealed and the visitor keeps its tally and is fit to.
async fn sealed(app: &App, visitor: &Visitor, id: RoundId) -> Result<(round::Model, Frozen), WebError> {
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if !fitness::keeps_tally_of(&app.database, visitor, &round).await?
        || !matches!(round.state.as_str(), "sealed" | "published" | "finished")
    {
        return Err(WebError::NotFound);
    }
    let frozen = sealing::frozen_of(&round)?;
    match fitness::unfit(&app.database, visitor, &round, &frozen).await? {
        Some(reason) => Err(WebError::refused(reason)),
        None => Ok((round, frozen)),
    }
}
