//! What a file would change: names to organisations, rows to records, and a plan of creations and updates.
//!
//! Everything here is a pure function of the rows, the records that exist and the answers given.

mod distance;
mod members;
mod names;
mod organisations;
mod parents;
mod records;
mod tree;

use std::collections::BTreeMap;

pub use distance::edit_distance;
pub use members::plan_members;
pub use names::{NameIndex, Resolution};
pub use organisations::plan_organisations;
pub use records::{Branch, ExistingMember, ExistingOrganisation, MemberPlan, OrganisationPlan, Parent};

use crate::problem::Problem;

/// The separator of a path from the root to an organisation, as exported.
pub const PATH_SEPARATOR: &str = " / ";

/// The answer "make a new record" to a question of identity.
pub const CREATE_NEW: &str = "new";
/// The answer "leave this row out".
pub const LEAVE_OUT: &str = "leave-out";

/// One field that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The column's key.
    pub field: &'static str,
    /// What stands there now.
    pub from: String,
    /// What the file says.
    pub to: String,
}

/// What would happen to one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A new record.
    Create,
    /// A record changes.
    Update {
        /// Its code (编号).
        code: String,
        /// The fields that change.
        changes: Vec<Change>,
    },
    /// Nothing.
    Unchanged {
        /// Its code.
        code: String,
    },
    /// Left out by an answer.
    LeftOut,
    /// Nothing until a problem is answered.
    Ask,
}

/// How many rows would create, update, leave unchanged, leave out, and ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New records.
    pub create: usize,
    /// Changed records.
    pub update: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows left out by an answer.
    pub left_out: usize,
    /// Rows that wait for an answer.
    pub ask: usize,
}

impl Summary {
    /// Counts actions.
    #[must_use]
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a Action>) -> Self {
        let mut summary = Self::default();
        for action in actions {
            match action {
                Action::Create => summary.create += 1,
                Action::Update { .. } => summary.update += 1,
                Action::Unchanged { .. } => summary.unchanged += 1,
                Action::LeftOut => summary.left_out += 1,
                Action::Ask => summary.ask += 1,
            }
        }
        summary
    }
}

/// Gathers changed fields; a cell that is empty in the file changes nothing.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn compare(&mut self, field: &'static str, now: Option<String>, file: Option<String>) {
        if let Some(to) = file
            && now.as_ref() != Some(&to)
        {
            let from = now.unwrap_or_default();
            self.0.push(Change { field, from, to });
        }
    }

    fn action(self, code: &str) -> Action {
        let code = code.to_owned();
        if self.0.is_empty() { Action::Unchanged { code } } else { Action::Update { code, changes: self.0 } }
    }
}

/// A date of the file changes a record unless the record already says the same or something more precise.
fn newer_date(now: Option<rules::dates::PartialDate>, file: Option<rules::dates::PartialDate>) -> Option<String> {
    let file = file?;
    let covered = now.is_some_and(|now| file.earliest() <= now.earliest() && now.latest() <= file.latest());
    (!covered).then(|| file.to_string())
}

/// Problems that are one for several rows: the first place leads, the others follow.
#[derive(Default)]
struct Grouped(BTreeMap<String, Problem>);

impl Grouped {
    fn add(&mut self, key: &str, at: &crate::grid::Position, make: impl FnOnce() -> Problem) {
        match self.0.get_mut(key) {
            Some(problem) => problem.also.push(at.clone()),
            None => {
                let problem = make().at(at.clone()).key(key.to_owned());
                self.0.insert(key.to_owned(), problem);
            }
        }
    }

    fn into_problems(self) -> impl Iterator<Item = Problem> {
        self.0.into_values().map(|problem| {
            let rows = problem.also.len() + 1;
            problem.with("rows", rows)
        })
    }
}
