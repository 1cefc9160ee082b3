//! How precise a date cell is: as precise as its format shows it.

use rules::dates::PartialDate;

/// What of a date the format of a cell shows. Spreadsheet programs turn `1958年10月` into the first of October and
/// show the month; keeping the day would invent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ShownPrecision {
    /// Year, month and day.
    #[default]
    Day,
    /// Year and month.
    Month,
    /// The year.
    Year,
    /// A time of day only.
    Time,
}

/// The precision of a number format. The numbers 27 to 58 have no code in the file; in a Chinese program 27, 36, 50,
/// 52 and 57 are year and month.
pub(crate) fn shown_precision(code: &str, id: u32) -> ShownPrecision {
    if matches!(id, 27 | 36 | 50 | 52 | 57) {
        return ShownPrecision::Month;
    }
    let letters = format_letters(code);
    let has = |wanted: char| letters.contains(wanted);
    if code.eq_ignore_ascii_case("general") || has('d') {
        ShownPrecision::Day
    } else if has('y') || has('e') {
        if has('m') { ShownPrecision::Month } else { ShownPrecision::Year }
    } else if has('h') || has('s') || has('m') {
        ShownPrecision::Time
    } else {
        ShownPrecision::Day
    }
}

/// The letters of the first section that are not quoted, escaped or in brackets.
fn format_letters(code: &str) -> String {
    let mut letters = String::new();
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for character in code.chars() {
        match character {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            ';' => break,
            other => letters.push(other.to_ascii_lowercase()),
        }
    }
    letters
}

/// The date of a date cell; nothing for times and for serial numbers below 1.
pub(crate) fn date_of_serial(
    serial: f64,
    (year, month, day): (u16, u8, u8),
    shown: ShownPrecision,
) -> Option<PartialDate> {
    if serial < 1.0 {
        return None;
    }
    let (year, month, day) = (u32::from(year), u32::from(month), u32::from(day));
    match shown {
        ShownPrecision::Day => PartialDate::day(year, month, day).ok(),
        ShownPrecision::Month => PartialDate::month(year, month).ok(),
        ShownPrecision::Year => PartialDate::year(year).ok(),
        ShownPrecision::Time => None,
    }
}
