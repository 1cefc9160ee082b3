//! What a plan does not show although it could: compared with every division of a small tree, and counted on large ones.

use anyhow::Result;
use rules::release::{Plan, RoundFigures, Standing, Total, plan};

use super::trees::{Tree, below};

/// What is not shown, in the order it matters (decision 0004).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// Valid ballots in nothing shown.
    pub hidden: u64,
    /// Objects with at least k ballots whose total is withheld.
    pub objects: u64,
    /// Organisations with at least k ballots below them whose total is withheld.
    pub places: u64,
    /// Valid ballots of pooled groups.
    pub pooled: u64,
    /// Of these, ballots whose object's total is withheld too: they are shown in nothing but pooled figures.
    pub apart: u64,
}

/// A plan beside the best that can be had.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// The plan's.
    pub plan: Loss,
    /// The least in the order it matters.
    pub least: Loss,
    /// The fewest ballots of pooled groups, with as few hidden, whatever totals that costs.
    pub least_pooled: u64,
    /// The fewest ballots shown in nothing but pooled figures, with as few hidden, whatever else that costs.
    pub least_apart: u64,
}

/// Compares the plan of a small tree with every division of it.
///
/// # Errors
/// Where no plan can be made.
pub fn compare(tree: &Tree) -> Result<Comparison> {
    let figures = &tree.rounds[0].figures;
    let found = plan(figures)?;
    let small = Small::of(tree, figures, &found.partitions[0].items);
    let mut divisions =
        Divisions { small: &small, blocks: Vec::new(), hidden: Vec::new(), best: None, pooled: None, apart: None };
    divisions.extend(0);
    let (Some(least), Some((_, least_pooled)), Some((_, least_apart))) =
        (divisions.best, divisions.pooled, divisions.apart)
    else {
        anyhow::bail!("hiding everybody is a division too");
    };
    Ok(Comparison { plan: small.loss_of(&found), least, least_pooled, least_apart })
}

/// A small tree, ready for trying.
struct Small<'a> {
    figures: &'a RoundFigures,
    /// What most forms grade: these items are divided together.
    items: &'a [usize],
    /// Groups that grade something of it.
    groups: Vec<usize>,
    /// Totals that could be shown.
    totals: Vec<PossibleTotal>,
}

/// A node with at least k ballots.
struct PossibleTotal {
    node: usize,
    /// The groups at it and below.
    inside: Vec<usize>,
    is_object: bool,
}

impl<'a> Small<'a> {
    fn of(tree: &Tree, figures: &'a RoundFigures, items: &'a [usize]) -> Self {
        let grades = |group: &usize| items.iter().any(|item| figures.groups[*group].graded(*item) > 0);
        let groups: Vec<usize> = (0..figures.groups.len()).filter(grades).collect();
        let mut totals = Vec::new();
        for node in 0..figures.nodes.len() {
            let inside: Vec<usize> = below(figures, node).into_iter().filter(|group| groups.contains(group)).collect();
            if ballots(figures, &inside) >= figures.threshold {
                totals.push(PossibleTotal { node, inside, is_object: tree.objects.contains(&node) });
            }
        }
        Self { figures, items, groups, totals }
    }

    /// What a plan loses: it is a division too.
    fn loss_of(&self, found: &Plan) -> Loss {
        let partition = &found.partitions[0];
        let blocks: Vec<Vec<usize>> = partition.blocks.iter().map(|block| block.groups.clone()).collect();
        let hidden = self.groups.iter().copied().filter(|group| partition.groups[*group] == Standing::Hidden);
        let mut loss = self.loss(&blocks, &hidden.collect::<Vec<_>>());
        // The totals as the plan decides them, not as the division would allow.
        (loss.objects, loss.places) = (0, 0);
        for total in self.totals.iter().filter(|total| partition.totals[total.node] != Total::Released) {
            loss.lose(total.is_object);
        }
        loss
    }

    /// R32: nobody or at least k on every item, and no group that is small on some item alone on one.
    fn is_releasable(&self, block: &[usize]) -> bool {
        let of = |group: &usize, item: &usize| self.figures.groups[*group].graded(*item);
        let small =
            |group: &&usize| self.items.iter().any(|item| (1..self.figures.threshold).contains(&of(group, item)));
        self.items.iter().all(|item| {
            let graded: u64 = block.iter().map(|group| of(group, item)).sum();
            let alone = block.iter().filter(small).any(|group| of(group, item) == graded);
            graded == 0 || (graded >= self.figures.threshold && !alone)
        })
    }

    fn loss(&self, blocks: &[Vec<usize>], hidden: &[usize]) -> Loss {
        let mut loss = Loss { hidden: ballots(self.figures, hidden), ..Loss::default() };
        let mut with_total: Vec<usize> = Vec::new();
        for total in &self.totals {
            let cuts = |block: &Vec<usize>| {
                let within = block.iter().filter(|group| total.inside.contains(group)).count();
                within > 0 && within < block.len()
            };
            if blocks.iter().any(cuts) || hidden.iter().any(|group| total.inside.contains(group)) {
                loss.lose(total.is_object);
            } else if total.is_object {
                with_total.extend(&total.inside);
            }
        }
        for block in blocks.iter().filter(|block| block.len() > 1) {
            loss.pooled += ballots(self.figures, block);
            let apart: Vec<usize> = block.iter().copied().filter(|group| !with_total.contains(group)).collect();
            loss.apart += ballots(self.figures, &apart);
        }
        loss
    }
}

impl Loss {
    const fn lose(&mut self, is_object: bool) {
        match is_object {
            true => self.objects += 1,
            false => self.places += 1,
        }
    }
}

/// Every division of the groups into blocks, some of them hidden.
struct Divisions<'a> {
    small: &'a Small<'a>,
    blocks: Vec<Vec<usize>>,
    hidden: Vec<usize>,
    best: Option<Loss>,
    /// Fewest hidden, then fewest of pooled groups.
    pooled: Option<(u64, u64)>,
    /// Fewest hidden, then fewest shown in nothing but pooled figures.
    apart: Option<(u64, u64)>,
}

impl Divisions<'_> {
    fn extend(&mut self, next: usize) {
        let Some(group) = self.small.groups.get(next).copied() else {
            if self.blocks.iter().all(|block| self.small.is_releasable(block)) {
                let loss = self.small.loss(&self.blocks, &self.hidden);
                self.best = Some(self.best.map_or(loss, |best| best.min(loss)));
                for (best, found) in [(&mut self.pooled, loss.pooled), (&mut self.apart, loss.apart)] {
                    let found = (loss.hidden, found);
                    *best = Some(best.map_or(found, |best| best.min(found)));
                }
            }
            return;
        };
        for place in 0..self.blocks.len() {
            self.blocks[place].push(group);
            self.extend(next + 1);
            self.blocks[place].pop();
        }
        self.blocks.push(vec![group]);
        self.extend(next + 1);
        self.blocks.pop();
        self.hidden.push(group);
        self.extend(next + 1);
        self.hidden.pop();
    }
}

fn ballots(figures: &RoundFigures, groups: &[usize]) -> u64 {
    groups.iter().map(|group| figures.groups[*group].valid).sum()
}

/// Valid ballots of a round, and how many of them stand in some figure of the first item.
#[must_use]
pub fn shown(figures: &RoundFigures, found: &Plan) -> (u64, u64) {
    let Some((partition, _)) = found.partition_of(0) else {
        return (0, 0);
    };
    let graders = figures.groups.iter().zip(&partition.groups).filter(|(_, standing)| **standing != Standing::Empty);
    graders.fold((0, 0), |(all, shown), (group, standing)| {
        let hidden = *standing == Standing::Hidden;
        (all + group.valid, shown + if hidden { 0 } else { group.valid })
    })
}
