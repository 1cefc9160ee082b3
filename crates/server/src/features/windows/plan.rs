//! To whom of a day's visitors forms are handed: the plan an office draws up, and the page kept at the window.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::digits::plain_text;
use rules::hand_out::{HandOut, hand_out};
use serde::Deserialize;
use storage::Scope;
use storage::entities::{hand_out_plan, round};
use texts::Language;

use super::day::note;
use super::days::{self, Typed};
use super::form::number;
use super::hand_out::seen;
use super::{queries, urls};
use crate::App;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most visitors of a day, and the most days.
const MOST_VISITORS: i64 = 5_000;
const MOST_DAYS: i64 = 62;
const LONGEST_SEED: usize = 60;

/// A plan as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlanForm {
    pub first_day: String,
    pub last_day: String,
    pub visitors: String,
    pub forms: String,
    pub seed: String,
    /// 0 where there is none yet.
    pub version: i64,
}

impl PlanForm {
    /// A new one covers the period of the round.
    pub(super) fn proposed(round: &round::Model) -> Self {
        Self { first_day: round.period_from.clone(), last_day: round.period_to.clone(), ..Self::default() }
    }

    /// As it is stored.
    pub(super) fn of(row: &hand_out_plan::Model) -> Self {
        Self {
            first_day: row.first_day.clone(),
            last_day: row.last_day.clone(),
            visitors: row.visitors.to_string(),
            forms: row.forms.to_string(),
            seed: row.seed.clone(),
            version: row.version,
        }
    }

    /// Reads it: the forms of all days must have been printed.
    fn read(&self, printed: i64, errors: &mut FieldErrors) -> Option<(NaiveDate, NaiveDate, i64, i64, String)> {
        let mut day = |field, typed: &str| {
            let day = NaiveDate::parse_from_str(&plain_text(typed), "%Y-%m-%d").ok();
            if day.is_none() {
                errors.add(field, "error-bad-date");
            }
            day
        };
        let (first, last) = (day("first_day", &self.first_day), day("last_day", &self.last_day));
        let days = first.zip(last).map(|(first, last)| last.signed_duration_since(first).num_days() + 1);
        if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
            errors.add_with("last_day", "windows-error-last-day", vec![("most", MOST_DAYS.into())]);
        }
        let visitors = number("visitors", &self.visitors, (1, MOST_VISITORS), errors);
        let forms = number("forms", &self.forms, (1, MOST_VISITORS), errors);
        if errors.is_empty()
            && let (Some(days), Some(forms)) = (days, forms)
            && forms.saturating_mul(days) > printed
        {
            let least = forms.saturating_mul(days);
            errors.add_with(
                "forms",
                "windows-error-forms",
                vec![("printed", printed.into()), ("needed", least.into())],
            );
        }
        let seed = errors.required("seed", &self.seed, LONGEST_SEED);
        if !errors.is_empty() {
            return None;
        }
        Some((first?, last?, visitors?, forms?, seed))
    }

    fn beside(&self, page: &Page, stored: &Self) -> Conflict {
        let (stored, typed) = (stored.clone(), self.clone());
        Conflict::between(
            page,
            [
                ("windows-first-day", stored.first_day, typed.first_day),
                ("windows-last-day", stored.last_day, typed.last_day),
                ("windows-visitors", stored.visitors, typed.visitors),
                ("windows-forms", stored.forms, typed.forms),
                ("windows-seed", stored.seed, typed.seed),
            ],
        )
    }
}

/// Draws up the plan of a batch, or changes it while nothing was handed out by it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::WindowBatch>,
    posted: Posted<PlanForm>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let spot = seen.spot(url.batch)?;
    if !seen.is_office {
        return Err(WebError::NotFound);
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let Some((first, last, visitors, forms, seed)) = form.read(spot.batch.printed, &mut errors) else {
        let typed = Typed { plan: Some((form, errors)), ..Typed::default() };
        return days::page(&app, &frame, (&seen, spot), StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let days = queries::days(&change.transaction, &[url.batch]).await?;
    if !days.is_empty() || seen.round.state == "finished" {
        change.give_up().await?;
        return Err(WebError::refused("windows-plan-fixed"));
    }
    let stored = queries::plan(&change.transaction, url.batch).await?;
    let version = stored.as_ref().map_or(0, |stored| stored.version);
    if version != form.version {
        change.give_up().await?;
        let before = stored.as_ref().map(PlanForm::of).unwrap_or_default();
        let conflict = Some(form.beside(&frame.page("windows-plan-title"), &before));
        let plan = Some((PlanForm { version, ..form }, errors));
        let typed = Typed { plan, conflict, ..Typed::default() };
        return days::page(&app, &frame, (&seen, spot), StatusCode::CONFLICT, typed).await;
    }
    let row = hand_out_plan::Model {
        batch_id: url.batch,
        first_day: first.to_string(),
        last_day: last.to_string(),
        visitors,
        forms,
        seed,
        account_id: visitor.account,
        version: version + 1,
    };
    let what = format!("{} – {}: {}/{}, {}", row.first_day, row.last_day, row.forms, row.visitors, row.seed);
    queries::store_plan(&change.transaction, row, stored.is_none()).await?;
    note(&change, &app, &visitor, (&seen, spot), &what).await?;
    change.answer(&url, "windows-plan-saved").await
}

struct DayView {
    day: String,
    visitors: String,
    /// What the drawn list says before its numbers, and its digest.
    about: String,
    digest: String,
}

#[derive(Template)]
#[template(path = "features/windows/templates/places.html")]
struct PlacesView {
    page: Page,
    back: (String, String),
    round: String,
    plan: hand_out_plan::Model,
    every: usize,
    days: Vec<DayView>,
}

/// The visitors of a day, as the page says it: 3、8、13.
fn in_words(drawn: &HandOut, language: Language) -> String {
    let numbers: Vec<String> = drawn.visitors.iter().map(ToString::to_string).collect();
    numbers.join(crate::texts::comma(language))
}

/// Shows the plan as a page to be printed.
pub(super) async fn places(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Places>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let spot = seen.spot(url.batch)?;
    let plan = queries::plan(&app.database, url.batch).await?.ok_or(WebError::NotFound)?;
    let first = plan.first_day.parse::<NaiveDate>();
    let first = first.map_err(|error| WebError::Broken(error.to_string()))?;
    let (visitors, forms) =
        (usize::try_from(plan.visitors).unwrap_or_default(), usize::try_from(plan.forms).unwrap_or_default());
    let days = first.iter_days().map(|day| day.to_string()).take_while(|day| *day <= plan.last_day);
    let view = |day: String| {
        let about = format!("{} {day}", spot.name);
        let drawn = hand_out(&about, visitors, forms, &plan.seed);
        DayView { visitors: in_words(&drawn, frame.language), digest: drawn.digest, about, day }
    };
    html(&PlacesView {
        page: frame.titled(frame.page("windows-places-title").t1("windows-places-of", "name", &spot.name)),
        back: (urls::WindowBatch { id: url.id, batch: url.batch }.to_path(), spot.name.clone()),
        round: seen.round.title.clone(),
        every: rules::hand_out::interval(visitors, forms),
        days: days.map(view).collect(),
        plan,
    })
}
