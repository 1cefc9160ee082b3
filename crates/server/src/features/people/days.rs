//! Days and ages as pages write them.

use chrono::NaiveDate;
use rules::dates::{Day, PartialDate};
use spreadsheets::Value;

/// A day in the ISO form, as columns keep it.
#[must_use]
pub fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// A full day, in the ISO form.
#[must_use]
pub fn day(text: &str) -> Option<String> {
    let day: Day = text.trim().parse().ok()?;
    let (year, month, day) = day.parts();
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A date to the precision known, in any of the styles offices use: 1953, 1953-04, 1953年4月, 19530409.
#[must_use]
pub fn partial(text: &str) -> Option<String> {
    let read = spreadsheets::cells::date(&Value::Text(text.trim().to_owned())).ok()?;
    read.doubt.is_none().then(|| read.date.to_string())
}

/// The age on a day: one number, or two where the birth is not known to the day.
#[must_use]
pub fn age(birth: Option<&str>, on: &str) -> String {
    let range = || {
        let birth: PartialDate = birth?.parse().ok()?;
        birth.age_on(on.parse().ok()?)
    };
    match range() {
        None => String::new(),
        Some(age) if age.minimum == age.maximum => age.minimum.to_string(),
        Some(age) => format!("{}–{}", age.minimum, age.maximum),
    }
}

#[cfg(test)]
mod tests {
    use super::{age, day, partial};

    #[test]
    fn an_age_is_as_precise_as_the_birth() {
        assert_eq!(age(Some("1953-04-09"), "2026-07-01"), "73");
        assert_eq!(age(Some("1953"), "2026-07-01"), "72–73");
        assert_eq!(age(None, "2026-07-01"), "");
    }

    #[test]
    fn dates_are_read_in_the_styles_of_offices() {
        assert_eq!(partial("1953年4月").as_deref(), Some("1953-04"));
        assert_eq!(partial("1953"), Some("1953".to_owned()));
        assert_eq!(partial("2010.13"), None);
        assert_eq!(day("2026-02-30"), None);
    }
}
