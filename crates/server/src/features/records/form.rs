//! The three forms: what else is noted, a meeting, a contact.

use chrono::NaiveDate;
use serde::Deserialize;

use super::methods::METHODS;
use crate::web::FieldErrors;

const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 2_000;
pub(super) const MOST: i64 = 1_000_000;

/// What else is noted, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm {
    pub version: i64,
    pub practical_things: String,
    pub not_appraised_reason: String,
    pub published_where: String,
    pub published_on: String,
    pub published_proof: String,
    pub problems: String,
    pub next_steps: String,
}

/// A meeting, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MeetingForm {
    pub held_on: String,
    pub participants: String,
    pub heads_reporting: String,
    /// Reports by others than the head; nothing is none.
    pub others_reporting: String,
    pub sent_by_superior: String,
    pub review_same_day: String,
}

/// A contact, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ContactForm {
    pub method: String,
    pub number: String,
    pub unit: String,
    /// A day, or nothing.
    pub contacted_on: String,
    /// A number, or nothing.
    pub persons: String,
}

/// A whole number, full-width digits included.
pub(super) fn number(errors: &mut FieldErrors, field: &'static str, typed: &str) -> i64 {
    let plain = rules::digits::plain_text(typed);
    match plain.trim().parse::<i64>() {
        Ok(number) if (0..=MOST).contains(&number) => number,
        _ => {
            errors.add(field, "error-bad-number");
            0
        }
    }
}

/// An ISO day.
pub(super) fn day(errors: &mut FieldErrors, field: &'static str, typed: &str) -> String {
    let plain = rules::digits::plain_text(typed);
    match NaiveDate::parse_from_str(plain.trim(), "%Y-%m-%d") {
        Ok(day) => day.format("%Y-%m-%d").to_string(),
        Err(_) => {
            errors.add(field, "error-bad-date");
            String::new()
        }
    }
}

/// An ISO day that is not after today.
pub(super) fn past_day(errors: &mut FieldErrors, (field, typed): (&'static str, &str), today: NaiveDate) -> String {
    let day = day(errors, field, typed);
    if day > today.format("%Y-%m-%d").to_string() {
        errors.add(field, "records-future");
    }
    day
}

/// What else is noted, read.
pub(super) struct RecordRead {
    pub practical_things: Option<i64>,
    pub not_appraised_reason: Option<String>,
    pub published_where: Option<String>,
    pub published_on: Option<String>,
    pub published_proof: Option<String>,
    pub problems: Option<String>,
    pub next_steps: Option<String>,
}

impl RecordForm {
    /// Reads it, noting what is wrong.
    pub(super) fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> RecordRead {
        let practical = self.practical_things.trim();
        let practical_things = (!practical.is_empty()).then(|| number(errors, "practical_things", practical));
        let typed = self.published_on.trim();
        let published_on = (!typed.is_empty()).then(|| past_day(errors, ("published_on", typed), today));
        let mut text = |field, typed: &str, longest| {
            let text = errors.optional(field, typed, longest);
            (!text.is_empty()).then_some(text)
        };
        let published_where = text("published_where", &self.published_where, LONGEST_LINE);
        let read = RecordRead {
            practical_things,
            not_appraised_reason: text("not_appraised_reason", &self.not_appraised_reason, LONGEST_LINE),
            problems: text("problems", &self.problems, LONGEST_TEXT),
            next_steps: text("next_steps", &self.next_steps, LONGEST_TEXT),
            published_proof: text("published_proof", &self.published_proof, LONGEST_LINE),
            published_where,
            published_on,
        };
        if (read.published_on.is_some() || read.published_proof.is_some()) && read.published_where.is_none() {
            errors.add("published_where", "error-missing");
        }
        read
    }
}

/// A meeting, read.
pub(super) struct MeetingRead {
    pub held_on: String,
    pub participants: i64,
    pub heads_reporting: i64,
    pub others_reporting: i64,
    pub sent_by_superior: i64,
    pub review_same_day: &'static str,
}

impl MeetingForm {
    /// Reads it, noting what is wrong.
    pub(super) fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> MeetingRead {
        let read = MeetingRead {
            held_on: past_day(errors, ("held_on", &self.held_on), today),
            participants: number(errors, "participants", &self.participants),
            heads_reporting: number(errors, "heads_reporting", &self.heads_reporting),
            others_reporting: match self.others_reporting.trim() {
                "" => 0,
                typed => number(errors, "others_reporting", typed),
            },
            sent_by_superior: number(errors, "sent_by_superior", &self.sent_by_superior),
            review_same_day: match self.review_same_day.as_str() {
                "yes" => "yes",
                "no" => "no",
                _ => {
                    errors.add("review_same_day", "error-choose");
                    "no"
                }
            },
        };
        if read.participants == 0 {
            errors.add("participants", "records-nobody-there");
        }
        read
    }
}

/// A contact, read.
pub(super) struct ContactRead {
    pub method: String,
    pub number: i64,
    pub unit: String,
    pub held_on: Option<String>,
    pub persons: Option<i64>,
}

impl ContactForm {
    /// Reads it, noting what is wrong; a known method brings its unit along.
    pub(super) fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> ContactRead {
        let method = errors.required("method", &self.method, 40);
        // Whatever language it was read in, one method is stored and added up under one name.
        let known = METHODS.iter().find(|known| known.is_called(&method));
        let method = known.map_or(method, |known| known.stored_name().to_owned());
        let typed = self.unit.trim();
        let unit = match known {
            Some(known) if typed.is_empty() || known.counts_in(typed) => known.stored_unit().to_owned(),
            _ => errors.required("unit", typed, 10),
        };
        for (field, text) in [("method", &method), ("unit", &unit)] {
            // The return writes methods as one line, parted by these.
            if text.chars().any(|c| ";;,,、".contains(c) || c.is_ascii_digit()) {
                errors.add(field, "records-no-separators");
            }
        }
        let number = number(errors, "number", &self.number);
        if number == 0 {
            errors.add("number", "records-at-least-one");
        }
        let given = |typed: &str| !typed.trim().is_empty();
        let held_on = given(&self.contacted_on).then(|| past_day(errors, ("contacted_on", &self.contacted_on), today));
        let persons = given(&self.persons).then(|| self::number(errors, "persons", &self.persons));
        ContactRead { method, number, unit, held_on, persons }
    }
}
