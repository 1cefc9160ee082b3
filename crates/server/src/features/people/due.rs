//! Who is due on a day: total less exempt (R03); a rate is of those due and never of all.

use askama::Template;
use axum::extract::{Query, State};
use rules::attendance::{AttendanceError, Roll as Attending, attendance};
use rules::rounding::Decimals;
use serde::Deserialize;
use storage::OrganisationId;

use super::queries::{self, Roll};
use super::{days, list, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, html};

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct DueQuery {
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    attended: String,
}

/// A rate with both its numbers.
struct Rate {
    attended: u64,
    due: u64,
    percent: String,
}

#[derive(Template)]
#[template(path = "features/people/templates/due.html")]
struct DueView {
    page: Page,
    organisation: Option<(OrganisationId, String)>,
    day: String,
    attended: String,
    roll: Roll,
    rate: Option<Rate>,
    errors: FieldErrors,
}

/// Shows the counts of a day and, where the number of those who came is given, the rate.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Query(query): Query<DueQuery>) -> Answer {
    let scope = list::scope(&app.database, &visitor, &query.organisation).await?;
    let mut errors = FieldErrors::default();
    let today = days::iso(app.today());
    let day = match query.day.trim() {
        "" => today,
        given => days::day(given).unwrap_or_else(|| {
            errors.add("day", "error-bad-date");
            today
        }),
    };
    let roll = queries::roll(&app.database, &scope.among, &day).await?;
    let rate = rate(roll, query.attended.trim(), &mut errors);
    let day = if query.day.is_empty() { day } else { query.day };
    let is_fine = errors.is_empty();
    let view = DueView {
        page: frame.page("people-due-title"),
        organisation: scope.organisation,
        day,
        attended: query.attended,
        roll,
        rate,
        errors,
    };
    if is_fine { html(&view) } else { html_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &view) }
}

fn rate(roll: Roll, attended: &str, errors: &mut FieldErrors) -> Option<Rate> {
    if attended.is_empty() {
        return None;
    }
    let Ok(attended) = attended.parse() else {
        errors.add("attended", "error-bad-number");
        return None;
    };
    let attending = Attending { total: roll.total, exempt: roll.exempt(), attended };
    match attendance(attending) {
        Ok(found) => Some(Rate { attended, due: found.due, percent: found.share.percent(Decimals::ONE).to_string() }),
        Err(AttendanceError::MoreThanDue { attended, due }) => {
            let arguments = vec![("attended", attended.into()), ("due", due.into())];
            errors.add_with("attended", "people-due-more-than-due", arguments);
            None
        }
        Err(_) => {
            errors.add("attended", "people-due-nobody");
            None
        }
    }
}
