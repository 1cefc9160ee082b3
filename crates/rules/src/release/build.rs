//! Making a plan: items are divided among partitions, groups among blocks.

use super::input::{Group, InputError, RoundFigures};
use super::known::atoms;
use super::plan::{Block, BlockOrigin, Partition, Plan, Standing, Total};
use super::pooling::{Nobody, Pool, Unit, Walk, pool};
use super::totals::{common_ancestor, node_tables, sum_tables};
use crate::step::Step;

/// Computes the plan of groups of which nobody stands in two. Deterministic: the same figures give the same plan.
///
/// # Errors
/// [`InputError`] where the tree, the groups or the known unions make no sense together.
pub fn plan(figures: &RoundFigures) -> Result<Plan, InputError> {
    plan_among(figures, &(0..figures.groups.len()).collect::<Vec<_>>())
}

/// The same where people judge several objects: `people` says of each group who stands in it, and groups of the same
/// number are the same people.
///
/// # Errors
/// As [`plan`].
pub fn plan_among(figures: &RoundFigures, people: &[usize]) -> Result<Plan, InputError> {
    let order = figures.children_first()?;
    let known = atoms(figures)?;
    let parents: Vec<Option<usize>> = figures.nodes.iter().map(|node| node.parent).collect();
    let walk = Walk {
        order: &order,
        parents: &parents,
        threshold: figures.threshold,
        nobody: Nobody::IsNothing,
        people: Some(people),
    };
    let (common, rare) = split_items(figures);
    let maker = Maker { figures, walk: &walk, depths: depths(&order, &parents), known: &known };
    let mut partitions = Vec::new();
    let first = maker.partition(common, Vec::new());
    for item in rare {
        partitions.push(maker.partition(vec![item], bases(&first)));
    }
    partitions.insert(0, first);
    Ok(Plan { partitions, totals: node_tables(figures, &walk) })
}

/// Groups that the common partition pools stay together where an item is pooled further.
fn bases(first: &Partition) -> Vec<Vec<usize>> {
    let planned = first.blocks.iter().filter(|block| block.origin == BlockOrigin::Planned);
    planned.map(|block| block.groups.clone()).collect()
}

/// Items graded by at least half of all valid forms are divided together; each other item by itself.
fn split_items(figures: &RoundFigures) -> (Vec<usize>, Vec<usize>) {
    let valid: u64 = figures.groups.iter().map(|group| group.valid).sum();
    let graded = |item: usize| figures.groups.iter().map(|group| group.graded(item)).sum::<u64>();
    (0..figures.items()).partition(|item| 2 * graded(*item) >= valid)
}

fn depths(order: &[usize], parents: &[Option<usize>]) -> Vec<usize> {
    let mut depths = vec![0; parents.len()];
    for node in order.iter().rev() {
        let above = parents.get(*node).copied().flatten().and_then(|parent| depths.get(parent).copied());
        if let (Some(above), Some(depth)) = (above, depths.get_mut(*node)) {
            *depth = above + 1;
        }
    }
    depths
}

pub(super) struct Maker<'a> {
    pub(super) figures: &'a RoundFigures,
    pub(super) walk: &'a Walk<'a>,
    depths: Vec<usize>,
    known: &'a [Vec<usize>],
}

impl Maker<'_> {
    /// One partition; `together` names groups that must not be told apart.
    fn partition(&self, items: Vec<usize>, together: Vec<Vec<usize>>) -> Partition {
        let graded =
            |group: usize| self.group(group).is_some_and(|group| items.iter().any(|item| group.graded(*item) > 0));
        let mut placed = vec![false; self.figures.groups.len()];
        let mut bases = together;
        for group in self.known.iter().chain(&bases).flatten() {
            if let Some(placed) = placed.get_mut(*group) {
                *placed = true;
            }
        }
        bases.extend(placed.iter().enumerate().filter(|(_, placed)| !**placed).map(|(group, _)| vec![group]));
        let units: Vec<Unit> = bases
            .iter()
            .filter_map(|groups| self.unit(groups.iter().copied().filter(|group| graded(*group)).collect(), &items))
            .collect();
        let pooling = pool(&units, self.walk);
        let mut partition = Partition {
            blocks: Vec::new(),
            groups: vec![Standing::Empty; self.figures.groups.len()],
            totals: vec![Total::Empty; self.figures.nodes.len()],
            steps: Vec::new(),
            items,
        };
        for Pool { units: members, .. } in &pooling.pools {
            let groups =
                members.iter().filter_map(|unit| units.get(*unit)).flat_map(|unit| unit.groups.clone()).collect();
            self.add_block(&mut partition, groups, BlockOrigin::Planned);
        }
        for known in self.known {
            let groups: Vec<usize> = known
                .iter()
                .copied()
                .filter(|group| {
                    self.group(*group).is_some_and(|group| partition.items.iter().any(|item| group.graded(*item) > 0))
                })
                .collect();
            if !groups.is_empty() {
                self.add_block(&mut partition, groups, BlockOrigin::Known);
            }
        }
        let hidden = pooling.hidden.iter().filter_map(|unit| units.get(*unit)).flat_map(|unit| unit.groups.clone());
        for group in hidden {
            if let Some(standing) = partition.groups.get_mut(group) {
                *standing = Standing::Hidden;
            }
            partition.steps.push(Step::GroupHidden { group, threshold: self.figures.threshold });
        }
        self.decide_totals(&mut partition);
        partition
    }

    pub(super) fn group(&self, group: usize) -> Option<&Group> {
        self.figures.groups.get(group)
    }

    fn unit(&self, groups: Vec<usize>, items: &[usize]) -> Option<Unit> {
        let members: Vec<&Group> = groups.iter().filter_map(|group| self.group(*group)).collect();
        let node = self.common_node(members.iter().map(|group| group.node))?;
        let small = |group: &Group| items.iter().any(|item| (1..self.figures.threshold).contains(&group.graded(*item)));
        let sum = |item: &usize| members.iter().map(|group| group.graded(*item)).sum();
        let protected = |item: &usize| {
            members.iter().filter(|group| small(group)).map(|group| group.graded(*item)).max().unwrap_or(0)
        };
        Some(Unit {
            node,
            valid: members.iter().map(|group| group.valid).sum(),
            graded: items.iter().map(sum).collect(),
            protected: items.iter().map(protected).collect(),
            wanted: true,
            groups,
        })
    }

    pub(super) fn common_node(&self, mut nodes: impl Iterator<Item = usize>) -> Option<usize> {
        let first = nodes.next()?;
        nodes.try_fold(first, |left, right| common_ancestor(self.walk.parents, &self.depths, left, right))
    }

    fn add_block(&self, partition: &mut Partition, mut groups: Vec<usize>, origin: BlockOrigin) {
        groups.sort_unstable();
        let members: Vec<&Group> = groups.iter().filter_map(|group| self.group(*group)).collect();
        let block = partition.blocks.len();
        let threshold = self.figures.threshold;
        let home = self.common_node(members.iter().map(|group| group.node));
        let tables: Vec<Vec<u64>> = partition
            .items
            .iter()
            .map(|item| sum_tables(members.iter().filter_map(|group| group.items.get(*item))))
            .collect();
        let valid = members.iter().map(|group| group.valid).sum();
        let fewest = |sums: &mut dyn Iterator<Item = u64>| sums.filter(|sum| *sum > 0).min().unwrap_or(0);
        let fewest_graded = fewest(&mut tables.iter().map(|table| table.iter().sum()));
        // Known unions may lie in several trees; their home is then the first group's node, and totals stay right.
        let home = home.or_else(|| members.first().map(|group| group.node)).unwrap_or(0);
        partition.steps.push(Step::BlockReleased {
            block,
            node: home,
            groups: groups.len(),
            ballots: valid,
            fewest_graded,
            threshold,
        });
        for (group, member) in groups.iter().zip(&members) {
            let alone = groups.len() == 1;
            if !alone {
                let fewest_graded = fewest(&mut partition.items.iter().map(|item| member.graded(*item)));
                partition.steps.push(Step::GroupPooled { group: *group, block, fewest_graded, threshold });
            }
            if let Some(standing) = partition.groups.get_mut(*group) {
                *standing = if alone { Standing::Shown(block) } else { Standing::Pooled(block) };
            }
        }
        partition.blocks.push(Block { groups, home, valid, tables, origin });
    }
}
