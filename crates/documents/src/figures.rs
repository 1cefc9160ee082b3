//! Dates, counts and rates as the views carry them, and the form in which papers print them.

use serde::Serialize;

use crate::wording::Wording;

/// A calendar day; printed in the local form of the paper's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year, four digits.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    pub(crate) fn text(self, wording: Wording) -> String {
        // The year goes in as text: a number would be open to grouping.
        let year = self.year.to_string();
        let parts = [("year", year.into()), ("month", self.month.into()), ("day", self.day.into())];
        wording.with("date", &parts)
    }
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    pub(crate) fn text(self, wording: Wording) -> String {
        if self.from == self.to {
            return self.from.text(wording);
        }
        let ends = [("from", self.from.text(wording).into()), ("to", self.to.text(wording).into())];
        wording.with("period", &ends)
    }
}

/// A rate as two counts; never printed without both (R01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub numerator: u64,
    /// Of how many.
    pub denominator: u64,
}

impl Rate {
    /// The rate in tenths of a percent, rounded half up; `None` of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u64> {
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let rounded = (numerator * 2_000 + denominator).checked_div(denominator * 2)?;
        u64::try_from(rounded).ok()
    }

    /// `332/344 = 96.5%`; of nothing only the two counts.
    #[must_use]
    pub fn text(self) -> String {
        let counts = format!("{}/{}", self.numerator, self.denominator);
        match self.per_mille() {
            Some(per_mille) => format!("{counts} = {}%", one_decimal(per_mille)),
            None => counts,
        }
    }
}

fn one_decimal(per_mille: u64) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}

/// A 95 % interval in tenths of a percent (Wilson, computed elsewhere).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end, 0 to 1000.
    pub low: u16,
    /// The upper end, 0 to 1000.
    pub high: u16,
}

/// What is said beside a rate about how far it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// A sample: the interval.
    Interval(Interval),
    /// All who were due took part, so nothing is inferred.
    Everyone,
}

impl Certainty {
    pub(crate) fn text(self, wording: Wording) -> String {
        match self {
            Self::Interval(Interval { low, high }) => {
                let low = one_decimal(low.into());
                let high = one_decimal(high.into());
                wording.with("interval", &[("low", low.into()), ("high", high.into())])
            }
            Self::Everyone => wording.get("everyone"),
        }
    }
}

/// One grade of a scale with its ballots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeCount {
    /// The grade as the ballot names it, such as 基本满意.
    pub grade: String,
    /// How many valid ballots give it.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(numerator: u64, denominator: u64) -> String {
        Rate { numerator, denominator }.text()
    }

    #[test]
    fn a_rate_shows_both_numbers_and_one_decimal_half_up() {
        assert_eq!(text(332, 344), "332/344 = 96.5%");
        assert_eq!(text(8, 9), "8/9 = 88.9%");
        assert_eq!(text(1, 16), "1/16 = 6.3%"); // 6.25: half goes up
        assert_eq!(text(9, 9), "9/9 = 100.0%");
        assert_eq!(text(0, 5), "0/5 = 0.0%");
    }

    #[test]
    fn a_rate_of_nothing_has_no_percentage_and_large_counts_do_not_overflow() {
        assert_eq!(text(0, 0), "0/0");
        assert!(text(u64::MAX, u64::MAX).ends_with("= 100.0%"));
    }
}
