//! Dividing units into blocks over the tree, bottom up.

use std::collections::{HashMap, HashSet};

/// Something that is pooled as a whole: a group, or a block of groups where an item is pooled further.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The smallest node that contains it.
    pub node: usize,
    /// The groups in it.
    pub groups: Vec<usize>,
    /// Valid ballots in it.
    pub valid: u64,
    /// Grades per item of the partition.
    pub graded: Vec<u64>,
    /// Per item the most grades of one protected group in it.
    pub protected: Vec<u64>,
    /// Whether its release is wanted; what is not only fills up what is.
    pub wanted: bool,
}

/// What an item that nobody graded means for a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nobody {
    /// There is nothing to protect: the block may be shown.
    IsNothing,
    /// It is fewer than k like any other small number.
    IsTooFew,
}

/// The tree as pooling walks it.
pub(super) struct Walk<'a> {
    /// Nodes, children before parents.
    pub order: &'a [usize],
    /// The parent of each node.
    pub parents: &'a [Option<usize>],
    /// k.
    pub threshold: u64,
    /// What zero means.
    pub nobody: Nobody,
    /// Who stands in each group: groups of the same number are the same people. Nothing where that is not told; then a
    /// block gives no group back.
    pub people: Option<&'a [usize]>,
}

/// A block under construction: positions of units, and the node it was formed at.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub units: Vec<usize>,
    pub home: usize,
}

/// The blocks, and the units that could not be released.
#[derive(Clone, Debug, Default)]
pub(super) struct Pooling {
    pub pools: Vec<Pool>,
    pub hidden: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    pending: Vec<usize>,
    /// Pools formed inside this node.
    pools: Vec<usize>,
}

/// Divides the units into releasable blocks. `units` are numbered by position; the result is deterministic.
pub(super) fn pool(units: &[Unit], walk: &Walk<'_>) -> Pooling {
    let mut state = State { units, walk, pools: Vec::new() };
    let mut levels: Vec<Level> = vec![Level::default(); walk.parents.len()];
    for (position, unit) in units.iter().enumerate() {
        let Some(level) = levels.get_mut(unit.node) else {
            continue;
        };
        if state.releasable(&[position]) {
            level.pools.push(state.pools.len());
            state.pools.push(Pool { units: vec![position], home: unit.node });
        } else {
            level.pending.push(position);
        }
    }
    let mut hidden = Vec::new();
    for node in walk.order {
        let Some(mut level) = levels.get_mut(*node).map(std::mem::take) else {
            continue;
        };
        state.settle(*node, &mut level);
        match walk.parents.get(*node).copied().flatten().and_then(|parent| levels.get_mut(parent)) {
            Some(above) => above.take_in(level),
            None => hidden.extend(state.settle_root(*node, level)),
        }
    }
    hidden.sort_unstable();
    Pooling { pools: state.pools.into_iter().filter(|pool| !pool.units.is_empty()).collect(), hidden }
}

impl Level {
    fn take_in(&mut self, child: Self) {
        append(&mut self.pending, child.pending);
        append(&mut self.pools, child.pools);
    }
}

/// Appends the shorter list to the longer one, so that a deep tree does not copy the same list at every level.
fn append(into: &mut Vec<usize>, mut from: Vec<usize>) {
    if into.len() < from.len() {
        std::mem::swap(into, &mut from);
    }
    into.extend(from);
}

struct State<'a> {
    units: &'a [Unit],
    walk: &'a Walk<'a>,
    pools: Vec<Pool>,
}

impl State<'_> {
    /// R32: on every item nobody or at least k; and nobody protected stands alone in it.
    fn releasable(&self, units: &[usize]) -> bool {
        let items = self.units.first().map_or(0, |unit| unit.graded.len());
        (0..items).all(|item| {
            let graded: u64 = self.of(units).filter_map(|unit| unit.graded.get(item)).sum();
            let alone = self.of(units).filter_map(|unit| unit.protected.get(item)).max().copied();
            let nothing = graded == 0 && self.walk.nobody == Nobody::IsNothing;
            nothing || (graded >= self.walk.threshold && alone.unwrap_or(0) < graded)
        })
    }

    fn of<'b>(&'b self, units: &'b [usize]) -> impl Iterator<Item = &'b Unit> {
        units.iter().filter_map(|position| self.units.get(*position))
    }

    fn wanted(&self, pending: &[usize]) -> bool {
        self.of(pending).any(|unit| unit.wanted)
    }

    /// Pools what is pending at a node, or lets it join a block at no total's cost: one at the node itself, or one
    /// that crosses the borders of the nodes inside it already. Otherwise, or where nobody wants it, it stays pending.
    fn settle(&mut self, node: usize, level: &mut Level) {
        if level.pending.is_empty() {
            return;
        }
        if self.releasable(&level.pending) {
            let mut units = std::mem::take(&mut level.pending);
            units.sort_unstable();
            level.pools.push(self.pools.len());
            self.pools.push(Pool { units, home: node });
            return;
        }
        if !self.wanted(&level.pending) {
            return;
        }
        let free = |pool: &Pool| pool.home == node || self.of(&pool.units).any(|unit| unit.node != pool.home);
        let free = level.pools.iter().copied().filter(|pool| self.pools.get(*pool).is_some_and(free));
        if let Some(partner) = self.cheapest_partner(free, &level.pending) {
            let alone = self.join(partner, std::mem::take(&mut level.pending));
            level.pools.extend(alone);
        }
    }

    /// At a root nothing can be passed on: what is pending takes the group or block that costs the fewest totals, or
    /// in the last resort everything becomes one block; otherwise it stays hidden.
    fn settle_root(&mut self, node: usize, level: Level) -> Vec<usize> {
        let Level { pending, pools: inside } = level;
        if pending.is_empty() || !self.wanted(&pending) {
            return pending;
        }
        if let Some(partner) = self.cheapest_partner(inside.iter().copied(), &pending) {
            self.join(partner, pending);
            return Vec::new();
        }
        let mut all: Vec<usize> =
            inside.iter().filter_map(|pool| self.pools.get(*pool)).flat_map(|pool| pool.units.clone()).collect();
        all.extend(&pending);
        if inside.is_empty() || !self.releasable(&all) {
            return pending;
        }
        for pool in inside {
            if let Some(pool) = self.pools.get_mut(pool) {
                pool.units.clear();
            }
        }
        all.sort_unstable();
        self.pools.push(Pool { units: all, home: node });
        Vec::new()
    }

    /// The block that is cheapest to join: fewest totals first, then fewest ballots that lose their own figure, then the
    /// smallest block.
    fn cheapest_partner(&self, candidates: impl Iterator<Item = usize>, pending: &[usize]) -> Option<usize> {
        // Per node the pending units at it or below: all of them from their smallest common node upwards.
        let mut paths: HashMap<usize, usize> = HashMap::new();
        for node in self.of(pending).flat_map(|unit| self.upwards(unit.node)) {
            *paths.entry(node).or_default() += 1;
        }
        let holds_all = |node: &usize| paths.get(node) == Some(&pending.len());
        let common = paths.keys().filter(|node| holds_all(node)).count();
        let joined = |number: usize| {
            let pool = self.pools.get(number)?;
            let together: Vec<usize> = pool.units.iter().chain(pending).copied().collect();
            if !self.releasable(&together) {
                return None;
            }
            let home = self.upwards(pool.home).find(holds_all)?;
            // Nodes cut by the joined block and not by what is pending: on the way from each side to the new home.
            let cut =
                self.upwards(pool.home).take_while(|node| !holds_all(node)).filter(|node| !paths.contains_key(node));
            let cut = cut.count() + common - self.upwards(home).count();
            let ballots: u64 = self.of(&pool.units).map(|unit| unit.valid).sum();
            let own = if pool.units.len() == 1 { ballots } else { 0 };
            let again: u64 = self.of(&self.not_needed(&together)).map(|unit| unit.valid).sum();
            Some((cut, own.cast_signed() - again.cast_signed(), ballots, number))
        };
        candidates.filter_map(joined).min().map(|(.., number)| number)
    }

    /// What a block can do without: groups large enough alone that were taken in for others, where these are enough
    /// together by now. Without them it cuts no border that it did not cut with them, so no total is lost. R32: where the
    /// others are partly the same people, who graded several objects, their grades are more than they are, so the block
    /// stays as it is.
    fn not_needed(&self, block: &[usize]) -> Vec<usize> {
        let valid = |unit: usize| self.units.get(unit).map_or(0, |unit| unit.valid);
        let mut large: Vec<usize> = block.iter().copied().filter(|unit| self.releasable(&[*unit])).collect();
        large.sort_unstable_by_key(|unit| (std::cmp::Reverse(valid(*unit)), *unit));
        let mut rest = block.to_vec();
        let mut found = Vec::new();
        for unit in large {
            let without: Vec<usize> = rest.iter().copied().filter(|other| *other != unit).collect();
            if !without.is_empty() && self.are_different_people(&without) && self.releasable(&without) {
                rest = without;
                found.push(unit);
            }
        }
        found
    }

    /// A node and everything above it.
    fn upwards(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |node| self.walk.parents.get(*node).copied().flatten())
    }

    fn are_different_people(&self, units: &[usize]) -> bool {
        let Some(people) = self.walk.people else {
            return false;
        };
        let mut seen = HashSet::new();
        self.of(units)
            .flat_map(|unit| &unit.groups)
            .all(|group| people.get(*group).is_some_and(|who| seen.insert(*who)))
    }

    /// Lets what is pending join a block, and shows again by itself what that block no longer needs. Returns the new
    /// blocks.
    fn join(&mut self, number: usize, pending: Vec<usize>) -> Vec<usize> {
        let Some(pool) = self.pools.get(number) else {
            return Vec::new();
        };
        let mut units: Vec<usize> = pool.units.iter().copied().chain(pending).collect();
        let alone = self.not_needed(&units);
        units.retain(|unit| !alone.contains(unit));
        units.sort_unstable();
        let home = self.home_of(&units);
        if let Some(pool) = self.pools.get_mut(number) {
            *pool = Pool { units, home: home.unwrap_or(pool.home) };
        }
        let begin = self.pools.len();
        for unit in alone {
            let home = self.units.get(unit).map_or(0, |unit| unit.node);
            self.pools.push(Pool { units: vec![unit], home });
        }
        (begin..self.pools.len()).collect()
    }

    /// The smallest node around some units.
    fn home_of(&self, units: &[usize]) -> Option<usize> {
        let mut around: HashMap<usize, usize> = HashMap::new();
        for node in self.of(units).flat_map(|unit| self.upwards(unit.node)) {
            *around.entry(node).or_default() += 1;
        }
        let first = self.of(units).next()?;
        self.upwards(first.node).find(|node| around.get(node) == Some(&units.len()))
    }
}
