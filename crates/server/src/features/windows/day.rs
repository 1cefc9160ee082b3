//! What was counted at a window on one day: numbers, never a name, and nothing of when a ballot came.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use storage::Scope;
use storage::entities::{batch, round, window_day};

use super::days::{self, Typed, countable, may_count};
use super::form::{day, number};
use super::hand_out::{Seen, Spot, Sums, seen};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

/// A day as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DayForm {
    pub day: String,
    pub handed_out: String,
    pub returned: String,
    pub persons: String,
    pub units: String,
    /// 0 where the day is new.
    pub version: i64,
}

/// What it says.
struct Counted {
    day: NaiveDate,
    handed_out: i64,
    returned: i64,
    persons: i64,
    units: i64,
}

impl DayForm {
    /// As it is stored.
    pub(super) fn of(row: &window_day::Model) -> Self {
        Self {
            day: row.day.clone(),
            handed_out: row.handed_out.to_string(),
            returned: row.returned.to_string(),
            persons: row.persons.to_string(),
            units: row.units.to_string(),
            version: row.version,
        }
    }

    /// Reads it: nobody gets two forms, and no unit comes without a person.
    fn read(
        &self,
        (round, batch): (&round::Model, &batch::Model),
        today: NaiveDate,
        errors: &mut FieldErrors,
    ) -> Option<Counted> {
        let day = day("day", &self.day, today, errors);
        if day.is_some_and(|day| day.to_string() < round.period_from) {
            errors.add_with("day", "windows-error-before", vec![("day", round.period_from.as_str().into())]);
        }
        let most = (0, batch.printed);
        let handed_out = number("handed_out", &self.handed_out, most, errors);
        let returned = number("returned", &self.returned, (0, handed_out.unwrap_or(batch.printed)), errors);
        let persons = number("persons", &self.persons, (0, handed_out.unwrap_or(batch.printed)), errors);
        let units = number("units", &self.units, (0, persons.unwrap_or(batch.printed)), errors);
        if !errors.is_empty() {
            return None;
        }
        Some(Counted { day: day?, handed_out: handed_out?, returned: returned?, persons: persons?, units: units? })
    }

    fn beside(&self, page: &Page, stored: &Self) -> Conflict {
        let (stored, typed) = (stored.clone(), self.clone());
        Conflict::between(
            page,
            [
                ("windows-handed-out", stored.handed_out, typed.handed_out),
                ("windows-returned", stored.returned, typed.returned),
                ("windows-persons", stored.persons, typed.persons),
                ("windows-units", stored.units, typed.units),
            ],
        )
    }
}

/// Begins a change of a batch's days; the answer where it was posted before.
async fn begin(
    app: &App,
    visitor: &Visitor,
    url: &urls::Days,
    once_key: &str,
) -> Result<Result<Change, axum::response::Response>, WebError> {
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Round(url.id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Err(answer)),
    };
    let round = appraisals::queries::round(&change.transaction, url.id).await?;
    let batches = appraisals::queries::batches(&change.transaction, url.id).await?;
    let batch = batches.iter().find(|batch| batch.id == url.batch);
    if round.as_ref().zip(batch).is_some_and(|(round, batch)| may_count(round, batch)) {
        return Ok(Ok(change));
    }
    change.give_up().await?;
    Err(WebError::refused("windows-not-countable"))
}

/// Enters a day, or changes it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Days>,
    posted: Posted<DayForm>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let spot = countable(&seen, seen.spot(url.batch)?)?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let Some(counted) = form.read((&seen.round, &spot.batch), app.today(), &mut errors) else {
        let typed = Typed { day: Some((form, errors)), ..Typed::default() };
        return days::page(&app, &frame, (&seen, spot), StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    let change = match begin(&app, &visitor, &url, &posted.once).await? {
        Ok(change) => change,
        Err(answer) => return Ok(answer),
    };
    let mut each = queries::days(&change.transaction, &[url.batch]).await?;
    let days = each.remove(&url.batch).unwrap_or_default();
    let iso = counted.day.to_string();
    let stored = days.iter().find(|day| day.day == iso);
    let version = stored.map_or(0, |stored| stored.version);
    if version != form.version {
        change.give_up().await?;
        let before = stored.map(DayForm::of).unwrap_or_default();
        let conflict = Some(form.beside(&frame.page("windows-days-title"), &before));
        let day = Some((DayForm { version, ..form }, errors));
        let typed = Typed { day, conflict, ..Typed::default() };
        return days::page(&app, &frame, (&seen, spot), StatusCode::CONFLICT, typed).await;
    }
    // No more forms are handed out than were printed, whichever days they are handed out on.
    let others = Sums::of(days.iter().filter(|day| day.day != iso)).handed_out;
    let left = spot.batch.printed.saturating_sub(others);
    if counted.handed_out > left {
        change.give_up().await?;
        let most = vec![("left", left.into()), ("printed", spot.batch.printed.into())];
        errors.add_with("handed_out", "windows-error-printed", most);
        let typed = Typed { day: Some((form, errors)), ..Typed::default() };
        return days::page(&app, &frame, (&seen, spot), StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    let row = window_day::Model {
        batch_id: url.batch,
        day: iso,
        handed_out: counted.handed_out,
        returned: counted.returned,
        persons: counted.persons,
        units: counted.units,
        account_id: visitor.account,
        version: version + 1,
    };
    let what = format!("{}: {}/{}/{}/{}", row.day, row.handed_out, row.returned, row.persons, row.units);
    queries::store_day(&change.transaction, row, stored.is_none()).await?;
    note(&change, &app, &visitor, (&seen, spot), &what).await?;
    change.answer(&urls::WindowBatch { id: url.id, batch: url.batch }, "windows-day-saved").await
}

/// Records in the trail what was changed at a window of a round.
pub(super) async fn note(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    (seen, spot): (&Seen, &Spot),
    what: &str,
) -> Result<(), WebError> {
    let details = format!("{}: {} {what}", seen.round.title, spot.name);
    let about = About::organisation(spot.organisation, details);
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RecordChanged, about).await?)
}

/// Takes a day back.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Day>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let spot = countable(&seen, seen.spot(url.batch)?)?;
    let of_batch = urls::Days { id: url.id, batch: url.batch };
    let change = match begin(&app, &visitor, &of_batch, &posted.once).await? {
        Ok(change) => change,
        Err(answer) => return Ok(answer),
    };
    let mut each = queries::days(&change.transaction, &[url.batch]).await?;
    let days = each.remove(&url.batch).unwrap_or_default();
    let stored = days.iter().find(|day| day.day == url.day);
    if stored.is_none_or(|stored| stored.version != posted.input.version) {
        change.give_up().await?;
        return Err(if stored.is_some() { WebError::ChangedMeanwhile } else { WebError::NotFound });
    }
    queries::remove_day(&change.transaction, url.batch, &url.day).await?;
    note(&change, &app, &visitor, (&seen, spot), &format!("{} –", url.day)).await?;
    change.answer(&urls::WindowBatch { id: url.id, batch: url.batch }, "windows-day-removed").await
}
