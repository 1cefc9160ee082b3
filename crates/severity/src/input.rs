//! What is given: a design, and the grades of each ballot.

/// The most objects one computation takes; its time grows with their cube.
pub const MOST_OBJECTS: usize = 500;
/// The most items.
pub const MOST_ITEMS: usize = 100;
/// The most categories of a scale, as in `rules::scale`.
pub const MOST_CATEGORIES: u8 = 15;
/// The most grades of all ballots together, each ballot counted as often as it was cast.
pub const MOST_GRADES: u64 = 10_000_000;

/// How much there is to grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Design {
    /// Objects, numbered from 0.
    pub objects: usize,
    /// Items each object is graded on, numbered from 0.
    pub items: usize,
    /// The best category. Categories run from 0, the worst: labels that stand from best to worst must be turned.
    pub highest: u8,
}

/// One grade. A cell without a grade is absent; 不了解 is no grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grade {
    /// The object.
    pub object: usize,
    /// The item.
    pub item: usize,
    /// The category, 0 the worst.
    pub category: u8,
}

/// The grades of one judge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ballot {
    /// In any order, each cell at most once.
    pub grades: Vec<Grade>,
    /// How many ballots like this were cast: ten alike may be given once with 10.
    pub times: u32,
}
