//! Ballots checked, and those alike added up: from here on only counts matter, so that order cannot.

use std::collections::BTreeMap;

use crate::input::{Ballot, Design, Grade, MOST_CATEGORIES, MOST_GRADES, MOST_ITEMS, MOST_OBJECTS};
use crate::outcome::{Raw, Refusal};

/// Ballots that are alike.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Grades, ordered by object and item.
    pub grades: Vec<Grade>,
    /// How many ballots.
    pub times: u64,
}

/// All ballots of a round.
#[derive(Clone, Debug)]
pub struct Patterns {
    pub design: Design,
    /// In the order of their grades.
    pub patterns: Vec<Pattern>,
    /// The pattern of each ballot as given; none for a blank one.
    pub of_ballot: Vec<Option<usize>>,
    /// Ballots without a grade.
    pub blank: u64,
}

impl Patterns {
    pub fn read(design: Design, ballots: &[Ballot]) -> Result<Self, Refusal> {
        check_size(design, ballots)?;
        let mut found: BTreeMap<Vec<(usize, usize, u8)>, u64> = BTreeMap::new();
        let mut keys = Vec::with_capacity(ballots.len());
        let mut blank = 0;
        for (position, ballot) in ballots.iter().enumerate() {
            let key = key(design, position, ballot)?;
            if key.is_empty() {
                blank += u64::from(ballot.times);
            } else if ballot.times > 0 {
                *found.entry(key.clone()).or_default() += u64::from(ballot.times);
            }
            keys.push(key);
        }
        let position: BTreeMap<&[(usize, usize, u8)], usize> =
            found.keys().enumerate().map(|(position, key)| (key.as_slice(), position)).collect();
        let of_ballot = keys.iter().map(|key| position.get(key.as_slice()).copied()).collect();
        let grade = |&(object, item, category): &(usize, usize, u8)| Grade { object, item, category };
        let pattern =
            |(key, times): (&Vec<_>, &u64)| Pattern { grades: key.iter().map(grade).collect(), times: *times };
        let patterns = found.iter().map(pattern).collect();
        Ok(Self { design, patterns, of_ballot, blank })
    }

    /// Ballots with a grade.
    pub fn ballots(&self) -> u64 {
        self.patterns.iter().map(|pattern| pattern.times).sum()
    }

    /// Whether every ballot with a grade grades everything.
    pub fn is_complete(&self) -> bool {
        // No cell stands twice on a ballot, so counting is enough.
        let cells = self.design.objects * self.design.items;
        self.patterns.iter().all(|pattern| pattern.grades.len() == cells)
    }

    /// The raw figure of each object.
    pub fn raw(&self) -> Vec<Raw> {
        let mut raw = vec![Raw::default(); self.design.objects];
        for pattern in &self.patterns {
            for grade in &pattern.grades {
                if let Some(raw) = raw.get_mut(grade.object) {
                    raw.points += pattern.times * u64::from(grade.category);
                    raw.grades += pattern.times;
                }
            }
        }
        raw
    }
}

fn check_size(design: Design, ballots: &[Ballot]) -> Result<(), Refusal> {
    if design.objects == 0 || design.items == 0 || design.highest == 0 {
        return Err(Refusal::EmptyDesign);
    }
    let grades = ballots.iter().try_fold(0_u64, |grades, ballot| {
        let of_ballot = u64::try_from(ballot.grades.len()).ok()?.checked_mul(u64::from(ballot.times).max(1))?;
        grades.checked_add(of_ballot)
    });
    let fits = design.objects <= MOST_OBJECTS && design.items <= MOST_ITEMS && design.highest < MOST_CATEGORIES;
    if fits && grades.is_some_and(|grades| grades <= MOST_GRADES) { Ok(()) } else { Err(Refusal::TooLarge) }
}

/// A ballot's grades in order.
fn key(design: Design, position: usize, ballot: &Ballot) -> Result<Vec<(usize, usize, u8)>, Refusal> {
    let mut key: Vec<_> = ballot.grades.iter().map(|grade| (grade.object, grade.item, grade.category)).collect();
    let is_outside = |&(object, item, category): &(usize, usize, u8)| {
        object >= design.objects || item >= design.items || category > design.highest
    };
    if key.iter().any(is_outside) {
        return Err(Refusal::OutsideDesign { ballot: position });
    }
    key.sort_unstable();
    let mut pairs = key.iter().zip(key.iter().skip(1));
    match pairs.find(|(one, next)| (one.0, one.1) == (next.0, next.1)) {
        Some((&(object, item, _), _)) => Err(Refusal::GradedTwice { ballot: position, object, item }),
        None => Ok(key),
    }
}
