//! Drawing up the round of a quarter after an earlier one: whom and what it judges, by whom, with which thresholds.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{cycle_round, round};
use storage::{RoundId, Scope};

use super::calendar::{self, Shown};
use super::periods::Period;
use super::queries::{self, Attached};
use super::seen::Seen;
use super::{OFFICE, attaching, changing, seen, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::{self, NewTerm};
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::once::{self, Begun};
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// The most earlier rounds offered.
const MOST_SOURCES: usize = 100;
const LONGEST_TITLE: usize = 80;

/// A round to be drawn up, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MakeForm {
    period: String,
    source: String,
    title: String,
}

/// What is offered for it.
#[derive(Default)]
pub(super) struct Making {
    /// The periods: code, name, chosen.
    pub periods: Vec<(&'static str, String, bool)>,
    /// Earlier rounds: identifier, title, chosen; none where nothing can be copied.
    pub sources: Vec<(String, String, bool)>,
    /// The title as it stands.
    pub title: String,
}

/// The rounds that can be copied: those of the year's subtree that the visitor's office reaches, the last of the year
/// first, then the latest.
async fn sources(
    app: &App,
    visitor: &Visitor,
    seen: &Seen,
    attached: &[Attached],
) -> Result<Vec<(RoundId, String)>, WebError> {
    let below = organisations::queries::subtree(&app.database, seen.cycle.organisation_id).await?;
    let below: std::collections::BTreeSet<_> = below.into_iter().collect();
    let mut found = appraisals::queries::rounds_within(&app.database, &visitor.reach(OFFICE), &[]).await?;
    found.retain(|round| round.state != "void" && below.contains(&round.organisation_id));
    let last = attached.iter().rev().find(|one| one.period != Period::Year).map(|one| one.round);
    // What is equal stays as it stands: the latest first.
    found.sort_by_key(|round| Some(round.id) != last);
    found.truncate(MOST_SOURCES);
    Ok(found.into_iter().map(|round| (round.id, round.title)).collect())
}

/// What is offered to the office; nothing to others.
pub(super) async fn offer(
    app: &App,
    visitor: &Visitor,
    seen: &Seen,
    (page, attached, typed): (&Page, &[Attached], Option<MakeForm>),
) -> Result<Making, WebError> {
    if !seen.is_office {
        return Ok(Making::default());
    }
    let sources = sources(app, visitor, seen, attached).await?;
    // A year of semesters goes on with the other one, any other year with its quarters.
    let is_of_halves = !attached.is_empty() && attached.iter().all(|one| one.period.is_half());
    let is_next =
        |period: &Period| period.is_half() == is_of_halves && attached.iter().all(|one| one.period != *period);
    let next = Period::OF_ROUNDS.into_iter().find(is_next).unwrap_or(Period::Quarter(4));
    let usual = || {
        let name = page.t(&next.rounds_key());
        let year = seen.cycle.year.to_string();
        let title = page.with("rhythm-round-title", &[("year", year.into()), ("period", name.into())]);
        MakeForm { period: next.code().to_owned(), source: String::new(), title }
    };
    let typed = typed.unwrap_or_else(usual);
    let period = |period: Period| (period.code(), page.t(&period.rounds_key()), period.code() == typed.period);
    let source = |(id, title): (RoundId, String)| {
        let id = id.to_string();
        let is_chosen = id == typed.source;
        (id, title, is_chosen)
    };
    Ok(Making {
        periods: Period::OF_ROUNDS.into_iter().map(period).collect(),
        sources: sources.into_iter().map(source).collect(),
        title: typed.title,
    })
}

/// The round that is copied, where the visitor's office runs it.
async fn source(app: &App, visitor: &Visitor, seen: &Seen, typed: &str) -> Result<Option<round::Model>, WebError> {
    let Ok(id) = typed.parse::<RoundId>() else {
        return Ok(None);
    };
    let Some(found) = appraisals::queries::round(&app.database, id).await? else {
        return Ok(None);
    };
    for reach in [&visitor.reach(OFFICE), &Reach::Under(vec![seen.cycle.organisation_id])] {
        if !organisations::queries::in_reach(&app.database, reach, found.organisation_id).await? {
            return Ok(None);
        }
    }
    Ok(Some(found).filter(|found| found.state != "void"))
}

/// Draws it up and puts it into its period.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Rounds>,
    posted: Posted<MakeForm>,
) -> Answer {
    let seen = seen::run(&app, &visitor, url.cycle).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let title = errors.required("title", &form.title, LONGEST_TITLE);
    let period = Period::from_code(&form.period).filter(|period| Period::OF_ROUNDS.contains(period));
    if period.is_none() {
        errors.add("period", "error-choose");
    }
    let source = source(&app, &visitor, &seen, &form.source).await?;
    if source.is_none() {
        errors.add("source", "error-choose");
    }
    let (Some(period), Some(source), true) = (period, source, errors.is_empty()) else {
        let shown = Shown { making: Some(form), errors, ..Shown::default() };
        return calendar::page(&app, &visitor, &frame, &seen, (StatusCode::UNPROCESSABLE_ENTITY, shown)).await;
    };
    let scope = Scope::Organisation(source.organisation_id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let term = NewTerm { title, period: period.days(seen.cycle.year), objects: None };
    if queries::cycle(&change.transaction, url.cycle).await?.is_none() {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-cycle-gone"));
    }
    let made = appraisals::copy(&change.transaction, &app, &source, term).await?;
    let published = queries::published_beside(&change.transaction, url.cycle, made.id).await?;
    if let Some(key) = attaching::refusal(false, period, &published) {
        change.give_up().await?;
        return Err(WebError::refused(key));
    }
    let place =
        cycle_round::Model { round_id: made.id, cycle_id: url.cycle, period: period.code().to_owned(), version: 1 };
    queries::place(&change.transaction, place, true).await?;
    let about = About::organisation(made.organisation_id, format!("{} < {}", made.title, source.title));
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::RoundCreated, about).await?;
    changing::note(&change, &app, &visitor, (&seen, &format!("{} = {}", period.code(), made.title))).await?;
    change.answer(&appraisals::urls::Round { id: made.id }, "rhythm-round-made").await
}
