//! The two forms: the plan of a project with its opinions, an entry of what became of it.

use chrono::{Days, NaiveDate};
use rules::digits::plain_text;
use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::correction_project;

use super::rules::{self as project_rules, Step};
use crate::features::results::LONGEST_ANSWER;
use crate::web::{Conflict, FieldErrors, Page};

const LONGEST_NAME: usize = 60;
const LONGEST_PERSON: usize = 40;
const LONGEST_WORDS: usize = 2_000;
const LONGEST_EVIDENCE: usize = 300;

/// The plan as it was typed, with the opinions ticked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlanForm {
    pub version: i64,
    pub name: String,
    pub remedy: String,
    pub organisation: String,
    pub person: String,
    pub due_on: String,
    pub chosen: Vec<String>,
    /// The weak points ticked, by their records.
    pub weak: Vec<String>,
}

/// What it says.
pub(super) struct Plan {
    pub name: String,
    pub remedy: String,
    pub organisation: OrganisationId,
    pub person: String,
    pub due_on: String,
}

impl From<&correction_project::Model> for PlanForm {
    fn from(row: &correction_project::Model) -> Self {
        Self {
            version: row.version,
            name: row.name.clone(),
            remedy: row.remedy.clone(),
            organisation: row.organisation_id.to_string(),
            person: row.person.clone(),
            due_on: row.due_on.clone(),
            chosen: Vec::new(),
            weak: Vec::new(),
        }
    }
}

impl PlanForm {
    /// Reads it, noting what is wrong; nothing where something is. A last day that is over stays where it stood before.
    pub(super) fn read(
        &self,
        offered: &[(OrganisationId, String)],
        (today, before): (NaiveDate, Option<&str>),
        errors: &mut FieldErrors,
    ) -> Option<Plan> {
        let due_on = day(&self.due_on, "due_on", errors);
        if let Some(due) = due_on {
            let is_as_before = before.is_some_and(|before| before == due.to_string());
            let latest = today.checked_add_days(Days::new(project_rules::LONGEST_DAYS));
            if due < today && !is_as_before {
                errors.add("due_on", "corrections-error-past");
            } else if latest.is_some_and(|latest| due > latest) {
                errors.add("due_on", "corrections-error-too-late");
            }
        }
        let organisation = offered.iter().find(|(id, _)| id.to_string() == self.organisation);
        if organisation.is_none() {
            errors.add("organisation", "error-choose");
        }
        let plan = Plan {
            name: errors.required("name", &self.name, LONGEST_NAME),
            remedy: errors.required("remedy", &self.remedy, LONGEST_WORDS),
            person: errors.required("person", &self.person, LONGEST_PERSON),
            organisation: organisation?.0,
            due_on: due_on?.to_string(),
        };
        errors.is_empty().then_some(plan)
    }

    /// What is stored beside what was typed.
    pub(super) fn beside(&self, page: &Page, stored: &Self, offered: &[(OrganisationId, String)]) -> Conflict {
        let named = |id: &str| {
            let found = offered.iter().find(|(known, _)| known.to_string() == id);
            found.map_or_else(String::new, |(_, name)| name.clone())
        };
        Conflict::between(
            page,
            [
                ("corrections-name", stored.name.clone(), self.name.clone()),
                ("corrections-remedy", stored.remedy.clone(), self.remedy.clone()),
                ("corrections-organisation", named(&stored.organisation), named(&self.organisation)),
                ("corrections-person", stored.person.clone(), self.person.clone()),
                ("corrections-due", stored.due_on.clone(), self.due_on.clone()),
                ("corrections-opinions", stored.chosen.len().to_string(), self.chosen.len().to_string()),
                ("corrections-weak-points", stored.weak.len().to_string(), self.weak.len().to_string()),
            ],
        )
    }
}

/// An entry as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct EntryForm {
    pub version: i64,
    pub kind: String,
    pub words: String,
    pub output: String,
    pub output_on: String,
    pub evidence: String,
}

/// What it says.
#[derive(Default)]
pub(super) struct Entry {
    pub words: String,
    pub output: String,
    pub output_on: String,
    pub evidence: String,
}

impl EntryForm {
    /// Reads it, noting what is wrong. `answers` says whether a step that ends the work has opinions to answer; the day
    /// of an output lies between the first day of the round and today.
    pub(super) fn read(
        &self,
        (step, answers): (Step, bool),
        (first, today): (&str, NaiveDate),
        errors: &mut FieldErrors,
    ) -> Entry {
        let mut entry = Entry::default();
        if step.asks_for_words() {
            entry.words = errors.required("words", &self.words, LONGEST_ANSWER);
        }
        if step == Step::Complete {
            entry.output = errors.required("output", &self.output, LONGEST_WORDS);
            entry.evidence = errors.optional("evidence", &self.evidence, LONGEST_EVIDENCE);
            entry.words = errors.optional("words", &self.words, LONGEST_ANSWER);
            if answers && entry.words.is_empty() {
                errors.add("words", "corrections-error-no-answer");
            }
            if let Some(on) = day(&self.output_on, "output_on", errors) {
                entry.output_on = on.to_string();
                if on > today {
                    errors.add("output_on", "corrections-error-future");
                } else if entry.output_on.as_str() < first {
                    errors.add("output_on", "corrections-error-before-round");
                }
            }
        }
        entry
    }

    /// How the project stands beside where the step would have led, and what was typed of an output.
    pub(super) fn beside(&self, page: &Page, stored: &correction_project::Model, step: Step) -> Conflict {
        let state = |state: &str| page.coded("corrections-state-", state);
        let kept = |text: &Option<String>, typed: &str| match text {
            Some(text) if step == Step::Complete => text.clone(),
            _ => typed.to_owned(),
        };
        Conflict::between(
            page,
            [
                ("corrections-state", state(&stored.state), state(step.leads_to())),
                ("corrections-output", kept(&stored.output, &self.output), self.output.clone()),
                ("corrections-output-on", kept(&stored.output_on, &self.output_on), self.output_on.clone()),
                ("corrections-evidence", kept(&stored.evidence, &self.evidence), self.evidence.clone()),
            ],
        )
    }
}

/// A day as it was typed.
fn day(text: &str, field: &'static str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(plain_text(text).trim(), "%Y-%m-%d").ok();
    if day.is_none() {
        errors.add(field, "error-bad-date");
    }
    day
}
