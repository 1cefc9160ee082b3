//! Self versus others (S060): how the judges' grades of one item stand to the grade the judged gave themselves.
//!
//! Grades are an order, not a measure: the gap is counted in forms above and below the own grade, never as a difference
//! of points.

use crate::fraction::Fraction;
use crate::step::Step;

/// Where the judges' forms stand to the own grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Forms with a better grade than the own one.
    pub better: u64,
    /// Forms with the same.
    pub same: u64,
    /// Forms with a worse one: so far the judged think better of themselves than others do.
    pub worse: u64,
    /// How it was counted.
    pub steps: Vec<Step>,
}

impl Gap {
    /// The share of forms that grade worse than the judged do themselves.
    #[must_use]
    pub fn overrated(&self) -> Option<Fraction> {
        Fraction::new(self.worse, self.better + self.same + self.worse)
    }

    /// Whether more than half of the forms grade worse than the judged do themselves.
    #[must_use]
    pub const fn is_overrated(&self) -> bool {
        self.worse > self.better + self.same
    }
}

/// Compares the own grade, by its position on the scale with 0 the best, with the counts by grade of the forms that
/// grade the item. Nothing where nobody does or the own grade is none of the scale's.
#[must_use]
pub fn gap(own: usize, by_grade: &[u64]) -> Option<Gap> {
    let same = *by_grade.get(own)?;
    let better: u64 = by_grade.iter().take(own).sum();
    let worse: u64 = by_grade.iter().skip(own + 1).sum();
    let base = better + same + worse;
    let share = Fraction::new(worse, base)?;
    let percent = share.percent(crate::rounding::Decimals::ONE);
    let steps = vec![Step::OwnGradeCompared { better, same, worse, base }, Step::ShareComputed { share, percent }];
    Some(Gap { better, same, worse, steps })
}
