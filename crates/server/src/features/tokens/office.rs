//! How many tokens were taken, for the office and the tally keepers: by group, never who. Prolonging the time, and retiring
//! a key of which too few were taken.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::SheetId;
use serde::Deserialize;
use storage::PanelId;
use storage::entities::round;

use super::rules::{self, Standing, Times};
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common::{self, Editing, PREPARING, WATCHING};
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::Plan;
use crate::features::appraisals::{self, form, panel_name, queries as rounds};
use crate::features::named;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

struct Choice {
    id: String,
    name: String,
    planned: u32,
    is_chosen: bool,
}

struct Group {
    name: String,
    roll: String,
    action: String,
    planned: u32,
    slips: u32,
    taken: u32,
    fingerprint: String,
    is_retired: bool,
    may_retire: bool,
}

#[derive(Template)]
#[template(path = "features/tokens/templates/office.html")]
struct OfficeView {
    page: Page,
    round: (String, String),
    version: i64,
    action: String,
    period: String,
    may_declare: bool,
    may_prolong: bool,
    choices: Vec<Choice>,
    groups: Vec<Group>,
    minimum: i64,
    ends_at: String,
    errors: FieldErrors,
}

/// What was typed, where it is wrong.
pub(super) struct Typed {
    /// When taking tokens ends.
    pub ends_at: String,
    /// The groups chosen.
    pub panels: Option<Vec<PanelId>>,
    /// What is wrong with it.
    pub errors: FieldErrors,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.round, WATCHING).await?;
    page(&app, &visitor, &frame, (&round, StatusCode::OK), None).await
}

/// The page, with what was typed where it is wrong.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (round, status): (&round::Model, StatusCode),
    typed: Option<Typed>,
) -> Answer {
    let reads = &app.database;
    let page = frame.page("tokens-office-title");
    let plan = rounds::plan(reads, round.id).await?;
    let groups = queries::groups(reads, round.id).await?;
    let taken = queries::taken(reads, round.id).await?;
    let allotted = named::queries::taken(reads, round.id).await?;
    let ends_at = queries::ends_at(reads, round.id).await?;
    let is_office = common::reaches(app, visitor, round.organisation_id).await?;
    let is_issuing = round.state == "issuing" && round.opening_hash.is_some();
    let is_over = ends_at.is_none_or(|ends_at| ends_at <= app.clock.now());
    let frozen = app.snapshots.frozen(reads, round.id).await?;
    let keys = frozen.and_then(|frozen| frozen.tokens.clone()).map(|tokens| tokens.keys).unwrap_or_default();
    let chosen = typed.as_ref().and_then(|typed| typed.panels.clone());
    let is_chosen = |id: PanelId| chosen.as_ref().map_or(groups.contains_key(&id), |chosen| chosen.contains(&id));
    let choices = rules::able(&plan).map(|panel| Choice {
        id: panel.id.to_string(),
        name: panel_name(&plan, panel.id, &page),
        planned: plan.planned_in_all(panel),
        is_chosen: is_chosen(panel.id),
    });
    let lines = plan.open_panels().filter_map(|panel| Some((panel, *groups.get(&panel.id)?)));
    let minimum = rounds::number(round.minimum);
    let lines = lines.map(|(panel, standing)| {
        let of_panel = taken.get(&panel.id).copied().unwrap_or_default();
        let (planned, slips) = rules::planned(&plan, panel, named::rules::taken_in_all(&plan, panel, &allotted));
        Group {
            name: panel_name(&plan, panel.id, &page),
            roll: named::urls::Roll { round: round.id, panel: panel.id }.to_path(),
            action: urls::Key { round: round.id, panel: panel.id }.to_path(),
            planned,
            slips,
            taken: of_panel,
            fingerprint: keys.get(&panel.number).cloned().unwrap_or_default(),
            is_retired: standing == Standing::Retired,
            may_retire: is_office && is_issuing && is_over && standing == Standing::Offered && of_panel < minimum,
        }
    });
    let as_typed = |moment| form::typed_moment(moment, app);
    let (typed_end, errors) = match typed {
        Some(typed) => (Some(typed.ends_at), typed.errors),
        None => (None, FieldErrors::default()),
    };
    let view = OfficeView {
        round: (appraisals::urls::Round { id: round.id }.to_path(), round.title.clone()),
        version: round.version,
        action: urls::OfRound { round: round.id }.to_path(),
        period: urls::Period { round: round.id }.to_path(),
        may_declare: is_office && PREPARING.contains(&round.state.as_str()),
        may_prolong: is_office && is_issuing,
        choices: choices.collect(),
        groups: lines.collect(),
        minimum: round.minimum,
        ends_at: typed_end.unwrap_or_else(|| ends_at.map(as_typed).unwrap_or_default()),
        errors,
        page,
    };
    html_with(status, &view)
}

/// When taking tokens is to end, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PeriodForm {
    ends_at: String,
    version: i64,
}

/// Prolongs the time in which tokens are taken; it is never made shorter, for members rely on it.
pub(super) async fn prolong(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Period>,
    posted: Posted<PeriodForm>,
) -> Answer {
    let before = common::reached(&app, &visitor, url.round, common::OFFICE).await?;
    let typed = posted.input;
    let mut errors = FieldErrors::default();
    let wished = form::moment("ends_at", &typed.ends_at, &app, &mut errors);
    let declared = queries::ends_at(&app.database, url.round).await?.ok_or(WebError::NotFound)?;
    if wished.is_some_and(|wished| wished < declared) {
        errors.add("ends_at", "tokens-error-shorter");
    }
    if wished.zip(before.casting_until).is_some_and(|(wished, until)| wished >= until) {
        errors.add("ends_at", "tokens-error-after-casting");
    }
    let Some(wished) = wished.filter(|_| errors.is_empty()) else {
        let typed = Typed { ends_at: typed.ends_at, panels: None, errors };
        return page(&app, &visitor, &frame, (&before, StatusCode::UNPROCESSABLE_ENTITY), Some(typed)).await;
    };
    let seen = (url.round, typed.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, &["issuing"]).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    queries::prolong(&change.transaction, url.round, wished).await?;
    common::note(&change, &app, &visitor, Event::TokensProlonged, &round, typed.ends_at.trim()).await?;
    change.answer(&urls::OfRound { round: url.round }, "tokens-prolonged").await
}

/// That somebody is sure, and which version was seen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sure {
    sure: String,
    version: i64,
}

/// Retires the key of a group of which fewer than k took a token: its people are given slips.
pub(super) async fn retire(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Key>,
    posted: Posted<Sure>,
) -> Answer {
    if posted.input.sure != "yes" {
        return Err(WebError::refused("tokens-tick-to-retire"));
    }
    let seen = (url.round, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, &["issuing"]).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = rounds::plan(&change.transaction, url.round).await?;
    let groups = queries::groups(&change.transaction, url.round).await?;
    let taken = queries::taken(&change.transaction, url.round).await?;
    let times = times(&change.transaction, &app, &round).await?;
    let waits = rules::waits(&plan, &groups, &taken, (times, rounds::number(round.minimum)));
    let panel = plan.panel(url.panel).filter(|panel| waits.few.iter().any(|(few, _)| *few == panel.id));
    let (Some(panel), None, true) = (panel, waits.until, round.opening_hash.is_some()) else {
        return common::refuse(change, WebError::refused("tokens-not-few")).await;
    };
    // The box first: cut off in between, it is retired here by asking again, and no token of it counts meanwhile.
    let retired = app.ballots.retire_token_key(ballot_round(url.round), SheetId(panel.number)).await;
    if let Err(error) = retired {
        return common::refuse(change, WebError::Broken(error.to_string())).await;
    }
    queries::retire(&change.transaction, url.round, panel.id).await?;
    let name = named::name_of(&plan, panel, texts::Language::ZhHans);
    common::note(&change, &app, &visitor, Event::TokenKeyRetired, &round, &name).await?;
    change.answer(&urls::OfRound { round: url.round }, "tokens-key-retired").await
}

/// The times of a round that matter to tokens.
pub async fn times(reads: &impl storage::Reads, app: &App, round: &round::Model) -> Result<Times, WebError> {
    let ends_at = queries::ends_at(reads, round.id).await?;
    Ok(Times { ends_at, casting_until: round.casting_until, now: app.clock.now() })
}

/// What casting waits for, and the groups that need no slips: everybody in them takes a token or no slip.
pub async fn waits(
    reads: &impl storage::Reads,
    app: &App,
    (round, plan): (&round::Model, &Plan),
) -> Result<(rules::Waits, BTreeMap<PanelId, bool>), WebError> {
    let groups = queries::groups(reads, round.id).await?;
    if groups.is_empty() {
        return Ok(Default::default());
    }
    let taken = queries::taken(reads, round.id).await?;
    let allotted = named::queries::taken(reads, round.id).await?;
    let times = times(reads, app, round).await?;
    let waits = rules::waits(plan, &groups, &taken, (times, rounds::number(round.minimum)));
    let offered = plan.open_panels().filter(|panel| groups.get(&panel.id) == Some(&Standing::Offered));
    let needs_slips = offered.map(|panel| {
        let (_, slips) = rules::planned(plan, panel, named::rules::taken_in_all(plan, panel, &allotted));
        (panel.id, slips > 0)
    });
    Ok((waits, needs_slips.collect()))
}
