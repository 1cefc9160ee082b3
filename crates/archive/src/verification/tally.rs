//! Counting again from opened ballots, and whether everything comes out as released.

use std::collections::BTreeSet;

use credentials::Answer;

use super::gathering::Gathered;
use super::panels::Group;
use super::sums::Below;
use crate::released::{Pool, Release, Standing, add};
use crate::report::Fault;

/// What the ballots of a group say.
#[derive(Debug, Default)]
pub struct Counted {
    /// Ballots that name its sheet.
    pub ballots: u64,
    /// Ballots with a grade.
    pub valid: u64,
    /// Ballots without one.
    pub blank: u64,
    /// Per answer of the sheet the counts by grade.
    pub grades: Vec<Vec<u64>>,
}

impl Counted {
    /// Nothing counted yet.
    pub fn of(group: &Group) -> Self {
        let grades = group.layout.scales().map(|scale| vec![0; usize::from(scale.grades())]).collect();
        Self { grades, ..Self::default() }
    }

    /// Counts a ballot. One without a grade is blank and in no figure.
    pub fn add(&mut self, answers: &[Answer]) {
        let mut is_valid = false;
        for (answer, counts) in answers.iter().zip(&mut self.grades) {
            if let Answer::Grade(grade) = answer
                && let Some(count) = counts.get_mut(usize::from(*grade))
            {
                *count += 1;
                is_valid = true;
            }
        }
        if is_valid {
            self.valid += 1;
        } else {
            self.blank += 1;
        }
    }
}

/// Every figure of the release, counted again.
pub fn tally(gathered: &Gathered, release: &Release) -> Result<(), Fault> {
    for (panel, counted) in release.panels.iter().zip(&gathered.counted) {
        if (panel.valid, panel.blank) != (counted.valid, counted.blank) {
            return Err(Fault::ValidDiffers);
        }
    }
    for (position, object) in release.objects.iter().enumerate() {
        for (number, item) in object.items.iter().enumerate() {
            for (panel, standing) in object.judged_by.iter().zip(&item.panels) {
                let counts = table(gathered, position, *panel, number).ok_or(Fault::FigureDiffers)?;
                compare(standing, counts)?;
            }
            let groups = object.judged_by.iter().map(|panel| (position, *panel));
            compare_sum(gathered, &item.total, groups, number)?;
        }
    }
    for pool in &release.pools {
        pooled(gathered, pool)?;
    }
    let below = Below::of(release);
    for total in &release.totals {
        let objects: BTreeSet<usize> = below.objects(release, total.place, &total.measure).collect();
        for (number, standing) in total.items.iter().enumerate() {
            let groups = objects.iter().filter_map(|object| Some((*object, release.objects.get(*object)?)));
            let groups =
                groups.flat_map(|(position, object)| object.judged_by.iter().map(move |panel| (position, *panel)));
            compare_sum(gathered, standing, groups, number)?;
        }
    }
    Ok(())
}

fn table(gathered: &Gathered, object: usize, panel: usize, item: usize) -> Option<&[u64]> {
    let answer = gathered.groups.get(panel)?.answer(object, item)?;
    gathered.counted.get(panel)?.grades.get(answer).map(Vec::as_slice)
}

fn compare(standing: &Standing, counts: &[u64]) -> Result<(), Fault> {
    let is_so = match standing {
        Standing::Empty => counts.iter().all(|count| *count == 0),
        Standing::Shown(shown) => shown == counts,
        Standing::Pooled(_) | Standing::Withheld => true,
    };
    if is_so { Ok(()) } else { Err(Fault::FigureDiffers) }
}

fn compare_sum(
    gathered: &Gathered,
    standing: &Standing,
    groups: impl Iterator<Item = (usize, usize)>,
    item: usize,
) -> Result<(), Fault> {
    compare(standing, &together(gathered, groups, item)?)
}

fn together(gathered: &Gathered, groups: impl Iterator<Item = (usize, usize)>, item: usize) -> Result<Vec<u64>, Fault> {
    let mut sum: Vec<u64> = Vec::new();
    for (object, panel) in groups {
        let counts = table(gathered, object, panel, item).ok_or(Fault::FigureDiffers)?;
        if sum.is_empty() {
            sum = vec![0; counts.len()];
        }
        add(&mut sum, counts).ok_or(Fault::FigureDiffers)?;
    }
    Ok(sum)
}

fn pooled(gathered: &Gathered, pool: &Pool) -> Result<(), Fault> {
    for (item, table) in pool.items.iter().zip(&pool.tables) {
        if together(gathered, pool.groups.iter().copied(), *item)? != *table {
            return Err(Fault::FigureDiffers);
        }
    }
    Ok(())
}
