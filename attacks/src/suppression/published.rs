//! Everything that is published of a tree's rounds: by the release plan, and by programs that are careless.

use anyhow::{Context, Result, ensure};
use rules::release::{Known, Plan, RoundFigures, Standing, Total, plan};

use super::trees::{Round, Tree, below};

/// Who publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publisher {
    /// The product.
    ReleasePlan,
    /// Hides each group below k and shows every other group and every total.
    HidesTheGroupItself,
    /// Follows the plan in each round and then adds up the year from all quarters, those without a figure too.
    YearOfEverything,
    /// Follows the plan in each round and forgets what was released of the same ballots before.
    ForgetsWhatWasReleased,
}

/// A published sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The round.
    pub round: usize,
    /// The item.
    pub item: usize,
    /// The groups it is the sum of, those that grade the item.
    pub groups: Vec<usize>,
    /// Counts by grade.
    pub table: Vec<u64>,
}

/// A year's figure of one object: satisfied ballots of several quarters (R44).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// Round and group of every ballot in it.
    pub parts: Vec<(usize, usize)>,
    /// Satisfied, all of them together.
    pub satisfied: u64,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Groups, pools and totals.
    pub figures: Vec<Figure>,
    /// Years.
    pub years: Vec<Year>,
    /// The plan of each round, where there is one.
    pub plans: Vec<Option<Plan>>,
}

/// The item a year is added up from.
const OVERALL: usize = 0;

impl Published {
    /// What `publisher` tells of a tree.
    ///
    /// # Errors
    /// Where a plan shows another table than was counted.
    pub fn by(publisher: Publisher, tree: &Tree) -> Result<Self> {
        let mut published = Self::default();
        for (number, round) in tree.rounds.iter().enumerate() {
            if publisher == Publisher::HidesTheGroupItself {
                published.careless(number, round);
            } else {
                published.planned(number, round, publisher)?;
            }
        }
        if publisher != Publisher::HidesTheGroupItself {
            published.add_years(tree, publisher);
        }
        Ok(published)
    }

    fn add(&mut self, round: usize, figures: &RoundFigures, item: usize, groups: &[usize]) {
        let graders = groups.iter().copied().filter(|group| figures.groups[*group].graded(item) > 0);
        let groups: Vec<usize> = graders.collect();
        let table = sum(figures, item, &groups);
        let figure = Figure { round, item, groups, table };
        if !figure.groups.is_empty() && !self.figures.contains(&figure) {
            self.figures.push(figure);
        }
    }

    fn careless(&mut self, number: usize, round: &Round) {
        let figures = &round.figures;
        for item in 0..figures.items() {
            for group in
                (0..figures.groups.len()).filter(|group| figures.groups[*group].graded(item) >= figures.threshold)
            {
                self.add(number, figures, item, &[group]);
            }
            for node in 0..figures.nodes.len() {
                let groups = below(figures, node);
                if sum(figures, item, &groups).iter().sum::<u64>() >= figures.threshold {
                    self.add(number, figures, item, &groups);
                }
            }
        }
        self.plans.push(None);
    }

    fn planned(&mut self, number: usize, round: &Round, publisher: Publisher) -> Result<()> {
        let mut figures = round.figures.clone();
        if let Some(before) = released_before(round)? {
            self.add_plan(number, &figures, &before)?;
            if publisher != Publisher::ForgetsWhatWasReleased {
                let blocks = before.partitions.iter().flat_map(|partition| &partition.blocks);
                figures.known = blocks.map(|block| Known { groups: block.groups.clone() }).collect();
            }
        }
        let plan = plan(&figures).context("no plan can be made")?;
        self.add_plan(number, &figures, &plan)?;
        self.plans.push(Some(plan));
        Ok(())
    }

    /// Every figure of a plan, read through its public door and compared with what was counted.
    fn add_plan(&mut self, number: usize, figures: &RoundFigures, plan: &Plan) -> Result<()> {
        for partition in &plan.partitions {
            for (place, item) in partition.items.iter().enumerate() {
                for block in &partition.blocks {
                    let counted = sum(figures, *item, &block.groups);
                    ensure!(block.tables[place] == counted, "a block shows what was not counted: {block:?}");
                    self.add(number, figures, *item, &block.groups);
                }
                for group in 0..figures.groups.len() {
                    if let Some(table) = plan.group_table(group, *item) {
                        ensure!(table == sum(figures, *item, &[group]), "group {group} is shown as it was not counted");
                        self.add(number, figures, *item, &[group]);
                    }
                }
                for node in 0..figures.nodes.len() {
                    if let Some(table) = plan.total_table(node, *item) {
                        let groups: Vec<usize> = below(figures, node)
                            .into_iter()
                            .filter(|group| partition.groups[*group] != Standing::Empty)
                            .collect();
                        ensure!(table == sum(figures, *item, &groups), "total {node} is shown as it was not counted");
                        self.add(number, figures, *item, &groups);
                    }
                }
            }
        }
        Ok(())
    }

    /// R44: the released figures of an object's quarters are added up, and only those.
    fn add_years(&mut self, tree: &Tree, publisher: Publisher) {
        for object in &tree.objects {
            let mut parts = Vec::new();
            for (number, round) in tree.rounds.iter().enumerate().filter(|(_, round)| round.is_quarter) {
                let released = self.plans[number].as_ref().and_then(|plan| plan.partition_of(OVERALL));
                let is_released = released.is_some_and(|(partition, _)| partition.totals[*object] == Total::Released);
                if is_released || publisher == Publisher::YearOfEverything {
                    let groups = below(&round.figures, *object).into_iter();
                    let graders = groups.filter(|group| round.figures.groups[*group].graded(OVERALL) > 0);
                    parts.extend(graders.map(|group| (number, group)));
                }
            }
            let satisfied = |(round, group): &(usize, usize)| -> u64 {
                tree.rounds[*round].figures.groups[*group].items[OVERALL].iter().take(tree.satisfied).sum()
            };
            let year = Year { satisfied: parts.iter().map(satisfied).sum(), parts };
            if !year.parts.is_empty() {
                self.years.push(year);
            }
        }
    }
}

/// The counts by grade of an item for some groups.
#[must_use]
pub fn sum(figures: &RoundFigures, item: usize, groups: &[usize]) -> Vec<u64> {
    let mut table = vec![0; figures.groups[0].items[item].len()];
    for group in groups {
        for (sum, count) in table.iter_mut().zip(&figures.groups[*group].items[item]) {
            *sum += count;
        }
    }
    table
}

/// The plan by which a part of the tree was released first. What is known then is known of every item, so it is only
/// made where every item is divided alike.
fn released_before(round: &Round) -> Result<Option<Plan>> {
    let mut part = round.figures.clone();
    for (position, group) in part.groups.iter_mut().enumerate() {
        if !round.released_before.contains(&position) {
            group.valid = 0;
            group.items.iter_mut().flatten().for_each(|count| *count = 0);
        }
    }
    if round.released_before.is_empty() {
        return Ok(None);
    }
    let plan = plan(&part).context("no plan can be made of a part")?;
    Ok((plan.partitions.len() == 1).then_some(plan))
}
