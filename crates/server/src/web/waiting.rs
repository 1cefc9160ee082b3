//! What waits for a visitor now: each slice says it for itself, home shows it.

use futures_util::future::BoxFuture;
use texts::Value;

use crate::App;
use crate::web::{Visitor, WebError};

/// Up to so many things of a kind are named, each with its own link; more are counted, and their list is linked.
const NAMED: usize = 5;

/// How a slice is asked what waits for a visitor.
pub type Waits = for<'a> fn(&'a App, &'a Visitor) -> BoxFuture<'a, Result<Vec<Waiting>, WebError>>;

/// Something that waits for a visitor: a sentence that leads straight to where it is done.
#[derive(Debug)]
pub struct Waiting {
    /// The key of the sentence.
    pub key: &'static str,
    /// What it names.
    pub arguments: Vec<(&'static str, Value)>,
    /// Where it is done.
    pub path: String,
    /// The last day for it (ISO), where there is one.
    pub due: Option<String>,
}

impl Waiting {
    /// A sentence and where it leads.
    #[must_use]
    pub const fn new(key: &'static str, path: String) -> Self {
        Self { key, arguments: Vec::new(), path, due: None }
    }

    /// What the sentence names.
    #[must_use]
    pub fn naming(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// The last day for it.
    #[must_use]
    pub fn due(mut self, day: &str) -> Self {
        self.due = Some(day.to_owned());
        self
    }

    /// Whether the last day is over. Both are ISO days, so their order is the order of their letters.
    #[must_use]
    pub fn is_late(&self, today: &str) -> bool {
        self.due.as_deref().is_some_and(|due| due < today)
    }
}

/// A few things are named each, many are counted together.
pub fn named_or_counted<T>(
    things: Vec<T>,
    named: impl Fn(T) -> Waiting,
    counted: impl FnOnce(usize) -> Waiting,
) -> Vec<Waiting> {
    if things.len() > NAMED { vec![counted(things.len())] } else { things.into_iter().map(named).collect() }
}

/// What is late first, the latest of it on top, then what has a day, then the rest; else in the order of the slices.
pub fn sort(waiting: &mut [Waiting]) {
    waiting.sort_by(|one, other| match (&one.due, &other.due) {
        (Some(one), Some(other)) => one.cmp(other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(due: Option<&str>) -> Waiting {
        let waiting = Waiting::new("home-title", String::new());
        due.map_or_else(|| Waiting::new("home-title", String::new()), |due| waiting.due(due))
    }

    #[test]
    fn what_is_late_comes_first_and_what_has_no_day_last() {
        let mut all = [None, Some("2026-07-09"), Some("2026-06-30")].map(waiting);
        sort(&mut all);
        let days: Vec<Option<&str>> = all.iter().map(|one| one.due.as_deref()).collect();
        assert_eq!(days, [Some("2026-06-30"), Some("2026-07-09"), None]);
        assert_eq!(all.map(|one| one.is_late("2026-07-09")), [true, false, false]);
    }

    #[test]
    fn a_few_are_named_and_many_are_counted() {
        let told = |many: usize| {
            let counted = |count: usize| Waiting::new("counted", count.to_string());
            named_or_counted(vec![(); many], |()| Waiting::new("named", String::new()), counted)
        };
        assert_eq!(told(NAMED).len(), NAMED);
        assert_eq!(told(NAMED + 1).iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["6"]);
    }
}
