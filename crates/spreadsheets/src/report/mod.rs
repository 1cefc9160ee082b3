//! The report on a file: its problems counted and put in order, and the marked copy of it.

mod marked;

pub use marked::{IgnoredValues, Mark, MarkError, marked_workbook, marks};

use std::collections::BTreeMap;

use crate::problem::{Code, Problem, Severity};

/// The heading of the column, and the name of the sheet, in which a marked copy tells what is wrong; never read.
pub const NOTES_HEADING: &str = "导入提示";

/// Whether a file with these problems may be imported: all or nothing.
#[must_use]
pub fn may_be_imported(problems: &[Problem]) -> bool {
    !problems.iter().any(|problem| problem.severity.blocks())
}

/// How many problems there are of each kind, the gravest first.
#[must_use]
pub fn counts(problems: &[Problem]) -> Vec<(Severity, Code, usize)> {
    let mut counted: BTreeMap<(std::cmp::Reverse<Severity>, Code), usize> = BTreeMap::new();
    for problem in problems {
        let key = (std::cmp::Reverse(problem.severity), problem.code);
        *counted.entry(key).or_default() += 1;
    }
    counted.into_iter().map(|((severity, code), count)| (severity.0, code, count)).collect()
}

/// Puts problems into the order of reading: the gravest first, then by place.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by(|left, right| {
        (right.severity, &left.position, left.code).cmp(&(left.severity, &right.position, right.code))
    });
}
