//! A window as it is typed.

use chrono::NaiveDate;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::service_window;

use crate::web::{Conflict, FieldErrors, Page};

/// The most characters of a name.
const LONGEST_NAME: usize = 60;

/// A window.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct WindowForm {
    /// Whose it is, where it is new.
    pub organisation: String,
    /// What is written above it.
    pub name: String,
    /// The row version the form was made from.
    pub version: i64,
}

impl WindowForm {
    /// As it is stored.
    pub(super) fn of(row: &service_window::Model) -> Self {
        Self { organisation: row.organisation_id.to_string(), name: row.name.clone(), version: row.version }
    }

    /// The name, or what is wrong with it.
    pub(super) fn read(&self, errors: &mut FieldErrors) -> String {
        errors.required("name", &self.name, LONGEST_NAME)
    }

    /// What is stored beside what was typed.
    pub(super) fn beside(&self, page: &Page, stored: &service_window::Model) -> Conflict {
        Conflict::between(page, [("windows-name", stored.name.clone(), self.name.clone())])
    }
}

/// The end of a window.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClosureForm {
    /// The day (ISO).
    pub closed_on: String,
    /// The row version the form was made from.
    pub version: i64,
}

impl ClosureForm {
    /// The day, or what is wrong with it.
    pub(super) fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> Option<NaiveDate> {
        day("closed_on", &self.closed_on, today, errors)
    }
}

/// A day that has come.
pub(super) fn day(field: &'static str, typed: &str, today: NaiveDate, errors: &mut FieldErrors) -> Option<NaiveDate> {
    match NaiveDate::parse_from_str(&plain_text(typed), "%Y-%m-%d") {
        Err(_) => errors.add(field, "error-bad-date"),
        Ok(day) if day > today => errors.add(field, "windows-error-future"),
        Ok(day) => return Some(day),
    }
    None
}

/// A whole number within limits; full-width digits are digits.
pub(super) fn number(
    field: &'static str,
    typed: &str,
    (least, most): (i64, i64),
    errors: &mut FieldErrors,
) -> Option<i64> {
    let number = plain_text(typed).parse::<i64>().ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        errors.add_with(field, "windows-error-number", vec![("least", least.into()), ("most", most.into())]);
    }
    number
}
