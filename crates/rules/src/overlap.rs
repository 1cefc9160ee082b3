//! How much of one text stands in another.

use std::collections::HashSet;

use crate::digits::plain;
use crate::fraction::Fraction;

/// Length of a passage, in characters.
const PASSAGE: usize = 8;

/// The share of `text`'s distinct passages of eight characters that stand in `other` too. White space does not count,
/// full-width forms are their plain counterparts. Nothing where `text` is shorter than one passage.
#[must_use]
pub fn overlap(text: &str, other: &str) -> Option<Fraction> {
    let (text, other) = (characters(text), characters(other));
    let passages: HashSet<&[char]> = text.windows(PASSAGE).collect();
    let others: HashSet<&[char]> = other.windows(PASSAGE).collect();
    let common = u64::try_from(passages.intersection(&others).count()).ok()?;
    Fraction::new(common, u64::try_from(passages.len()).ok()?)
}

fn characters(text: &str) -> Vec<char> {
    text.chars().map(plain).filter(|character| !character.is_whitespace()).collect()
}
