//! What the secretary enters of a member: hours and blemishes, and from the meeting how many representatives were
//! satisfied with each item.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::Scope;
use storage::entities::{slackening_check, slackening_meeting};

use super::check::{self, FIELDS, Typed, entered};
use super::{MOST_TENTHS, blank, hours_text, judged, tenths};
use crate::App;
use crate::features::rhythm::{queries, urls};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// What is entered, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct EntryForm {
    pub version: i64,
    pub hours: String,
    pub waste: String,
    pub violation: String,
    pub accident: String,
    judged_n1: String,
    judged_n2: String,
    judged_n3: String,
    judged_n4: String,
}

impl From<&slackening_check::Model> for EntryForm {
    fn from(row: &slackening_check::Model) -> Self {
        let [n1, n2, n3, n4] = judged(row).map(|number| number.map_or_else(String::new, |number| number.to_string()));
        let answer = |stored: &Option<String>| stored.clone().unwrap_or_default();
        Self {
            version: row.version,
            hours: hours_text(row.hours_tenths),
            waste: answer(&row.waste),
            violation: answer(&row.violation),
            accident: answer(&row.accident),
            judged_n1: n1,
            judged_n2: n2,
            judged_n3: n3,
            judged_n4: n4,
        }
    }
}

/// What it says.
struct Read {
    hours_tenths: Option<i64>,
    /// Waste, violation, accident.
    answers: [Option<String>; 3],
    judged: [Option<i64>; 4],
}

impl EntryForm {
    /// The numbers as typed, item by item.
    pub(super) fn judged(&self) -> [&str; 4] {
        [&self.judged_n1, &self.judged_n2, &self.judged_n3, &self.judged_n4]
    }

    fn read(&self, meeting: &slackening_meeting::Model, today: &str, errors: &mut FieldErrors) -> Read {
        let typed = plain_text(&self.hours);
        let hours_tenths = tenths(&typed).filter(|hours| (0..=MOST_TENTHS).contains(hours));
        if !typed.is_empty() && hours_tenths.is_none() {
            errors.add("hours", "rhythm-error-hours");
        }
        let mut answer = |field: &'static str, typed: &str| match typed {
            "yes" | "no" => Some(typed.to_owned()),
            "" => None,
            _ => {
                errors.add(field, "error-choose");
                None
            }
        };
        let answers =
            [answer("waste", &self.waste), answer("violation", &self.violation), answer("accident", &self.accident)];
        // Nobody judges before the meeting was held.
        let present = meeting.representatives.filter(|_| meeting.held_on.as_str() <= today);
        let mut judged = [None; 4];
        for (place, ((_, _, field), typed)) in judged.iter_mut().zip(FIELDS.into_iter().zip(self.judged())) {
            let typed = plain_text(typed);
            if typed.is_empty() {
                continue;
            }
            let Some(present) = present else {
                errors.add(field, "rhythm-error-nobody-present");
                continue;
            };
            *place = typed.parse::<i64>().ok().filter(|number| (0..=present).contains(number));
            if place.is_none() {
                errors.add_with(field, "rhythm-error-present", vec![("present", present.into())]);
            }
        }
        Read { hours_tenths, answers, judged }
    }
}

fn both_versions(page: &Page, stored: &EntryForm, typed: &EntryForm) -> Conflict {
    let answer = |code: &str| if code.is_empty() { String::new() } else { page.t(code) };
    let mut conflict = Conflict::between(
        page,
        [
            ("rhythm-hours", stored.hours.clone(), typed.hours.clone()),
            ("rhythm-waste", answer(&stored.waste), answer(&typed.waste)),
            ("rhythm-violation", answer(&stored.violation), answer(&typed.violation)),
            ("rhythm-accident", answer(&stored.accident), answer(&typed.accident)),
        ],
    );
    for (number, (before, after)) in (1_u8..).zip(stored.judged().into_iter().zip(typed.judged())) {
        conflict = conflict.and(format!("N{number}"), before.to_owned(), after.to_owned());
    }
    conflict
}

/// Enters it or changes it.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Check>,
    posted: Posted<EntryForm>,
) -> Answer {
    let before = entered(&app, &visitor, &url).await?;
    if !before.found.sight.keeps() {
        return Err(WebError::NotFound);
    }
    if visitor.member == Some(url.member) {
        return Err(WebError::refused("rhythm-not-of-oneself"));
    }
    let form = posted.input;
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    // The number present is read in the same transaction: it cannot fall below what is entered here.
    let place = (before.found.year, before.found.quarter);
    let meeting = queries::slackening::meeting(&change.transaction, url.organisation, place).await?;
    let meeting = meeting.ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let read = form.read(&meeting, &app.today().to_string(), &mut errors);
    let stored = queries::slackening::check(&change.transaction, meeting.id, url.member).await?;
    if !errors.is_empty() {
        change.give_up().await?;
        let typed = Typed::Entry(form, errors, None);
        let now = check::Entered { check: stored, ..before };
        return check::page(&app, &frame, now, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let entry = stored.as_ref().map(EntryForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("rhythm-title"), &entry, &form);
        let typed = Typed::Entry(EntryForm { version, ..form }, errors, Some(conflict));
        let now = check::Entered { check: stored, ..before };
        return check::page(&app, &frame, now, (StatusCode::CONFLICT, typed));
    }
    let is_new = stored.is_none();
    let row = stored.unwrap_or_else(|| blank(&app, &meeting, url.member));
    let ([waste, violation, accident], [n1, n2, n3, n4]) = (read.answers, read.judged);
    let row = slackening_check::Model {
        hours_tenths: read.hours_tenths,
        waste,
        violation,
        accident,
        judged_n1: n1,
        judged_n2: n2,
        judged_n3: n3,
        judged_n4: n4,
        version: version + 1,
        ..row
    };
    queries::slackening::store_check(&change.transaction, row, is_new).await?;
    before.found.note(&change, (&app, &visitor), &before.member.name).await?;
    change.answer(&url, "rhythm-entry-saved").await
}
