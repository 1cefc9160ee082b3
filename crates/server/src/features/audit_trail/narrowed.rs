//! What the trail is narrowed to: one kind of event, some days.

use chrono::{Days, LocalResult, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use storage::Instant;

use crate::audit::Event;
use crate::web::FieldErrors;

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    /// The code of an event; empty is all.
    pub event: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The column it is sorted by.
    pub sort: String,
    /// The page, from 1.
    pub page: Option<u64>,
}

/// The same, checked.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only this event.
    pub event: Option<&'static str>,
    /// From this moment on,
    pub from: Option<Instant>,
    /// and before this one.
    pub before: Option<Instant>,
}

impl Narrowed {
    /// Checks what was typed; an error leaves its field out of the filter.
    pub fn filter(&self, zone: Tz, errors: &mut FieldErrors) -> Filter {
        let event = Event::CATALOGUE.iter().map(|(code, _)| *code).find(|code| *code == self.event);
        let from = day(&self.from, "from", errors);
        let to = day(&self.to, "to", errors);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            errors.add("to", "audit-trail-days-turned");
        }
        let after = to.and_then(|day| day.checked_add_days(Days::new(1)));
        Filter {
            event,
            from: from.and_then(|day| midnight(day, zone)),
            before: after.and_then(|day| midnight(day, zone)),
        }
    }
}

fn day(typed: &str, field: &'static str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d");
    if day.is_err() {
        errors.add(field, "error-bad-date");
    }
    day.ok()
}

/// When a day begins where the organisation is. A clock put forward at midnight begins it an hour later.
fn midnight(day: NaiveDate, zone: Tz) -> Option<Instant> {
    (0..24).find_map(|hour| {
        let local = day.and_hms_opt(hour, 0, 0)?;
        match zone.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => {
                Some(Instant::of(moment.with_timezone(&Utc)))
            }
            LocalResult::None => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Narrowed;
    use crate::web::FieldErrors;

    fn narrowed(from: &str, to: &str) -> (Option<i64>, Option<i64>, bool) {
        let typed = Narrowed { from: from.to_owned(), to: to.to_owned(), ..Narrowed::default() };
        let mut errors = FieldErrors::default();
        let filter = typed.filter(chrono_tz::Asia::Shanghai, &mut errors);
        let seconds = |instant: storage::Instant| instant.0 / 1_000_000;
        (filter.from.map(seconds), filter.before.map(seconds), errors.is_empty())
    }

    #[test]
    fn days_begin_at_midnight_where_the_organisation_is() {
        // 1970-01-02 00:00 in Shanghai is 16:00 the day before in UTC.
        assert_eq!(narrowed("1970-01-02", "1970-01-02"), (Some(57_600), Some(144_000), true));
        assert_eq!(narrowed("", ""), (None, None, true));
        assert_eq!(narrowed("gestern", ""), (None, None, false));
        assert!(!narrowed("1970-01-03", "1970-01-02").2);
    }
}
