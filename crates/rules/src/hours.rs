//! Hours completed by a member against ordinary workers of the same unit and period (R22, A10): at least 1.10 times
//! their mean, and no waste, no violation, no accident. The members themselves are not in the mean.

use std::fmt;

use crate::fraction::Fraction;
use crate::rounding::{Decimals, Percent, Rounding};
use crate::step::Step;

/// Hours in tenths: 175.9 hours are 1759.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub u64);

impl fmt::Display for Tenths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// The ordinary workers of a unit: how many, and their hours together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    /// How many; members are not among them (A10).
    pub number: u64,
    /// Hours of all of them.
    pub hours: Tenths,
}

impl Workers {
    /// Hours a worker, rounded half up to a tenth; for showing only, what is compared is exact.
    #[must_use]
    pub fn mean(self) -> Option<Tenths> {
        let double = self.number.checked_mul(2).filter(|double| *double > 0)?;
        Some(Tenths((2 * self.hours.0 + self.number) / double))
    }
}

/// What a member's record must be free of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blemish {
    /// 废品.
    Waste,
    /// 违章.
    Violation,
    /// 事故.
    Accident,
}

impl Blemish {
    const fn step(self) -> Step {
        match self {
            Self::Waste => Step::WasteFound {},
            Self::Violation => Step::ViolationFound {},
            Self::Accident => Step::AccidentFound {},
        }
    }
}

/// Whether a member's results did not slacken, with how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the hours are enough and the record is free of blemishes.
    pub is_met: bool,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Judges a member's hours and record; nothing where the workers have no hours to compare with.
#[must_use]
pub fn judge(hours: Tenths, workers: Workers, blemishes: &[Blemish]) -> Option<Judgement> {
    let mean = workers.mean()?;
    // Own hours over the mean: both sides times the number of workers, so that nothing is rounded.
    let share = Fraction::new(hours.0 * workers.number, workers.hours.0)?;
    let required = Fraction::new(11, 10)?;
    let mut steps = vec![
        Step::MeanHoursComputed { workers: workers.number, hours: workers.hours, mean },
        // Cut off, not rounded: what falls short never looks as if it reached the mark.
        Step::HoursCompared {
            hours,
            percent: Percent::of(share, Decimals::ONE, Rounding::Down),
            required: required.percent(Decimals::NONE),
        },
    ];
    steps.extend(blemishes.iter().map(|blemish| blemish.step()));
    Some(Judgement { is_met: share.at_least(required) && blemishes.is_empty(), steps })
}
