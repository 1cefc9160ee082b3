//! The seed of a draw (S050): one person enters what the declared source gave, once its hour has come, and a second one
//! confirms it; only then the draw is done, once.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{candidate, draw_reading, panel_draw};

use super::draw::{self, Typed};
use super::rules::{LONGEST_REASON, Standing, is_seed};
use super::sources::{self, Opened};
use super::{change, queries, seen, urls};
use crate::App;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, SeenVersion, Visitor, WebError};

/// The most readings that one person enters for a draw: whoever wears it out leaves it to another.
const MOST_READINGS: usize = 10;

/// The seed as it was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct SeedForm {
    version: i64,
    /// What was read.
    pub seed: String,
}

/// Why a reading is sent back.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct BackForm {
    version: i64,
    /// In words.
    pub reason: String,
}

/// The reading that waits for a second person.
pub(super) fn waiting(readings: &[draw_reading::Model]) -> Option<&draw_reading::Model> {
    readings.iter().find(|reading| reading.standing == "waits")
}

/// Enters the seed as it was read.
pub(super) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Draw>,
    posted: Posted<SeedForm>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let seed = form.seed.trim().to_owned();
    let again = |errors, conflict| Typed { seed: Some(form.seed.clone()), errors, conflict, ..Typed::default() };
    let mut errors = FieldErrors::default();
    if !is_seed(&seed) {
        errors.add("seed", "composition-error-seed");
        let typed = again(errors, None);
        return draw::page(&app, &visitor, &frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let opened = sources::open((&app, &visitor), &found, (&posted.once, form.version)).await?;
    let (change, stored, sources) = match opened {
        Opened::Fresh(change, stored, sources) => (change, stored, sources),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => {
            // What was typed stands beside what is stored, whether or not there is a form for it by now.
            let stored = queries::readings(&app.database, url.panel).await?;
            let stored = stored.last().map_or_else(String::new, |reading| reading.seed.clone());
            let page = frame.page("composition-draw-title");
            let conflict = Conflict::between(&page, [("composition-seed", stored, seed)]);
            let typed = again(errors, Some(conflict));
            return draw::page(&app, &visitor, &frame, &found, (StatusCode::CONFLICT, typed)).await;
        }
    };
    let readings = queries::readings(&change.transaction, url.panel).await?;
    let source = sources::in_force(&sources);
    let refused = match source {
        None => Some("composition-refused-no-source"),
        Some(_) if sources::proposed(&sources).is_some() => Some("composition-refused-proposed"),
        Some(_) if waiting(&readings).is_some() => Some("composition-refused-read"),
        Some(_) if readings.iter().filter(|one| one.read_by == visitor.account).count() >= MOST_READINGS => {
            Some("composition-refused-readings")
        }
        Some(source) if !sources::is_due(source, &sources::moment(&app)) => Some("composition-refused-not-due"),
        Some(_) => None,
    };
    if let Some(key) = refused {
        return change::refuse(change, key).await;
    }
    let number = i64::try_from(readings.len()).unwrap_or(i64::MAX).saturating_add(1);
    let row = draw_reading::Model {
        panel_id: url.panel,
        number,
        round_id: url.round,
        source_number: source.map_or(0, |source| source.number),
        seed: seed.clone(),
        standing: "waits".to_owned(),
        reason: String::new(),
        read_on: app.today().to_string(),
        read_by: visitor.account,
        answered_by: None,
    };
    queries::store_reading(&change.transaction, row, true).await?;
    let what = format!("seed-read | {number}: {seed}");
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&url, "composition-seed-read").await
}

/// A second person confirms what was read: the draw is done.
pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Draw>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let opened = sources::open((&app, &visitor), &found, (&posted.once, posted.input.version)).await?;
    let (change, stored, sources) = match opened {
        Opened::Fresh(change, stored, sources) => (change, stored, sources),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => return Err(WebError::ChangedMeanwhile),
    };
    let readings = queries::readings(&change.transaction, url.panel).await?;
    let (Some(read), Some(fixed)) = (waiting(&readings).cloned(), stored.draw.clone()) else {
        return change::refuse(change, "composition-refused-nothing-read").await;
    };
    let who = (read.read_by, visitor.account);
    if let Some(key) = sources::second_refused(&change, &stored, who).await? {
        return change::refuse(change, key).await;
    }
    let source = sources.iter().find(|source| source.number == read.source_number);
    let what = format!("drawn | {} | {}", fixed.digest, read.seed);
    let drawn = panel_draw::Model {
        seed: Some(read.seed.clone()),
        seed_source: source.map(|source| source.source.clone()),
        drawn_on: Some(app.today().to_string()),
        account_id: visitor.account,
        ..fixed
    };
    let places = draw::places(&drawn);
    let wanted = usize::try_from(drawn.wanted).unwrap_or_default();
    let standing = |row: &candidate::Model| {
        let is_drawn = places.get(&row.number).is_some_and(|place| *place <= wanted);
        if is_drawn { Standing::Drawn } else { Standing::Reserve }
    };
    let after = stored.candidates.iter().map(|row| {
        let standing = standing(row).code().to_owned();
        candidate::Model { standing, ..row.clone() }
    });
    queries::replace_candidates(&change.transaction, &stored.candidates, after.collect()).await?;
    queries::store_draw(&change.transaction, drawn, false).await?;
    let row = draw_reading::Model { standing: "confirmed".to_owned(), answered_by: Some(visitor.account), ..read };
    queries::store_reading(&change.transaction, row, false).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&url, "composition-drawn").await
}

/// Sends what was read back, with the reason; it stays shown.
pub(super) async fn send_back(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Draw>,
    posted: Posted<BackForm>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let reason = errors.required("back", &form.reason, LONGEST_REASON);
    let again = |errors, conflict| Typed { back: Some(form.reason.clone()), errors, conflict, ..Typed::default() };
    if !errors.is_empty() {
        let typed = again(errors, None);
        return draw::page(&app, &visitor, &frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let opened = sources::open((&app, &visitor), &found, (&posted.once, form.version)).await?;
    let (change, stored) = match opened {
        Opened::Fresh(change, stored, _) => (change, stored),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => {
            let page = frame.page("composition-draw-title");
            let conflict = Conflict::between(&page, [("composition-seed-back-why", String::new(), reason)]);
            let typed = again(errors, Some(conflict));
            return draw::page(&app, &visitor, &frame, &found, (StatusCode::CONFLICT, typed)).await;
        }
    };
    let readings = queries::readings(&change.transaction, url.panel).await?;
    let Some(read) = waiting(&readings).cloned() else {
        return change::refuse(change, "composition-refused-nothing-read").await;
    };
    let what = format!("seed-sent-back | {}: {reason}", read.number);
    let row =
        draw_reading::Model { standing: "sent_back".to_owned(), reason, answered_by: Some(visitor.account), ..read };
    queries::store_reading(&change.transaction, row, false).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&url, "composition-seed-sent-back").await
}
