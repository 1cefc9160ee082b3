//! The calendar of a year: which rounds stand in which quarter, and how the 4 + 2 + 1 events stand for each organisation
//! (S061). A handful of statements however many organisations there are.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::organisation;
use storage::{OrganisationId, RoundId};

use super::cells::Events;
use super::cycles::RULES;
use super::making::{self, Making};
use super::periods::Period;
use super::queries::{self, Attached};
use super::seen::{self, Seen};
use super::series::is_published;
use super::{OFFICE, urls};
use crate::App;
use crate::features::{appraisals, organisations, results};
use crate::roles::Reach;
use crate::web::page::html_with;
use crate::web::paging::Pager;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    search: String,
    /// `judged`, `late`, or everything.
    only: String,
    page: u64,
}

/// What besides is shown: what was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Shown {
    /// What the list is asked for.
    pub wish: Wish,
    /// The rule that was chosen.
    pub rule: Option<&'static str>,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
    /// The round to be drawn up, as it was typed.
    pub making: Option<making::MakeForm>,
    /// What is wrong with it.
    pub errors: FieldErrors,
}

struct Quarter {
    name: String,
    days: (String, String),
    is_late: bool,
    rounds: Vec<RoundLine>,
}

struct RoundLine {
    path: Option<String>,
    title: String,
    state: String,
}

struct Cell {
    state: &'static str,
    path: Option<String>,
}

struct Line {
    path: String,
    name: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/calendar.html")]
struct CalendarView {
    page: Page,
    path: String,
    rounds_path: String,
    owner: String,
    rule: String,
    version: i64,
    is_office: bool,
    is_empty: bool,
    rules: Vec<(&'static str, bool)>,
    conflict: Option<Conflict>,
    quarters: Vec<Quarter>,
    headings: Vec<String>,
    making: Making,
    errors: FieldErrors,
    search: String,
    narrowings: Vec<(&'static str, bool)>,
    lines: Vec<Line>,
    pager: Pager,
}

const NARROWINGS: [&str; 3] = ["all", "judged", "late"];

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Calendar>,
    Query(wish): Query<Wish>,
) -> Answer {
    let seen = seen::find(&app, &visitor, url.cycle).await?;
    page(&app, &visitor, &frame, &seen, (StatusCode::OK, Shown { wish, ..Shown::default() })).await
}

/// The page, with what was typed.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    seen: &Seen,
    (status, shown): (StatusCode, Shown),
) -> Answer {
    let (id, year) = (seen.cycle.id, seen.cycle.year);
    let page =
        frame.titled(app.texts.with(frame.language, "rhythm-calendar-title", &[("year", year.to_string().into())]));
    let mut attached = queries::attached(&app.database, &[id]).await?;
    let runs = runs(app, visitor, &attached).await?;
    // A draft is the office's own.
    attached.retain(|one| one.state != "draft" || runs.contains(&one.organisation));
    let judged = queries::judged(&app.database, id).await?;
    let summed_up = queries::summed_up(&app.database, id).await?;
    let events = Events::new(&attached, judged, summed_up, (year, app.today().to_string()));
    let wish = &shown.wish;
    let below = Reach::Under(vec![seen.cycle.organisation_id]);
    let filter = organisations::queries::Filter {
        search: wish.search.clone(),
        among: vec![below, seen.reach.clone()],
        ..Default::default()
    };
    let mut found = organisations::queries::all(&app.database, &filter).await?;
    match wish.only.as_str() {
        "judged" => found.retain(|one| events.is_judged(one.id)),
        "late" => found.retain(|one| events.is_judged(one.id) && events.lacks(one.id)),
        _ => {}
    }
    let path = urls::Calendar { cycle: id }.to_path();
    let others = [("search", wish.search.as_str()), ("only", wish.only.as_str())];
    let pager = Pager::new(wish.page, found.len() as u64, &path, &others);
    let line = |one: organisation::Model| line(seen, &events, one);
    let lines = pager.of(found).map(line).collect();
    let is_empty = attached.is_empty() && queries::is_empty(&app.database, id).await?;
    let rule = shown.rule.unwrap_or(seen.cycle.yearly_rule.as_str());
    let headings = Period::EVENTS.map(|period| page.coded("rhythm-period-", period.code()));
    html_with(
        status,
        &CalendarView {
            making: making::offer(app, visitor, seen, (&page, &attached, shown.making)).await?,
            quarters: quarters(&page, seen, (&events, &attached, &runs)),
            rounds_path: urls::Rounds { cycle: id }.to_path(),
            path,
            owner: seen.owner.clone(),
            rule: page.coded("rhythm-rule-", &seen.cycle.yearly_rule),
            version: seen.cycle.version,
            is_office: seen.is_office,
            is_empty,
            rules: RULES.map(|known| (known, known == rule)).to_vec(),
            conflict: shown.conflict,
            headings: headings.to_vec(),
            errors: shown.errors,
            narrowings: NARROWINGS.map(|only| (only, only == wish.only)).to_vec(),
            search: shown.wish.search,
            lines,
            pager,
            page,
        },
    )
}

/// The owners of these rounds that the visitor's office reaches: it runs their rounds.
async fn runs(app: &App, visitor: &Visitor, attached: &[Attached]) -> Result<BTreeSet<OrganisationId>, WebError> {
    let own = organisations::queries::reachable(&app.database, &visitor.reach(OFFICE)).await?;
    let is_own = |id: &OrganisationId| own.as_ref().is_none_or(|own| own.binary_search(id).is_ok());
    Ok(attached.iter().map(|one| one.organisation).filter(is_own).collect())
}

fn quarters(
    page: &Page,
    seen: &Seen,
    (events, attached, runs): (&Events, &[Attached], &BTreeSet<OrganisationId>),
) -> Vec<Quarter> {
    let round_path = |round: RoundId, owner: &OrganisationId, state: &str| {
        if runs.contains(owner) {
            return Some(appraisals::urls::Round { id: round }.to_path());
        }
        is_published(state).then(|| results::urls::Results { round }.to_path())
    };
    let quarter = |period: Period| {
        let rounds = attached.iter().filter(|one| one.period == period);
        Quarter {
            name: page.t(&period.rounds_key()),
            days: period.days(seen.cycle.year),
            is_late: matches!(period, Period::Quarter(_)) && events.is_late(period),
            rounds: rounds
                .map(|one| RoundLine {
                    path: round_path(one.round, &one.organisation, &one.state),
                    title: one.title.clone(),
                    state: page.coded("appraisals-state-", &one.state),
                })
                .collect(),
        }
    };
    // A half-year stands there where it has a round: nobody owes one.
    Period::OF_ROUNDS
        .into_iter()
        .map(|period| (period, quarter(period)))
        .filter(|(period, quarter)| !period.is_half() || !quarter.rounds.is_empty())
        .map(|(_, quarter)| quarter)
        .collect()
}

fn line(seen: &Seen, events: &Events, one: organisation::Model) -> Line {
    let cell = |period: Period| Cell {
        state: events.state(one.id, period),
        path: period.is_summed_up().then(|| {
            let period = period.code().to_owned();
            urls::Summary { cycle: seen.cycle.id, organisation: one.id, period }.to_path()
        }),
    };
    Line {
        path: urls::Year { cycle: seen.cycle.id, organisation: one.id }.to_path(),
        cells: Period::EVENTS.into_iter().map(cell).collect(),
        name: one.name,
    }
}
