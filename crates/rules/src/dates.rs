//! Dates as files give them: a year, a month of a year, or a day.

use std::fmt;
use std::str::FromStr;

/// Why something is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The year is outside 1000–9999.
    #[error("the year {0} is outside 1000–9999")]
    Year(u32),
    /// There is no such month.
    #[error("there is no month {0}")]
    Month(u32),
    /// The month has no such day.
    #[error("{year}-{month:02} has no day {day}")]
    Day {
        /// The year, which decides February.
        year: u16,
        /// The month, 1 to 12.
        month: u8,
        /// The day asked for.
        day: u32,
    },
    /// The text is not of the form `1953`, `1953-04` or `1953-04-09`.
    #[error("not a date of the form 1953, 1953-04 or 1953-04-09")]
    Form,
}

/// One day of the Gregorian calendar, years 1000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The day, if there is one.
    ///
    /// # Errors
    /// [`DateError`] names the part that does not exist.
    pub fn new(year: u32, month: u32, day: u32) -> Result<Self, DateError> {
        let (whole_year, whole_month) = (checked_year(year)?, checked_month(month)?);
        match u8::try_from(day) {
            Ok(day) if (1..=days_of(whole_year, whole_month)).contains(&day) => {
                Ok(Self { year: whole_year, month: whole_month, day })
            }
            _ => Err(DateError::Day { year: whole_year, month: whole_month, day }),
        }
    }

    /// The year, the month 1–12 and the day 1–31.
    #[must_use]
    pub const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

/// A date known to the year, the month or the day; never more precise than the file was.
///
/// The order is that of the written form: 1953, then 1953-04, then 1953-04-09. Whether one date surely lies before
/// another is [`PartialDate::certainly_before`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// The least and the greatest age, in whole years, that a date allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AgeRange {
    /// The least possible age.
    pub minimum: u16,
    /// The greatest possible age; equal to the least where the date is precise enough.
    pub maximum: u16,
}

impl PartialDate {
    /// A year.
    ///
    /// # Errors
    /// [`DateError::Year`] outside 1000–9999.
    pub fn year(year: u32) -> Result<Self, DateError> {
        Ok(Self { year: checked_year(year)?, month: None, day: None })
    }

    /// A month of a year.
    ///
    /// # Errors
    /// [`DateError`] names the part that does not exist.
    pub fn month(year: u32, month: u32) -> Result<Self, DateError> {
        Ok(Self { year: checked_year(year)?, month: Some(checked_month(month)?), day: None })
    }

    /// A day.
    ///
    /// # Errors
    /// [`DateError`] names the part that does not exist.
    pub fn day(year: u32, month: u32, day: u32) -> Result<Self, DateError> {
        Day::new(year, month, day).map(Self::from)
    }

    /// The year, and the month and day where known.
    #[must_use]
    pub const fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// The first day it can mean.
    #[must_use]
    pub fn earliest(self) -> Day {
        Day { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// The last day it can mean.
    #[must_use]
    pub fn latest(self) -> Day {
        let month = self.month.unwrap_or(12);
        Day { year: self.year, month, day: self.day.unwrap_or_else(|| days_of(self.year, month)) }
    }

    /// The day itself, where it is known to the day.
    #[must_use]
    pub fn as_day(self) -> Option<Day> {
        match (self.month, self.day) {
            (Some(month), Some(day)) => Some(Day { year: self.year, month, day }),
            _ => None,
        }
    }

    /// Whether every day it can mean lies before every day `other` can mean.
    #[must_use]
    pub fn certainly_before(self, other: Self) -> bool {
        self.latest() < other.earliest()
    }

    /// The age in whole years, on `on`, of somebody born on this date; nothing where the birth surely lies later.
    /// Somebody born on 29 February completes a year on 1 March of a common year.
    #[must_use]
    pub fn age_on(self, on: Day) -> Option<AgeRange> {
        let maximum = whole_years(self.earliest(), on)?;
        let minimum = whole_years(self.latest(), on).unwrap_or(0);
        Some(AgeRange { minimum, maximum })
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        Self { year: day.year, month: Some(day.month), day: Some(day.day) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A prefix of the ISO form: `1953`, `1953-04`, `1953-04-09`.
impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Reads exactly what [`PartialDate`]'s `Display` writes; other spellings are the business of whoever reads files.
impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] => Self::year(number(year, 4)?),
            [year, month] => Self::month(number(year, 4)?, number(month, 2)?),
            [year, month, day] => Self::day(number(year, 4)?, number(month, 2)?, number(day, 2)?),
            _ => Err(DateError::Form),
        }
    }
}

/// Reads exactly what [`Day`]'s `Display` writes.
impl FromStr for Day {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        text.parse::<PartialDate>()?.as_day().ok_or(DateError::Form)
    }
}

fn number(text: &str, width: usize) -> Result<u32, DateError> {
    if text.len() != width || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    text.parse().map_err(|_| DateError::Form)
}

fn checked_year(year: u32) -> Result<u16, DateError> {
    match u16::try_from(year) {
        Ok(whole) if (1000..=9999).contains(&whole) => Ok(whole),
        _ => Err(DateError::Year(year)),
    }
}

fn checked_month(month: u32) -> Result<u8, DateError> {
    match u8::try_from(month) {
        Ok(whole) if (1..=12).contains(&whole) => Ok(whole),
        _ => Err(DateError::Month(month)),
    }
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

fn whole_years(from: Day, on: Day) -> Option<u16> {
    // Before the year, and before the day within it, there is nothing to take away from.
    let difference = on.year.checked_sub(from.year)?;
    let not_yet = (on.month, on.day) < (from.month, from.day);
    difference.checked_sub(u16::from(not_yet))
}
