//! Every protected value of a tree, with what an attacker can say of it.

use std::collections::HashMap;

use anyhow::{Context, Result};

use super::published::{Figure, Published, Publisher};
use super::solver::Range;
use super::system::System;
use super::trees::Tree;

/// What was found on one tree, or on many.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Rounds attacked.
    pub rounds: u64,
    /// Groups of these rounds.
    pub groups: u64,
    /// Published sums, years included.
    pub figures: u64,
    /// Groups, on an item each, with fewer than k grades.
    pub protected_groups: u64,
    /// Published sums less the published sums inside them, with fewer than k grades.
    pub complements: u64,
    /// Counts that must not be told.
    pub values: u64,
    /// How many values stay possible for them: at position n, for how many there are n. The last takes more.
    pub possible: [u64; 6],
    /// Counts of which only one value is possible.
    pub solved: Vec<String>,
}

impl Findings {
    /// Adds another tree's.
    pub fn add(&mut self, other: Self) {
        self.rounds += other.rounds;
        self.groups += other.groups;
        self.figures += other.figures;
        self.protected_groups += other.protected_groups;
        self.complements += other.complements;
        self.values += other.values;
        for (sum, more) in self.possible.iter_mut().zip(other.possible) {
            *sum += more;
        }
        self.solved.extend(other.solved);
    }

    /// The fewest values that stay possible for any protected count.
    #[must_use]
    pub fn narrowest(&self) -> Option<usize> {
        self.possible.iter().position(|count| *count > 0)
    }
}

/// Groups whose counts are protected.
struct Target {
    round: usize,
    item: usize,
    groups: Vec<usize>,
    /// The smallest published sum around them; nothing where there is none.
    around: Option<usize>,
}

/// Attacks everything one publisher tells of a tree.
///
/// # Errors
/// Where what is published is wrong in itself, or the solver fails.
pub fn attack(tree: &Tree, publisher: Publisher) -> Result<Findings> {
    let published = Published::by(publisher, tree)?;
    let system = System::of(tree, &published)?;
    let mut findings = Findings {
        rounds: tree.rounds.len() as u64,
        groups: tree.rounds.iter().map(|round| round.figures.groups.len() as u64).sum(),
        figures: (published.figures.len() + published.years.len()) as u64,
        ..Findings::default()
    };
    let (groups, complements) = (groups(tree, &published), complements(tree, &published));
    findings.protected_groups = groups.len() as u64;
    findings.complements = complements.len() as u64;
    // Groups of the same published sums with the same number of grades can be exchanged: one answer holds for all.
    let mut answers: HashMap<(Vec<usize>, u64, usize), Range> = HashMap::new();
    for target in groups.iter().chain(&complements) {
        let figures = &tree.rounds[target.round].figures;
        let pool = target.around.map(|figure| &published.figures[figure].table);
        let all: u64 = pool.map_or(0, |table| table.iter().sum());
        let grades = figures.groups[target.groups[0]].items[target.item].len();
        for grade in 0..grades {
            if pool.is_some_and(|table| table[grade] == 0 || table[grade] == all) {
                continue;
            }
            let unknowns: Option<Vec<usize>> =
                target.groups.iter().map(|group| system.unknown(target.round, target.item, *group, grade)).collect();
            let unknowns = unknowns.context("a protected group that grades nothing")?;
            let range = match exchangeable(&published, target) {
                None => system.range(&unknowns)?,
                Some(sums) => {
                    let graded = figures.groups[target.groups[0]].graded(target.item);
                    let key = (sums, graded, grade);
                    match answers.get(&key) {
                        Some(range) => *range,
                        None => {
                            let range = system.range(&unknowns)?;
                            answers.insert(key, range);
                            range
                        }
                    }
                }
            };
            findings.values += 1;
            let possible = usize::try_from(range.values())?;
            findings.possible[possible.min(5)] += 1;
            if possible < 2 {
                findings.solved.push(format!(
                    "round {}, item {}, groups {:?}, grade {grade}: {} and nothing else",
                    target.round, target.item, target.groups, range.least
                ));
            }
        }
    }
    Ok(findings)
}

/// The published sums a single group stands in, its years told apart by their negative place; nothing for complements,
/// and for groups that are in no sum of their own item, which nothing tells apart by their position.
fn exchangeable(published: &Published, target: &Target) -> Option<Vec<usize>> {
    let [group] = target.groups[..] else {
        return None;
    };
    let stands_in =
        |figure: &Figure| figure.round == target.round && figure.item == target.item && figure.groups.contains(&group);
    let figures = published.figures.iter().enumerate().filter(|(_, figure)| stands_in(figure));
    let mut sums: Vec<usize> = figures.map(|(number, _)| number).collect();
    if sums.is_empty() {
        return None;
    }
    let years = published.years.iter().enumerate().filter(|(_, year)| year.parts.contains(&(target.round, group)));
    sums.extend(years.map(|(number, _)| published.figures.len() + number));
    Some(sums)
}

/// R32: every group with fewer than k grades on an item, and some. Its pooled count is that of the smallest sum that is
/// published around it.
fn groups(tree: &Tree, published: &Published) -> Vec<Target> {
    let mut targets = Vec::new();
    for (number, round) in tree.rounds.iter().enumerate() {
        let figures = &round.figures;
        for item in 0..figures.items() {
            for (position, group) in figures.groups.iter().enumerate() {
                if (1..figures.threshold).contains(&group.graded(item)) {
                    let around = published.figures.iter().enumerate().filter(|(_, figure)| {
                        figure.round == number && figure.item == item && figure.groups.contains(&position)
                    });
                    let around = around.min_by_key(|(_, figure)| figure.groups.len()).map(|(figure, _)| figure);
                    targets.push(Target { round: number, item, groups: vec![position], around });
                }
            }
        }
    }
    targets
}

/// What is left of a published sum when the published sums inside it are taken away, where that comes from fewer than k.
fn complements(tree: &Tree, published: &Published) -> Vec<Target> {
    let mut targets = Vec::new();
    for (number, figure) in published.figures.iter().enumerate() {
        let figures = &tree.rounds[figure.round].figures;
        let mut left = figure.groups.clone();
        let mut inside: Vec<&Figure> = published
            .figures
            .iter()
            .filter(|other| (other.round, other.item) == (figure.round, figure.item))
            .filter(|other| other.groups.len() < figure.groups.len())
            .collect();
        inside.sort_by_key(|other| std::cmp::Reverse(other.groups.len()));
        for other in inside {
            if other.groups.iter().all(|group| left.contains(group)) {
                left.retain(|group| !other.groups.contains(group));
            }
        }
        let graded: u64 = left.iter().map(|group| figures.groups[*group].graded(figure.item)).sum();
        if left.len() > 1 && left.len() < figure.groups.len() && (1..figures.threshold).contains(&graded) {
            targets.push(Target { round: figure.round, item: figure.item, groups: left, around: Some(number) });
        }
    }
    targets
}
