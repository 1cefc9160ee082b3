//! One batch of a window: to whom its forms are handed, and what was counted day by day.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::RoundId;
use storage::entities::{batch, round, window_day};

use super::day::DayForm;
use super::hand_out::{Seen, Spot, Sums, seen};
use super::plan::PlanForm;
use super::{queries, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

struct Line {
    day: window_day::Model,
    edit: String,
    remove: String,
}

#[derive(Template)]
#[template(path = "features/windows/templates/days.html")]
struct DaysView {
    page: Page,
    back: (String, String),
    batch: batch::Model,
    lines: Vec<Line>,
    sums: Sums,
    /// How many codes a tablet gave out, where the batch is on one.
    given: Option<i64>,
    may_count: bool,
    days_action: String,
    day: DayForm,
    may_plan: bool,
    is_planned: bool,
    plan_action: String,
    plan: PlanForm,
    places: String,
    errors: FieldErrors,
    plan_errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// A day.
    pub day: Option<(DayForm, FieldErrors)>,
    /// A plan.
    pub plan: Option<(PlanForm, FieldErrors)>,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

/// A day that is to be changed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    day: String,
}

/// Whether days may be entered: once casting is open, until the batch was counted by two people.
pub(super) fn may_count(round: &round::Model, batch: &batch::Model) -> bool {
    let is_open = matches!(round.state.as_str(), "casting" | "sealing" | "sealed" | "published");
    is_open && batch.state == "printed" && batch.counted_by_second.is_none()
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::WindowBatch>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let spot = seen.spot(url.batch)?;
    let mut each = queries::days(&app.database, &[url.batch]).await?;
    let days = each.remove(&url.batch).unwrap_or_default();
    let form = days.iter().find(|day| day.day == asked.day).map(DayForm::of);
    let day = form.map(|form| (form, FieldErrors::default()));
    let typed = Typed { day, ..Typed::default() };
    page(&app, &frame, (&seen, spot), StatusCode::OK, typed).await
}

/// The page, with what was typed.
pub(super) async fn page(
    app: &App,
    frame: &Frame,
    (seen, spot): (&Seen, &Spot),
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let (id, batch) = (seen.round.id, spot.batch.id);
    let mut each = queries::days(&app.database, &[batch]).await?;
    let days = each.remove(&batch).unwrap_or_default();
    let stored = queries::plan(&app.database, batch).await?;
    let today = app.today().to_string();
    let (day, errors) =
        typed.day.unwrap_or_else(|| (DayForm { day: today.clone(), ..DayForm::default() }, FieldErrors::default()));
    let is_planned = stored.is_some();
    let of_stored = || stored.as_ref().map_or_else(|| PlanForm::proposed(&seen.round), PlanForm::of);
    let (plan, plan_errors) = typed.plan.unwrap_or_else(|| (of_stored(), FieldErrors::default()));
    html_with(
        status,
        &DaysView {
            page: frame.titled(spot.name.clone()),
            back: (urls::HandOut { id }.to_path(), seen.round.title.clone()),
            sums: Sums::of(&days),
            given: queries::given(&app.database, &[batch]).await?.remove(&batch),
            may_count: spot.is_kept && may_count(&seen.round, &spot.batch),
            days_action: urls::Days { id, batch }.to_path(),
            day,
            // Once forms were handed out, whose turn it was is not changed any more.
            may_plan: seen.is_office && days.is_empty() && seen.round.state != "finished",
            is_planned,
            plan_action: urls::WindowBatch { id, batch }.to_path(),
            plan,
            places: urls::Places { id, batch }.to_path(),
            lines: days.into_iter().map(|day| line(id, day)).collect(),
            batch: spot.batch.clone(),
            errors,
            plan_errors,
            conflict: typed.conflict,
        },
    )
}

fn line(id: RoundId, day: window_day::Model) -> Line {
    let batch = day.batch_id;
    let of_day = urls::Day { id, batch, day: day.day.clone() };
    Line {
        edit: format!("{}?day={}#count", urls::WindowBatch { id, batch }.to_path(), day.day),
        remove: of_day.to_path(),
        day,
    }
}

/// A batch that days may be entered for now.
///
/// # Errors
/// Where the visitor does not keep its window, or it was counted already.
pub(super) fn countable<'a>(seen: &'a Seen, spot: &'a Spot) -> Result<&'a Spot, WebError> {
    if !spot.is_kept {
        return Err(WebError::NotFound);
    }
    if may_count(&seen.round, &spot.batch) { Ok(spot) } else { Err(WebError::refused("windows-not-countable")) }
}
