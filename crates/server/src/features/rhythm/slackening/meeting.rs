//! Noting the meeting of a quarter: its day, how many representatives attended, the hours of the ordinary workers.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::slackening_meeting;
use storage::{Scope, SlackeningMeetingId};

use super::show::{self, Typed};
use super::{Found, MOST_TENTHS, find, hours_text, judged, tenths};
use crate::App;
use crate::features::rhythm::periods::Period;
use crate::features::rhythm::{queries, urls};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const MOST_REPRESENTATIVES: i64 = 10_000;
const MOST_WORKERS: i64 = 1_000_000;
/// A meeting of a quarter's last month may slip into the next.
const DAYS_AFTER: u64 = 31;

/// A meeting as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct MeetingForm {
    pub version: i64,
    pub held_on: String,
    pub representatives: String,
    pub workers: String,
    pub worker_hours: String,
}

impl From<&slackening_meeting::Model> for MeetingForm {
    fn from(row: &slackening_meeting::Model) -> Self {
        let number = |stored: Option<i64>| stored.map_or_else(String::new, |stored| stored.to_string());
        Self {
            version: row.version,
            held_on: row.held_on.clone(),
            representatives: number(row.representatives),
            workers: number(row.workers),
            worker_hours: hours_text(row.worker_hours_tenths),
        }
    }
}

/// What it says.
struct Read {
    held_on: String,
    representatives: Option<i64>,
    workers: Option<i64>,
    worker_hours_tenths: Option<i64>,
}

/// A number from one on, or nothing.
fn number(errors: &mut FieldErrors, (field, typed): (&'static str, &str), most: i64) -> Option<i64> {
    let plain = plain_text(typed);
    if plain.is_empty() {
        return None;
    }
    let read = plain.parse::<i64>().ok().filter(|number| (1..=most).contains(number));
    if read.is_none() {
        errors.add_with(field, "rhythm-error-number", vec![("most", most.into())]);
    }
    read
}

impl MeetingForm {
    fn read(&self, found: &Found, errors: &mut FieldErrors) -> Read {
        let held_on = self.day(found, errors);
        let representatives = number(errors, ("representatives", &self.representatives), MOST_REPRESENTATIVES);
        let workers = number(errors, ("workers", &self.workers), MOST_WORKERS);
        let typed = plain_text(&self.worker_hours);
        let hours = tenths(&typed).filter(|hours| *hours > 0);
        if !typed.is_empty() && hours.is_none() {
            errors.add("worker_hours", "rhythm-error-tenths");
        }
        match (workers, hours) {
            (Some(workers), Some(hours)) if hours > workers * MOST_TENTHS => {
                errors.add("worker_hours", "rhythm-error-worker-hours");
            }
            // One without the other has no mean (A10).
            (Some(_), None) => errors.add("worker_hours", "rhythm-error-both"),
            (None, Some(_)) => errors.add("workers", "rhythm-error-both"),
            _ => {}
        }
        Read { held_on, representatives, workers, worker_hours_tenths: hours }
    }

    fn day(&self, found: &Found, errors: &mut FieldErrors) -> String {
        let iso = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let Some(day) = iso(&plain_text(&self.held_on)) else {
            errors.add("held_on", "error-bad-date");
            return String::new();
        };
        let (first, last) = Period::Quarter(found.quarter).days(found.year);
        let last = iso(&last).and_then(|last| last.checked_add_days(Days::new(DAYS_AFTER)));
        if iso(&first).is_some_and(|first| day < first) || last.is_some_and(|last| day > last) {
            let to = last.map_or_else(String::new, |last| last.to_string());
            errors.add_with("held_on", "rhythm-error-day", vec![("from", first.into()), ("to", to.into())]);
        }
        day.to_string()
    }
}

/// The last month of the quarter, where a meeting was held outside it: it belongs there (S062), and one held on another day
/// is noted as it was.
pub(super) fn last_month_missed(found: &Found, held_on: &str) -> Option<(String, String)> {
    let (_, last) = Period::Quarter(found.quarter).days(found.year);
    // ISO days are in the order of their letters.
    let first = format!("{}01", last.get(..8)?);
    (held_on < first.as_str() || held_on > last.as_str()).then_some((first, last))
}

fn both_versions(page: &Page, stored: &MeetingForm, typed: &MeetingForm) -> Conflict {
    Conflict::between(
        page,
        [
            ("rhythm-held-on", stored.held_on.clone(), typed.held_on.clone()),
            ("rhythm-representatives", stored.representatives.clone(), typed.representatives.clone()),
            ("rhythm-workers", stored.workers.clone(), typed.workers.clone()),
            ("rhythm-worker-hours", stored.worker_hours.clone(), typed.worker_hours.clone()),
        ],
    )
}

/// Notes it or changes it.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Slackening>,
    posted: Posted<MeetingForm>,
) -> Answer {
    let found = find(&app, &visitor, url.organisation, (&url.year, &url.quarter)).await?;
    if !found.sight.keeps() {
        return Err(WebError::NotFound);
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let read = form.read(&found, &mut errors);
    if !errors.is_empty() {
        return again(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, (form, errors, None)).await;
    }
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let place = (found.year, found.quarter);
    let stored = queries::slackening::meeting(&change.transaction, url.organisation, place).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let before = stored.as_ref().map(MeetingForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("rhythm-title"), &before, &form);
        let typed = (MeetingForm { version, ..form }, errors, Some(conflict));
        return again(&app, &frame, &found, StatusCode::CONFLICT, typed).await;
    }
    if let Some(stored) = &stored {
        let checks = queries::slackening::checks(&change.transaction, stored.id).await?;
        let most = checks.values().flat_map(judged).flatten().max();
        if most > read.representatives {
            change.give_up().await?;
            let most = vec![("most", most.unwrap_or_default().into())];
            errors.add_with("representatives", "rhythm-error-fewer", most);
            return again(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, (form, errors, None)).await;
        }
    }
    let row = slackening_meeting::Model {
        id: stored.as_ref().map_or_else(|| SlackeningMeetingId(app.clock.next_id()), |row| row.id),
        organisation_id: url.organisation,
        year: found.year,
        quarter: i64::from(found.quarter),
        held_on: read.held_on,
        representatives: read.representatives,
        workers: read.workers,
        worker_hours_tenths: read.worker_hours_tenths,
        account_id: visitor.account,
        version: version + 1,
    };
    queries::slackening::store_meeting(&change.transaction, row, stored.is_none()).await?;
    found.note(&change, (&app, &visitor), &form.held_on).await?;
    change.answer(&url, "rhythm-meeting-saved").await
}

async fn again(app: &App, frame: &Frame, found: &Found, status: StatusCode, typed: Typed) -> Answer {
    show::page(app, frame, found, (status, Some(typed))).await
}
