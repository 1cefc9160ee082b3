//! The two forms: an entry of the everyday log, a conclusion.

use crate::features::records::methods::{METHODS, name_of};
use chrono::NaiveDate;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::{conclusion, everyday_entry};

use crate::web::{Conflict, FieldErrors, Page};

/// The longest of each text.
pub(super) const LONGEST_WORDS: usize = 4_000;
const LONGEST_EVIDENCE: usize = 300;

/// An entry as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct EntryForm {
    pub version: i64,
    pub happened_on: String,
    pub method: String,
    pub words: String,
    pub evidence: String,
}

impl From<&everyday_entry::Model> for EntryForm {
    fn from(row: &everyday_entry::Model) -> Self {
        Self {
            version: row.version,
            happened_on: row.happened_on.clone(),
            method: row.method.clone(),
            words: row.words.clone(),
            evidence: row.evidence.clone(),
        }
    }
}

impl EntryForm {
    /// Reads it, noting what is wrong; a day to come is nobody's knowledge yet.
    pub(super) fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> Self {
        let day = NaiveDate::parse_from_str(plain_text(&self.happened_on).trim(), "%Y-%m-%d");
        match day {
            Err(_) => errors.add("happened_on", "error-bad-date"),
            Ok(day) if day > today => errors.add("happened_on", "conclusions-error-future"),
            Ok(_) => {}
        }
        if !METHODS.iter().any(|method| method.code == self.method) {
            errors.add("method", "error-choose");
        }
        Self {
            version: self.version,
            happened_on: day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            method: self.method.clone(),
            words: errors.required("words", &self.words, LONGEST_WORDS),
            evidence: errors.optional("evidence", &self.evidence, LONGEST_EVIDENCE),
        }
    }

    /// What is stored beside what was typed.
    pub(super) fn beside(&self, page: &Page, stored: &Self) -> Conflict {
        let method = |code: &str| name_of(code, page.language);
        Conflict::between(
            page,
            [
                ("conclusions-day", stored.happened_on.clone(), self.happened_on.clone()),
                ("conclusions-method", method(&stored.method), method(&self.method)),
                ("conclusions-entry-words", stored.words.clone(), self.words.clone()),
                ("conclusions-evidence", stored.evidence.clone(), self.evidence.clone()),
            ],
        )
    }
}

/// A conclusion as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConclusionForm {
    pub version: i64,
    pub style: String,
    pub work: String,
    pub words: String,
    pub cites: Vec<String>,
}

impl From<&conclusion::Model> for ConclusionForm {
    fn from(row: &conclusion::Model) -> Self {
        Self {
            version: row.version,
            style: row.style.clone(),
            work: row.work.clone(),
            words: row.words.clone(),
            cites: Vec::new(),
        }
    }
}

impl ConclusionForm {
    /// Reads it: a figure without words is no conclusion, so all three texts are required (S056).
    pub(super) fn read(&self, errors: &mut FieldErrors) -> Self {
        Self {
            version: self.version,
            style: errors.required("style", &self.style, LONGEST_WORDS),
            work: errors.required("work", &self.work, LONGEST_WORDS),
            words: errors.required("words", &self.words, LONGEST_WORDS),
            cites: self.cites.clone(),
        }
    }

    /// What is stored beside what was typed.
    pub(super) fn beside(&self, page: &Page, stored: &Self) -> Conflict {
        Conflict::between(
            page,
            [
                ("conclusions-style", stored.style.clone(), self.style.clone()),
                ("conclusions-work", stored.work.clone(), self.work.clone()),
                ("conclusions-words", stored.words.clone(), self.words.clone()),
            ],
        )
    }
}
