//! The turnout on the screen of a hall: sampled every ten minutes, in whole multiples of *k*, kept in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use ballot_box::{Minutes, Phase};
use documents::charts::{Turnout, TurnoutPoint, turnout};
use storage::{Instant, RoundId};

use super::display::{Look, Switches};
use super::standing::{broken, waits_for_paper};
use super::{sending, urls};
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::web::{Answer, Frame, Page, WebError};

const MICROS_IN_TEN_MINUTES: i64 = 10 * 60 * 1_000_000;
/// As many moments as a chart can show: a day.
const MOST_MOMENTS: usize = 144;

/// What was sampled while screens were watched: round → ten minutes → ballots at least.
#[derive(Default)]
pub struct Samples(Mutex<HashMap<RoundId, BTreeMap<i64, u64>>>);

impl Samples {
    fn add(&self, round: RoundId, moment: i64, count: u64) -> Vec<(i64, u64)> {
        let mut rounds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let moments = rounds.entry(round).or_default();
        moments.insert(moment, count);
        while moments.len() > MOST_MOMENTS {
            moments.pop_first();
        }
        moments.iter().map(|(at, count)| (*at, *count)).collect()
    }
}

#[derive(Template)]
#[template(path = "features/ballots/templates/hall.html")]
struct HallView {
    page: Page,
    look: Look,
    title: String,
    is_paused: bool,
    at_least: u64,
    planned: u64,
    chart: String,
    sheets: Vec<(String, u64)>,
}

/// Shows the turnout while casting is open; before and after it there is no such page.
pub(super) async fn show(
    State(app): State<App>,
    Path(url): Path<urls::Hall>,
    headers: HeaderMap,
    frame: Frame,
) -> Answer {
    let round = ballot_round(url.round);
    let phase = app.ballots.phase(round).await.map_err(broken)?;
    let is_over = phase == Some(Phase::Paused) && waits_for_paper(&app, round).await?;
    if is_over || !matches!(phase, Some(Phase::Casting | Phase::Paused)) {
        return Err(WebError::NotFound);
    }
    let frozen = app.snapshots.frozen(&app.database, url.round).await?.ok_or(WebError::NotFound)?;
    let now = app.clock.now().0;
    let minutes = Minutes((now / 60_000_000).max(0).unsigned_abs());
    let counts = app.ballots.turnout(round, minutes).await.map_err(broken)?;
    let at_least = counts.iter().map(|count| count.at_least).sum();
    let page = frame.page("ballots-hall-title");
    let samples = app.turnout.add(url.round, now / MICROS_IN_TEN_MINUTES, at_least);
    let clock = |moment: i64| app.local(Instant(moment * MICROS_IN_TEN_MINUTES)).format("%H:%M").to_string();
    let planned = frozen.plan.panels.iter().map(|p| u64::from(p.planned)).sum();
    let chart = turnout(&Turnout {
        title: page.t("ballots-hall-chart"),
        description: page.t("ballots-hall-chart-about"),
        whole: Some(planned),
        points: samples.into_iter().map(|(moment, count)| TurnoutPoint { label: clock(moment), count }).collect(),
    });
    let sheet_title = |number: u32| {
        let panel = frozen.plan.panel_numbered(number);
        panel.map_or_else(String::new, |panel| frozen.plan.title_of(panel.sheet, frame.language))
    };
    let mut by_sheet: BTreeMap<String, u64> = BTreeMap::new();
    for count in &counts {
        *by_sheet.entry(sheet_title(count.sheet.0)).or_default() += count.at_least;
    }
    let view = HallView {
        page,
        look: Look::of(&headers, Switches::Hidden),
        title: frozen.title.clone(),
        is_paused: phase == Some(Phase::Paused),
        at_least,
        planned,
        chart,
        sheets: by_sheet.into_iter().collect(),
    };
    sending::page(&headers, StatusCode::OK, &view)
}
