//! How many people each helper looks after when all are shared out as evenly as can be.

use crate::step::Step;

/// The loads of helpers: they differ by one at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loads {
    /// The greater load.
    pub greater: u64,
    /// So many helpers have the greater load, all others one person less; all of them where it goes out even.
    pub with_greater: u64,
    /// So many have one person less.
    pub with_lesser: u64,
    /// How it was found: the loads add up to the people (R05).
    pub steps: Vec<Step>,
}

/// Shares people out among helpers; nothing without helpers.
#[must_use]
pub fn loads(people: u64, helpers: u64) -> Option<Loads> {
    let (each, left) = (people.checked_div(helpers)?, people.checked_rem(helpers)?);
    let (greater, with_greater) = if left == 0 { (each, helpers) } else { (each + 1, left) };
    let steps = vec![Step::PartsAdded { parts: usize::try_from(helpers).ok()?, sum: people }];
    Some(Loads { greater, with_greater, with_lesser: helpers - with_greater, steps })
}
