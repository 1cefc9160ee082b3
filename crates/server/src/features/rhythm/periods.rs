//! The periods of a year: four quarters, two half-years, the year itself.

use chrono::{Datelike, NaiveDate};

/// The years that can be asked for.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;

/// A period of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// The whole.
    Year,
}

impl Period {
    /// The events of a year in the order in which they fall due: 4 + 2 + 1 (S061).
    pub(super) const EVENTS: [Self; 7] = [
        Self::Quarter(1),
        Self::Quarter(2),
        Self::Half(1),
        Self::Quarter(3),
        Self::Quarter(4),
        Self::Half(2),
        Self::Year,
    ];
    /// The periods rounds stand in: the quarters and the year's end, and where a secretary reports each semester (S034)
    /// the half-years.
    pub(super) const OF_ROUNDS: [Self; 7] = [
        Self::Quarter(1),
        Self::Quarter(2),
        Self::Quarter(3),
        Self::Quarter(4),
        Self::Year,
        Self::Half(1),
        Self::Half(2),
    ];

    /// As it is stored and written in addresses.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Quarter(1) => "q1",
            Self::Quarter(2) => "q2",
            Self::Quarter(3) => "q3",
            Self::Quarter(_) => "q4",
            Self::Half(1) => "h1",
            Self::Half(_) => "h2",
            Self::Year => "year",
        }
    }

    /// Reads what [`Self::code`] writes.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::EVENTS.into_iter().find(|period| period.code() == code)
    }

    /// The key of its name where rounds stand in it; a half-year's `rhythm-period-…` is the name of its summary.
    pub(super) fn rounds_key(self) -> String {
        match self {
            Self::Half(number) => format!("rhythm-half-{number}"),
            _ => format!("rhythm-period-{}", self.code()),
        }
    }

    /// Whether it is a half-year.
    pub(super) const fn is_half(self) -> bool {
        matches!(self, Self::Half(_))
    }

    /// Whether it is summed up in words.
    pub(super) const fn is_summed_up(self) -> bool {
        !matches!(self, Self::Quarter(_))
    }

    /// The quarters it consists of.
    pub(super) const fn quarters(self) -> &'static [u8] {
        match self {
            Self::Quarter(1) => &[1],
            Self::Quarter(2) => &[2],
            Self::Quarter(3) => &[3],
            Self::Quarter(_) => &[4],
            Self::Half(1) => &[1, 2],
            Self::Half(_) => &[3, 4],
            Self::Year => &[1, 2, 3, 4],
        }
    }

    /// Its first and last day in a year (ISO).
    pub(super) fn days(self, year: i64) -> (String, String) {
        let first = self.quarters().first().copied().unwrap_or(1);
        let last = match self.quarters().last() {
            Some(1) => "03-31",
            Some(2) => "06-30",
            Some(3) => "09-30",
            _ => "12-31",
        };
        (format!("{year}-{:02}-01", 3 * (first - 1) + 1), format!("{year}-{last}"))
    }
}

/// A year as an address or a form writes it.
pub(super) fn year(text: &str) -> Option<i64> {
    rules::digits::plain_text(text).parse().ok().filter(|year| YEARS.contains(year))
}

/// A quarter as an address writes it: 1 to 4.
pub(super) fn quarter(text: &str) -> Option<u8> {
    text.parse().ok().filter(|quarter| (1..=4).contains(quarter))
}

/// A half-year as an address writes it: 1 or 2.
pub(super) fn half(text: &str) -> Option<u8> {
    text.parse().ok().filter(|half| (1..=2).contains(half))
}

/// The year and the quarter of a day.
pub(super) fn quarter_of(day: NaiveDate) -> (i64, u8) {
    let quarter = day.month0() / 3 + 1;
    (i64::from(day.year()), u8::try_from(quarter).unwrap_or(4))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Period, half, quarter, quarter_of, year};

    #[test]
    fn s061_a_year_has_four_appraisals_two_summaries_and_one_overall() {
        let count = |wanted: fn(&Period) -> bool| Period::EVENTS.iter().filter(|period| wanted(period)).count();
        assert_eq!(count(|period| matches!(period, Period::Quarter(_))), 4);
        assert_eq!(count(|period| matches!(period, Period::Half(_))), 2);
        assert_eq!(count(|period| matches!(period, Period::Year)), 1);
        for period in Period::EVENTS {
            assert_eq!(Period::from_code(period.code()), Some(period));
        }
        assert_eq!(Period::from_code("q5"), None);
    }

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        let days: Vec<(String, String)> = (1..=4).map(|number| Period::Quarter(number).days(2026)).collect();
        let days: Vec<(&str, &str)> = days.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        assert_eq!(
            days,
            [
                ("2026-01-01", "2026-03-31"),
                ("2026-04-01", "2026-06-30"),
                ("2026-07-01", "2026-09-30"),
                ("2026-10-01", "2026-12-31"),
            ]
        );
        assert_eq!(Period::Half(2).days(2026), ("2026-07-01".to_owned(), "2026-12-31".to_owned()));
        assert_eq!(Period::Year.days(2026), ("2026-01-01".to_owned(), "2026-12-31".to_owned()));
    }

    #[test]
    fn what_is_no_year_quarter_or_half_is_none() {
        assert_eq!((year("２０２６"), year("1999"), year("x")), (Some(2026), None, None));
        assert_eq!((quarter("4"), quarter("0"), quarter("5")), (Some(4), None, None));
        assert_eq!((half("2"), half("3")), (Some(2), None));
        let day = NaiveDate::from_ymd_opt(2026, 7, 1);
        assert_eq!(day.map(quarter_of), Some((2026, 3)));
    }
}
