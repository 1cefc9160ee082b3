//! Quality of a round: shares that say how far its figures can be relied on, each beside a limit that was declared before the
//! round opened.
//!
//! A share is shown and nothing follows from it. No ballot is left out, weighed less or doubted because of one, and none is
//! of one judge: [`uniform`] and [`identical`] look at one ballot or opinion at a time and only their sums go anywhere.

use std::collections::BTreeMap;

use crate::fraction::Fraction;

/// The fewest grades on a ballot that says something when they are all alike: of fewer, chance makes too many.
pub const FEWEST_GRADES: usize = 4;
/// The fewest letters of an opinion that says something when another is the same: everybody may write "很好".
pub const FEWEST_LETTERS: usize = 8;

/// What tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Ballots that give one grade to everything.
    Uniform,
    /// Figures of one judge group in which everybody gave the same grade.
    Unanimous,
    /// Opinions that say word for word what another says.
    Identical,
    /// Own grades that more than half of the forms put lower ([`crate::gap::Gap::is_overrated`]).
    Overrated,
    /// Objects that have a figure of their own.
    Coverage,
    /// Forms that came back.
    Turnout,
}

/// On which side of its limit a share is as it was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The limit or less.
    AtMost,
    /// The limit or more.
    AtLeast,
}

/// So many of so many. Sums of such counts may be made in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those that are meant.
    pub count: u64,
    /// Those that were looked at.
    pub base: u64,
}

impl Sign {
    /// All of them, as they are shown.
    pub const ALL: [Self; 6] =
        [Self::Uniform, Self::Unanimous, Self::Identical, Self::Overrated, Self::Coverage, Self::Turnout];

    /// Its stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Unanimous => "unanimous",
            Self::Identical => "identical",
            Self::Overrated => "overrated",
            Self::Coverage => "coverage",
            Self::Turnout => "turnout",
        }
    }

    /// On which side of its limit it is meant to be.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Uniform | Self::Unanimous | Self::Identical | Self::Overrated => Side::AtMost,
            Self::Coverage | Self::Turnout => Side::AtLeast,
        }
    }

    /// Whether a share keeps a limit in per mille; the limit itself keeps it.
    #[must_use]
    pub fn keeps(self, share: Fraction, permille: u32) -> bool {
        let limit = Fraction::new(permille.into(), 1_000);
        limit.is_some_and(|limit| match self.side() {
            Side::AtMost => limit.at_least(share),
            Side::AtLeast => share.at_least(limit),
        })
    }
}

impl Count {
    /// Looks at one more.
    pub fn add(&mut self, is_meant: bool) {
        self.count += u64::from(is_meant);
        self.base += 1;
    }

    /// Adds what was counted elsewhere.
    pub fn append(&mut self, other: Self) {
        self.count += other.count;
        self.base += other.base;
    }

    /// As a share; nothing where nothing was looked at.
    #[must_use]
    pub const fn share(self) -> Option<Fraction> {
        Fraction::new(self.count, self.base)
    }
}

/// Whether a ballot gives one grade, by its place on the scales, to everything it grades; nothing where it grades too little
/// to tell ([`FEWEST_GRADES`]).
#[must_use]
pub fn uniform(answers: &[Option<u8>]) -> Option<bool> {
    let mut grades = answers.iter().flatten();
    let first = grades.next()?;
    let (rest, is_uniform) = grades.fold((0, true), |(rest, alike), grade| (rest + 1, alike && grade == first));
    (rest + 1 >= FEWEST_GRADES).then_some(is_uniform)
}

/// How many of some figures, each the counts by grade of one group, hold one grade alone. One that nobody graded is none.
#[must_use]
pub fn unanimous<'a>(figures: impl IntoIterator<Item = &'a [u64]>) -> Count {
    let mut found = Count::default();
    for by_grade in figures {
        match by_grade.iter().filter(|count| **count > 0).count() {
            0 => {}
            given => found.add(given == 1),
        }
    }
    found
}

/// How many of some texts say, letter for letter, what another of them says: signs, spaces and capitals are passed over,
/// and so is a text of few letters ([`FEWEST_LETTERS`]).
#[must_use]
pub fn identical<'a>(texts: impl IntoIterator<Item = &'a str>) -> Count {
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for text in texts {
        let letters: String = text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if letters.chars().count() >= FEWEST_LETTERS {
            *times.entry(letters).or_default() += 1;
        }
    }
    Count { count: times.values().filter(|times| **times > 1).sum(), base: times.values().sum() }
}
