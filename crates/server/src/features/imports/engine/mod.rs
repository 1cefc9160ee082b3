//! The importer itself, for the page and for the command line: rows, plan, and writing all or nothing.

mod apply;
mod existing;
mod ranks;

pub use apply::{Applied, ApplyError, apply};
pub use existing::{Existing, load};

use spreadsheets::matching::{MemberPlan, OrganisationPlan, Summary, plan_members, plan_organisations};
use spreadsheets::members::MemberRow;
use spreadsheets::organisations::OrganisationRow;
use spreadsheets::table::TableSpec;
use spreadsheets::{Choices, Problem, Workbook, members, organisations, report};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 党组织.
    Organisations,
    /// 党员.
    Members,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Organisations, Self::Members];

    /// As it is stored, and the end of its text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::Members => "members",
        }
    }

    /// Reads what [`Self::code`] writes.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The columns of its table.
    #[must_use]
    pub const fn table(self) -> &'static TableSpec {
        match self {
            Self::Organisations => &organisations::TABLE,
            Self::Members => &members::TABLE,
        }
    }
}

/// What is being done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Waiting for its turn.
    #[default]
    Waiting,
    /// Unpacking.
    Opening,
    /// Reading rows.
    Reading,
    /// Comparing rows with what is there.
    Comparing,
    /// Writing.
    Writing,
}

impl Phase {
    /// The end of its text key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opening => "opening",
            Self::Reading => "reading",
            Self::Comparing => "comparing",
            Self::Writing => "writing",
        }
    }
}

/// Hears of progress: the phase, what is done, of how many.
pub type Progress<'a> = &'a (dyn Fn(Phase, usize, usize) + Send + Sync);

/// The rows of a file with what would become of them.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Of organisations.
    Organisations(Vec<OrganisationRow>, OrganisationPlan),
    /// Of members.
    Members(Vec<MemberRow>, MemberPlan),
}

/// A checked file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What would be done.
    pub plan: Plan,
    /// Everything there is to say, the gravest first.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// How many rows would do what.
    #[must_use]
    pub fn summary(&self) -> Summary {
        match &self.plan {
            Plan::Organisations(_, plan) => plan.summary(),
            Plan::Members(_, plan) => plan.summary(),
        }
    }

    /// Whether it may be applied: nothing wrong, no question open.
    #[must_use]
    pub fn may_be_applied(&self) -> bool {
        report::may_be_imported(&self.problems) && self.summary().ask == 0
    }
}

/// Reads and plans a workbook against what is there, with the answers given. Takes a while for many rows: call it
/// off the async threads.
#[must_use]
pub fn check(workbook: &Workbook, existing: &Existing, choices: &Choices, progress: Progress<'_>) -> Checked {
    let mut reading = |done, total| progress(Phase::Reading, done, total);
    let mut comparing = |done, total| progress(Phase::Comparing, done, total);
    let (plan, mut problems) = match existing {
        Existing::Organisations(existing) => {
            let file = organisations::read(workbook, choices, &mut reading);
            let mut plan = plan_organisations(&file.rows, existing, choices, &mut comparing);
            let mut problems = file.problems;
            problems.append(&mut plan.problems);
            ranks::check(&file.rows, &plan, existing, &mut problems);
            (Plan::Organisations(file.rows, plan), problems)
        }
        Existing::Members { branches, members } => {
            let file = spreadsheets::members::read(workbook, choices, &mut reading);
            let existing = (branches.as_slice(), members.as_slice());
            let mut plan = plan_members(&file.rows, existing, choices, &mut comparing);
            let mut problems = file.problems;
            problems.append(&mut plan.problems);
            (Plan::Members(file.rows, plan), problems)
        }
    };
    report::sort(&mut problems);
    Checked { plan, problems }
}

/// What the trail says of a written file: its name and the numbers, never a person's name.
#[must_use]
pub fn particulars(kind: Kind, file_name: &str, summary: &Summary) -> String {
    format!("{}: {file_name} (+{} ~{} ={})", kind.code(), summary.create, summary.update, summary.unchanged)
}
