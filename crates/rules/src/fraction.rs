//! A share that never forgets what it is a share of.

use std::cmp::Ordering;
use std::fmt;

use crate::rounding::{Decimals, Percent, Rounding};

/// Numerator over a denominator that is not zero. Not reduced: 332/344 stays 332/344, because the denominator is the
/// number of forms and is shown beside every rate (R06). `==` compares the two numbers; [`Fraction::compare`]
/// compares the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    /// `numerator / denominator`, or nothing where the denominator is zero.
    #[must_use]
    pub const fn new(numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 { None } else { Some(Self { numerator, denominator }) }
    }

    /// The number above the line.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// The number below the line, never zero.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// Exact comparison of the values: 1/2 and 2/4 compare as equal.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        let right = u128::from(other.numerator) * u128::from(self.denominator);
        left.cmp(&right)
    }

    /// Whether the value is `other` or more.
    #[must_use]
    pub fn at_least(self, other: Self) -> bool {
        self.compare(other) != Ordering::Less
    }

    /// In percent, rounded half up (R06): 332/344 with one decimal is 96.5.
    #[must_use]
    pub fn percent(self, decimals: Decimals) -> Percent {
        Percent::of(self, decimals, Rounding::HalfUp)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}
