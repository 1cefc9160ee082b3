//! Forms handed out at random at a service window (S070): every n-th visitor of a day gets one, beginning with one that
//! is drawn as [`crate::draw`] draws. Nobody at the window picks who judges it, and anyone can repeat the draw.
//!
//! n is the visitors expected divided by the forms of the day, rounded down and at least 1. The list drawn from has n
//! lines, each the window and day followed by a space and a number from 1 to n; the first one drawn is the first visitor.

use crate::draw::{list_digest, order};

/// Which visitors of a day get a form, counted from 1 as they come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOut {
    /// Every so many visitors.
    pub every: usize,
    /// The digest of the list the first one was drawn from.
    pub digest: String,
    /// The visitors who get a form, ascending.
    pub visitors: Vec<usize>,
}

/// The n of every n-th: visitors ÷ forms, at least 1.
#[must_use]
pub fn interval(visitors: usize, forms: usize) -> usize {
    visitors.checked_div(forms).unwrap_or(visitors).max(1)
}

/// Draws the visitors of a day. `about` names window and day, so that each day has a beginning of its own.
#[must_use]
pub fn hand_out(about: &str, visitors: usize, forms: usize, seed: &str) -> HandOut {
    let every = interval(visitors, forms);
    let lines: Vec<String> = (1..=every).map(|number| format!("{about} {number}")).collect();
    let digest = list_digest(lines.iter().map(String::as_str));
    let first = order(&digest, seed, every).first().copied().unwrap_or(1);
    let chosen = (0..forms).map(|place| first + place * every);
    HandOut { every, visitors: chosen.take_while(|visitor| *visitor <= visitors).collect(), digest }
}
