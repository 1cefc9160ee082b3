//! What the seed of a draw is read from (S050): declared when the list is fixed, before anybody can know the seed. A source
//! that failed is followed by another one only where two people declare it with the reason; all of them stay shown.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use storage::entities::draw_source;
use storage::{AccountId, PanelId, RoundId};

use super::change::{self, Editing, Stored};
use super::draw::{self, Typed};
use super::rules::{Act, LONGEST_REASON};
use super::seen::OfPanel;
use super::{queries, seen, urls};
use crate::App;
use crate::features::appraisals::common;
use crate::web::once::Change;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, SeenVersion, Visitor, WebError};

/// The longest words of a source.
pub(super) const LONGEST_SOURCE: usize = 120;
/// The most sources that one person proposes for a draw: whoever wears it out leaves it to another.
const MOST_SOURCES: usize = 10;
/// So many days ahead a seed comes about at the latest.
const MOST_DAYS: i64 = 366;

/// A source as it was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct SourceForm {
    /// The version that was seen.
    pub version: i64,
    /// What is read,
    pub source: String,
    /// where,
    pub place: String,
    /// how it is written down,
    pub format: String,
    /// on which day,
    pub due_on: String,
    /// and at which hour.
    pub due_at: String,
    /// Why the one before failed.
    pub reason: String,
    /// Whether the list was checked: where a list is fixed, it stays.
    pub sure: String,
}

/// The moment, day and hour of the office, as sources write theirs.
pub(super) fn moment(app: &App) -> String {
    app.local_minute(app.clock.now())
}

/// Whether the moment at which a source comes about was reached.
pub(super) fn is_due(source: &draw_source::Model, moment: &str) -> bool {
    format!("{} {}", source.due_on, source.due_at).as_str() <= moment
}

/// The source that counts: the last that was declared.
pub(super) fn in_force(sources: &[draw_source::Model]) -> Option<&draw_source::Model> {
    sources.iter().rev().find(|source| source.standing == "declared")
}

/// The source that waits for a second person.
pub(super) fn proposed(sources: &[draw_source::Model]) -> Option<&draw_source::Model> {
    sources.iter().find(|source| source.standing == "proposed")
}

impl SourceForm {
    /// Reads it: each part is there, and it comes about after this moment.
    pub(super) fn read(
        &self,
        app: &App,
        (round, panel, number): (RoundId, PanelId, i64),
        (account, errors): (AccountId, &mut FieldErrors),
    ) -> draw_source::Model {
        let source = errors.required("source", &self.source, LONGEST_SOURCE);
        let place = errors.required("place", &self.place, LONGEST_SOURCE);
        let format = errors.required("format", &self.format, LONGEST_SOURCE);
        let today = app.today();
        let day = ::rules::digits::plain_text(&self.due_on);
        let day = NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").ok();
        if day.is_none() {
            errors.add("due_on", "error-bad-date");
        } else if day.is_some_and(|day| (day - today).num_days() > MOST_DAYS) {
            errors.add("due_on", "composition-error-source-far");
        }
        let hour = ::rules::digits::plain_text(&self.due_at).replace('：', ":");
        let hour = NaiveTime::parse_from_str(hour.trim(), "%H:%M").ok();
        if hour.is_none() {
            errors.add("due_at", "composition-error-hour");
        }
        let row = draw_source::Model {
            panel_id: panel,
            number,
            round_id: round,
            source,
            place,
            format,
            due_on: day.map(|day| day.to_string()).unwrap_or_default(),
            due_at: hour.map(|hour| hour.format("%H:%M").to_string()).unwrap_or_default(),
            reason: String::new(),
            standing: "declared".to_owned(),
            declared_on: today.to_string(),
            declared_by: account,
            agreed_by: None,
        };
        // A seed that is known already would be chosen, not declared.
        if day.is_some() && hour.is_some() && is_due(&row, &moment(app)) {
            errors.add("due_at", "composition-error-source-past");
        }
        row
    }
}

impl From<&draw_source::Model> for SourceForm {
    fn from(row: &draw_source::Model) -> Self {
        Self {
            source: row.source.clone(),
            place: row.place.clone(),
            format: row.format.clone(),
            due_on: row.due_on.clone(),
            due_at: row.due_at.clone(),
            reason: row.reason.clone(),
            ..Self::default()
        }
    }
}

/// The last source that is stored beside the one that was typed, whether or not there is a form for it by now.
fn both_versions(frame: &Frame, stored: &SourceForm, typed: &SourceForm) -> Conflict {
    let both = |stored: &String, typed: &String| (stored.clone(), typed.clone());
    let fields = [
        ("composition-source", both(&stored.source, &typed.source)),
        ("composition-source-place", both(&stored.place, &typed.place)),
        ("composition-source-format", both(&stored.format, &typed.format)),
        ("composition-source-day", both(&stored.due_on, &typed.due_on)),
        ("composition-source-hour", both(&stored.due_at, &typed.due_at)),
        ("composition-source-reason", both(&stored.reason, &typed.reason)),
    ];
    let page = frame.page("composition-draw-title");
    Conflict::between(&page, fields.map(|(key, (stored, typed))| (key, stored, typed)))
}

/// How a change of a draw begins.
pub(super) enum Opened {
    /// For the first time, with the sources declared.
    Fresh(Change, Box<Stored>, Vec<draw_source::Model>),
    /// It was posted before.
    Answer(axum::response::Response),
    /// Somebody else changed the draw meanwhile.
    Stale,
}

/// Begins one: of a list that is fixed and not drawn, by somebody who is not judged and does not head the group (P10).
pub(super) async fn open(
    (app, visitor): (&App, &Visitor),
    found: &OfPanel,
    (once_key, version): (&str, i64),
) -> Result<Opened, WebError> {
    common::refuse_judged(app, visitor, &found.round).await?;
    let seen = (found.round.id, found.panel.id, version);
    let (change, stored) = match change::begin(app, visitor, once_key, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(Opened::Answer(answer)),
        Editing::Stale => return Ok(Opened::Stale),
    };
    match &stored.draw {
        None => return change::refuse(change, "composition-refused-unfixed").await,
        Some(fixed) if fixed.seed.is_some() => return change::refuse(change, "composition-refused-drawn").await,
        Some(_) => {}
    }
    let sources = queries::sources(&change.transaction, found.panel.id).await?;
    Ok(Opened::Fresh(change, stored, sources))
}

/// Proposes another source, with why the one before failed.
pub(super) async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Source>,
    posted: Posted<SourceForm>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let mut row = form.read(&app, (url.round, url.panel, 0), (visitor.account, &mut errors));
    row.reason = errors.required("reason", &form.reason, LONGEST_REASON);
    let again = |errors, conflict| Typed { source: Some(form.clone()), errors, conflict, ..Typed::default() };
    if !errors.is_empty() {
        let typed = again(errors, None);
        return draw::page(&app, &visitor, &frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let (change, stored, sources) = match open((&app, &visitor), &found, (&posted.once, form.version)).await? {
        Opened::Fresh(change, stored, sources) => (change, stored, sources),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => {
            let stored = queries::sources(&app.database, url.panel).await?;
            let last = stored.last().map(SourceForm::from).unwrap_or_default();
            let typed = again(FieldErrors::default(), Some(both_versions(&frame, &last, &form)));
            return draw::page(&app, &visitor, &frame, &found, (StatusCode::CONFLICT, typed)).await;
        }
    };
    let readings = queries::readings(&change.transaction, url.panel).await?;
    if proposed(&sources).is_some() {
        return change::refuse(change, "composition-refused-proposed").await;
    }
    // Whoever read a seed has a source that did not fail.
    if readings.iter().any(|reading| reading.standing == "waits") {
        return change::refuse(change, "composition-refused-read").await;
    }
    if sources.iter().filter(|one| one.declared_by == visitor.account).count() >= MOST_SOURCES {
        return change::refuse(change, "composition-refused-sources").await;
    }
    let number = i64::try_from(sources.len()).unwrap_or(i64::MAX).saturating_add(1);
    let row = draw_source::Model { number, standing: "proposed".to_owned(), ..row };
    let what = format!("source-proposed | {number}: {} ({})", row.source, row.reason);
    queries::store_source(&change.transaction, row, true).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Draw { round: url.round, panel: url.panel }, "composition-source-proposed").await
}

/// A second person agrees: from now on the seed is read from the source that was proposed.
pub(super) async fn agree(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Source>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let (change, stored, sources) = match open((&app, &visitor), &found, (&posted.once, posted.input.version)).await? {
        Opened::Fresh(change, stored, sources) => (change, stored, sources),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => return Err(WebError::ChangedMeanwhile),
    };
    let Some(open) = proposed(&sources).cloned() else {
        return change::refuse(change, "composition-refused-no-proposal").await;
    };
    if let Some(key) = second_refused(&change, &stored, (open.declared_by, visitor.account)).await? {
        return change::refuse(change, key).await;
    }
    // What became known while the second person was waited for is no source any more.
    if is_due(&open, &moment(&app)) {
        return change::refuse(change, "composition-refused-source-past").await;
    }
    let what = format!("source-declared | {}: {}", open.number, open.source);
    let row = draw_source::Model { standing: "declared".to_owned(), agreed_by: Some(visitor.account), ..open };
    queries::store_source(&change.transaction, row, false).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Draw { round: url.round, panel: url.panel }, "composition-source-declared").await
}

/// Drops a source that was proposed; the one before stays in force, and the proposal stays shown.
pub(super) async fn drop_proposal(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Source>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    let (change, stored, sources) = match open((&app, &visitor), &found, (&posted.once, posted.input.version)).await? {
        Opened::Fresh(change, stored, sources) => (change, stored, sources),
        Opened::Answer(answer) => return Ok(answer),
        Opened::Stale => return Err(WebError::ChangedMeanwhile),
    };
    let Some(open) = proposed(&sources).cloned() else {
        return change::refuse(change, "composition-refused-no-proposal").await;
    };
    let what = format!("source-dropped | {}", open.number);
    let row = draw_source::Model { standing: "dropped".to_owned(), ..open };
    queries::store_source(&change.transaction, row, false).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Draw { round: url.round, panel: url.panel }, "composition-source-dropped").await
}

/// Why a second person may not confirm what a first one entered: he is the first, or the first counts no longer.
pub(super) async fn second_refused(
    change: &Change,
    stored: &Stored,
    (first, second): (AccountId, AccountId),
) -> Result<Option<&'static str>, WebError> {
    if first == second {
        return Ok(Some("composition-refused-second-person"));
    }
    let counts = common::still_counts(&change.transaction, Some(first), &stored.round, common::WATCHING).await?;
    Ok((!counts).then_some("composition-refused-first-gone"))
}
