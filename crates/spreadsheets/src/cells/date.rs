//! Dates in every spelling that office files have been seen to hold.

use rules::dates::{DateError, PartialDate};

use super::chinese_numbers::arabic;
use super::{CellError, fold_width};
use crate::grid::Value;

/// Why a date should be looked at although it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateDoubt {
    /// The number 2010.1 is 2010.10 with its nought lost, or January: only the year is taken.
    OctoberOrJanuary,
    /// A bare serial number of a spreadsheet program, such as 20000.
    SerialNumber,
    /// The day or month is written 00: it is taken as unknown.
    NoughtLeftOut,
}

/// A date as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateReading {
    /// The date, never more precise than written.
    pub date: PartialDate,
    /// Why it should be looked at.
    pub doubt: Option<DateDoubt>,
}

/// The cell as a date: `1953.04`, `1953-04-09`, `1953/4/9`, `19530409`, `195304`, `1953年4月`, `1953年4月9日`,
/// `二〇一二年一月`, date cells, serial numbers.
///
/// # Errors
/// [`CellError::Month`], [`CellError::Day`] and [`CellError::Year`] name the part that does not exist;
/// [`CellError::NotADate`] for all else.
pub fn date(value: &Value) -> Result<DateReading, CellError> {
    match value {
        Value::Date(date) => plausible(sure(*date)),
        Value::Number(number) => of_number(*number),
        Value::Text(text) => of_text(text),
        Value::Error(error) => Err(CellError::ErrorValue(error.clone())),
        Value::FormulaWithoutValue => Err(CellError::FormulaWithoutValue),
        Value::Time(_) | Value::Truth(_) => Err(CellError::NotADate),
    }
}

const fn sure(date: PartialDate) -> DateReading {
    DateReading { date, doubt: None }
}

fn plausible(reading: DateReading) -> Result<DateReading, CellError> {
    let year = u32::from(reading.date.parts().0);
    if (1850..=2150).contains(&year) { Ok(reading) } else { Err(CellError::Year(year)) }
}

fn of_number(number: f64) -> Result<DateReading, CellError> {
    let written = number.to_string();
    match written.split_once('.') {
        Some((year, "1")) if year.len() == 4 => {
            let year = digits(year)?;
            plausible(DateReading {
                date: PartialDate::year(year).map_err(refused)?,
                doubt: Some(DateDoubt::OctoberOrJanuary),
            })
        }
        Some((days, _)) if days.len() == 5 => of_serial(days),
        None if written.len() == 5 => of_serial(&written),
        _ => of_text(&written),
    }
}

/// Day 1 is 1 January 1900, and the day 60 that never was shifts what follows.
fn of_serial(days: &str) -> Result<DateReading, CellError> {
    let days = digits(days)?;
    // From day 61, days since 1 March of the year 0: 1899-12-30 is day 693,899 of that count.
    let (year, month, day) = civil(u64::from(days) + 693_899);
    let date = PartialDate::day(year, month, day).map_err(refused)?;
    plausible(DateReading { date, doubt: Some(DateDoubt::SerialNumber) })
}

/// The Gregorian day that lies `days` after 1 March of the year 0.
fn civil(days: u64) -> (u32, u32, u32) {
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let small = |number: u64| u32::try_from(number).unwrap_or(0);
    (small(year), small(month), small(day))
}

fn of_text(text: &str) -> Result<DateReading, CellError> {
    let plain: String = arabic(&fold_width(text));
    let day_part = plain.trim().split_once(['T', ':']).map_or(plain.trim(), |(before, _)| {
        // `1953-04-09 00:00:00`: the time is what stands behind the last space.
        before.rsplit_once(' ').map_or(before, |(day, _)| day)
    });
    let joined: String = day_part.chars().filter(|character| !character.is_whitespace()).collect();
    let trimmed = joined.trim_end_matches(['日', '号', '月', '年', '.', '。']);
    let parts: Vec<&str> =
        trimmed.split(['.', '-', '/', '\\', '年', '月', '、', '．', '－', '／', '–', '—', '。', ',']).collect();
    let whole = trimmed.chars().all(|character| character.is_ascii_digit());
    let reading = match parts.as_slice() {
        [all] if whole && all.len() == 8 => of_parts(&all[..4], Some(&all[4..6]), Some(&all[6..])),
        [all] if whole && all.len() == 6 => of_parts(&all[..4], Some(&all[4..]), None),
        [year] => of_parts(year, None, None),
        [year, month] => of_parts(year, Some(month), None),
        [year, month, day] => of_parts(year, Some(month), Some(day)),
        _ => Err(CellError::NotADate),
    }?;
    plausible(reading)
}

fn of_parts(year: &str, month: Option<&str>, day: Option<&str>) -> Result<DateReading, CellError> {
    if year.len() != 4 {
        return Err(CellError::NotADate);
    }
    let year = digits(year)?;
    let month = month.map(short).transpose()?;
    let day = day.map(short).transpose()?;
    let (date, left_out) = match (month, day) {
        (None, _) => (PartialDate::year(year), false),
        (Some(0), None | Some(0)) => (PartialDate::year(year), true),
        (Some(month), None) => (PartialDate::month(year, month), false),
        (Some(month), Some(0)) => (PartialDate::month(year, month), true),
        (Some(month), Some(day)) => (PartialDate::day(year, month, day), false),
    };
    Ok(DateReading { date: date.map_err(refused)?, doubt: left_out.then_some(DateDoubt::NoughtLeftOut) })
}

fn short(text: &str) -> Result<u32, CellError> {
    if text.len() > 2 {
        return Err(CellError::NotADate);
    }
    digits(text)
}

fn digits(text: &str) -> Result<u32, CellError> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CellError::NotADate);
    }
    text.parse().map_err(|_| CellError::NotADate)
}

const fn refused(error: DateError) -> CellError {
    match error {
        DateError::Year(year) => CellError::Year(year),
        DateError::Month(month) => CellError::Month(month),
        DateError::Day { day, .. } => CellError::Day(day),
        DateError::Form => CellError::NotADate,
    }
}
