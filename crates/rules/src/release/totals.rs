//! Totals of nodes: their sums, and which of them are sums of whole blocks.

use super::build::Maker;
use super::input::RoundFigures;
use super::plan::{Partition, Standing, Total};
use super::pooling::Walk;
use crate::step::Step;

impl Maker<'_> {
    /// A total is released when no block crosses its node's border and nothing below is hidden.
    pub(super) fn decide_totals(&self, partition: &mut Partition) {
        let Partition { totals, groups, blocks, steps, .. } = partition;
        let mut counts = vec![0_usize; totals.len()];
        let mut mark = |from: usize, until: Option<usize>, total: Total| {
            let mut at = Some(from);
            while let Some(node) = at.filter(|node| Some(*node) != until) {
                if let Some(slot) = totals.get_mut(node)
                    && *slot != Total::Withheld
                {
                    *slot = total;
                }
                at = self.figures.parent(node);
            }
        };
        for (position, standing) in groups.iter().enumerate() {
            let Some(node) = self.group(position).map(|group| group.node) else {
                continue;
            };
            match standing {
                Standing::Empty => {}
                Standing::Hidden => mark(node, None, Total::Withheld),
                Standing::Shown(_) => mark(node, None, Total::Released),
                Standing::Pooled(block) => {
                    mark(node, None, Total::Released);
                    let members = blocks.get(*block).map_or(&[][..], |block| &block.groups);
                    let nodes = members.iter().filter_map(|group| self.group(*group)).map(|group| group.node);
                    mark(node, self.common_node(nodes), Total::Withheld);
                }
            }
        }
        for block in blocks.iter() {
            let mut at = Some(block.home);
            while let Some(node) = at {
                if let Some(count) = counts.get_mut(node) {
                    *count += 1;
                }
                at = self.figures.parent(node);
            }
        }
        for (node, (total, blocks)) in totals.iter().zip(counts).enumerate() {
            match total {
                Total::Empty => {}
                Total::Released => steps.push(Step::TotalReleased { node, blocks }),
                Total::Withheld => steps.push(Step::TotalWithheld { node }),
            }
        }
    }
}

pub(super) fn node_tables(figures: &RoundFigures, walk: &Walk<'_>) -> Vec<Vec<Vec<u64>>> {
    let empty: Vec<Vec<u64>> = figures
        .groups
        .first()
        .map_or(Vec::new(), |group| group.items.iter().map(|by_grade| vec![0; by_grade.len()]).collect());
    let mut tables = vec![empty; figures.nodes.len()];
    for group in &figures.groups {
        if let Some(table) = tables.get_mut(group.node) {
            add_items(table, &group.items);
        }
    }
    for node in walk.order {
        let own = tables.get(*node).cloned().unwrap_or_default();
        if let Some(above) = figures.parent(*node).and_then(|parent| tables.get_mut(parent)) {
            add_items(above, &own);
        }
    }
    tables
}

fn add_items(into: &mut [Vec<u64>], from: &[Vec<u64>]) {
    for (sum, more) in into.iter_mut().zip(from) {
        add(sum, more);
    }
}

fn add(into: &mut [u64], from: &[u64]) {
    for (sum, more) in into.iter_mut().zip(from) {
        *sum += more;
    }
}

pub(super) fn sum_tables<'a>(tables: impl Iterator<Item = &'a Vec<u64>>) -> Vec<u64> {
    let mut sum: Vec<u64> = Vec::new();
    for table in tables {
        sum.resize(table.len(), 0);
        add(&mut sum, table);
    }
    sum
}

pub(super) fn common_ancestor(parents: &[Option<usize>], depths: &[usize], left: usize, right: usize) -> Option<usize> {
    let (mut left, mut right) = (left, right);
    while left != right {
        let (deep, other) = if depths.get(left) >= depths.get(right) { (left, right) } else { (right, left) };
        (left, right) = (parents.get(deep).copied().flatten()?, other);
    }
    Some(left)
}
