//! Percentages as an office writes them, without floating point.

use std::fmt;

use crate::fraction::Fraction;

/// How many decimals a percentage is written with: 0 to 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimals(u8);

impl Decimals {
    /// Whole percent.
    pub const NONE: Self = Self(0);
    /// One decimal, the way every rate of the platform is shown (R06).
    pub const ONE: Self = Self(1);
    /// Two decimals.
    pub const TWO: Self = Self(2);

    /// `count` decimals, or nothing above nine.
    #[must_use]
    pub const fn new(count: u8) -> Option<Self> {
        if count > 9 { None } else { Some(Self(count)) }
    }

    fn power_of_ten(self) -> u128 {
        10_u128.pow(u32::from(self.0))
    }
}

/// What happens to the part that is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Half up: 96.25 becomes 96.3. The platform's own way.
    HalfUp,
    /// Cut off: 96.67 becomes 96. Known only to explain other people's figures.
    Down,
}

/// A rounded percentage: a whole number of units of its last decimal. Ordered by decimals first: compare only
/// percentages written with the same number of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    decimals: Decimals,
    units: u128,
}

impl Percent {
    /// `fraction` in percent with `decimals`.
    #[must_use]
    pub fn of(fraction: Fraction, decimals: Decimals, rounding: Rounding) -> Self {
        let scaled = u128::from(fraction.numerator()) * 100 * decimals.power_of_ten();
        let denominator = u128::from(fraction.denominator());
        let units = match rounding {
            Rounding::HalfUp => (2 * scaled + denominator) / (2 * denominator),
            Rounding::Down => scaled / denominator,
        };
        Self { decimals, units }
    }

    /// A percentage of so many units of its last decimal: 965 with one decimal is 96.5.
    #[must_use]
    pub const fn from_units(units: u128, decimals: Decimals) -> Self {
        Self { decimals, units }
    }

    /// How many decimals it is written with.
    #[must_use]
    pub const fn decimals(self) -> Decimals {
        self.decimals
    }

    /// The whole number of units of the last decimal.
    #[must_use]
    pub const fn units(self) -> u128 {
        self.units
    }

    /// How many units make one hundred percent.
    #[must_use]
    pub fn hundred(decimals: Decimals) -> u128 {
        100 * decimals.power_of_ten()
    }
}

/// Without the percent sign, which belongs to the sentence: `96.5`.
impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power = self.decimals.power_of_ten();
        if self.decimals.0 == 0 {
            return write!(formatter, "{}", self.units);
        }
        let width = usize::from(self.decimals.0);
        write!(formatter, "{}.{:0width$}", self.units / power, self.units % power)
    }
}
