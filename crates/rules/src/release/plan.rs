//! The plan itself: partitions, blocks, what becomes of each group and each total.

use super::totals::sum_tables;
use crate::step::Step;

/// Where a block comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockOrigin {
    /// Divided by this plan; at least k on every item.
    Planned,
    /// Already public before this plan, whatever its size.
    Known,
}

/// The smallest released figure: its groups are never told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The groups, by position.
    pub groups: Vec<usize>,
    /// The smallest node that contains them all.
    pub home: usize,
    /// Valid ballots.
    pub valid: u64,
    /// For each item of the partition, in its order, the counts by grade.
    pub tables: Vec<Vec<u64>>,
    /// Where it comes from.
    pub origin: BlockOrigin,
}

/// What becomes of a group in a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// No grade on any item of the partition: there is nothing to show.
    Empty,
    /// Shown by itself, as this block.
    Shown(usize),
    /// Shown only together with the others of this block.
    Pooled(usize),
    /// In nothing that is released.
    Hidden,
}

/// What becomes of a node's total in a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Total {
    /// No group below has a grade.
    Empty,
    /// The sum of whole blocks.
    Released,
    /// It would cut through a block, or contains a hidden group.
    Withheld,
}

/// A division of the groups into blocks, for the items it is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// The items, by position.
    pub items: Vec<usize>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What becomes of each group.
    pub groups: Vec<Standing>,
    /// What becomes of each node's total.
    pub totals: Vec<Total>,
    /// Why.
    pub steps: Vec<Step>,
}

/// What may be shown of a round. Every item belongs to exactly one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The first holds the items most forms grade; each other one an item that few do.
    pub partitions: Vec<Partition>,
    /// Per node and item the counts by grade of everything below it; shown only where the total is released.
    pub(super) totals: Vec<Vec<Vec<u64>>>,
}

impl Plan {
    /// The partition of an item, and the item's place in it.
    #[must_use]
    pub fn partition_of(&self, item: usize) -> Option<(&Partition, usize)> {
        self.partitions.iter().find_map(|partition| {
            let place = partition.items.iter().position(|other| *other == item)?;
            Some((partition, place))
        })
    }

    /// The released counts by grade of one item for one group; nothing where the group is not shown by itself.
    #[must_use]
    pub fn group_table(&self, group: usize, item: usize) -> Option<&[u64]> {
        let (partition, place) = self.partition_of(item)?;
        match partition.groups.get(group)? {
            Standing::Shown(block) => Some(partition.blocks.get(*block)?.tables.get(place)?),
            _ => None,
        }
    }

    /// The released counts by grade of one item for everything below a node; nothing where it is withheld.
    #[must_use]
    pub fn total_table(&self, node: usize, item: usize) -> Option<&[u64]> {
        let (partition, _) = self.partition_of(item)?;
        match partition.totals.get(node)? {
            Total::Released => Some(self.totals.get(node)?.get(item)?),
            _ => None,
        }
    }

    /// The counts by grade of one item for any set of groups, if it is a union of whole blocks. Groups without a
    /// grade may be named or left out.
    #[must_use]
    pub fn figure(&self, groups: &[usize], item: usize) -> Option<Vec<u64>> {
        let (partition, place) = self.partition_of(item)?;
        let mut wanted: Vec<usize> = groups.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut blocks = Vec::new();
        for group in &wanted {
            match partition.groups.get(*group)? {
                Standing::Empty => {}
                Standing::Shown(block) | Standing::Pooled(block) => blocks.push(*block),
                Standing::Hidden => return None,
            }
        }
        let graders = blocks.len();
        blocks.sort_unstable();
        blocks.dedup();
        let whole: Vec<&Block> = blocks.iter().filter_map(|block| partition.blocks.get(*block)).collect();
        let covered: usize = whole.iter().map(|block| block.groups.len()).sum();
        let tables = whole.iter().filter_map(|block| block.tables.get(place));
        (covered == graders && graders > 0).then(|| sum_tables(tables))
    }
}
