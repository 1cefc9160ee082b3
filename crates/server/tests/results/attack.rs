//! The attack on a stored release: everything any page, paper or export of a sealed round shows comes from it, so it is
//! everything that is published. Which hidden counts can be solved for?
//!
//! The attacker knows the turnout of every group and that every form grades every item (R01). For each item all tables
//! of counts that agree with what is published are tried; a count that is the same in all of them is solved.

use std::collections::{BTreeMap, BTreeSet};

use server::features::results::release::{Release, Standing};

/// A group about an object: what the grades of some people about it amount to.
pub type Cell = (usize, usize);

/// A published sum of groups with its counts by grade.
struct Published {
    cells: BTreeSet<Cell>,
    counts: Vec<u64>,
}

/// What is published of one item of a measure, as equations.
struct System {
    /// Every group with how many people graded in it.
    margins: BTreeMap<Cell, u64>,
    equations: Vec<Published>,
    /// The smallest figure each group is pooled into.
    pool_of: BTreeMap<Cell, Vec<u64>>,
}

fn system(release: &Release, measure: storage::MeasureId, item: usize) -> System {
    let mut found = System { margins: BTreeMap::new(), equations: Vec::new(), pool_of: BTreeMap::new() };
    let of_measure = |object: &usize| release.objects[*object].measure == measure;
    for (position, object) in release.objects.iter().enumerate().filter(|(position, _)| of_measure(position)) {
        let cells: BTreeSet<Cell> = object.judged_by.iter().map(|panel| (position, *panel)).collect();
        for (panel, standing) in object.judged_by.iter().zip(&object.items[item].panels) {
            let cell = (position, *panel);
            found.margins.insert(cell, release.panels[*panel].valid);
            if let Standing::Shown(counts) = standing {
                found.equations.push(Published { cells: BTreeSet::from([cell]), counts: counts.clone() });
            }
        }
        if let Standing::Shown(counts) = &object.items[item].total {
            found.equations.push(Published { cells, counts: counts.clone() });
        }
    }
    for pool in release.pools.iter().filter(|pool| pool.measure == measure) {
        let Some(counts) = pool.counts(item) else {
            continue;
        };
        found.equations.push(Published { cells: pool.groups.iter().copied().collect(), counts: counts.to_vec() });
        found.pool_of.extend(pool.groups.iter().map(|cell| (*cell, counts.to_vec())));
    }
    for total in release.totals.iter().filter(|total| total.measure == measure) {
        if let Some(Standing::Shown(counts)) = total.items.get(item) {
            let inside = |cell: &&Cell| release.lies_within(release.objects[cell.0].place, total.place);
            let cells = found.margins.keys().filter(inside).copied().collect();
            found.equations.push(Published { cells, counts: counts.clone() });
        }
    }
    found
}

impl System {
    /// Takes away what says nothing new: sums whose parts are published one by one.
    fn without_repetition(&mut self) {
        let sets: Vec<BTreeSet<Cell>> = self.equations.iter().map(|equation| equation.cells.clone()).collect();
        let is_sum_of_others = |whole: &BTreeSet<Cell>| {
            let parts: Vec<&BTreeSet<Cell>> =
                sets.iter().filter(|part| part.is_subset(whole) && *part != whole).collect();
            let is_largest =
                |part: &&&BTreeSet<Cell>| !parts.iter().any(|other| part.is_subset(other) && *other != **part);
            let largest: BTreeSet<&BTreeSet<Cell>> = parts.iter().filter(is_largest).copied().collect();
            let covered: usize = largest.iter().map(|part| part.len()).sum();
            covered == whole.len() && largest.iter().copied().flatten().collect::<BTreeSet<_>>().len() == covered
        };
        let mut seen = BTreeSet::new();
        self.equations.retain(|equation| !is_sum_of_others(&equation.cells) && seen.insert(equation.cells.clone()));
    }

    /// The groups that equations tie together. What stands in no equation can be anything.
    fn components(&self) -> Vec<BTreeSet<Cell>> {
        let mut components: Vec<BTreeSet<Cell>> = Vec::new();
        for equation in &self.equations {
            let (tied, mut apart): (Vec<_>, Vec<_>) =
                components.into_iter().partition(|component| !component.is_disjoint(&equation.cells));
            let mut all = equation.cells.clone();
            all.extend(tied.into_iter().flatten());
            apart.push(all);
            components = apart;
        }
        components
    }

    /// Every table of these groups that agrees with what is published.
    fn solutions(&self, component: &BTreeSet<Cell>, grades: usize) -> Vec<BTreeMap<Cell, Vec<u64>>> {
        let mut order: Vec<Cell> = component.iter().copied().collect();
        // Small groups first: a large one is mostly what is left over.
        order.sort_by_key(|cell| self.margins[cell]);
        let mut left: Vec<Vec<u64>> = self.equations.iter().map(|equation| equation.counts.clone()).collect();
        let mut found = Vec::new();
        self.go_on(&order, grades, &mut BTreeMap::new(), &mut left, &mut found);
        found
    }

    fn go_on(
        &self,
        open: &[Cell],
        grades: usize,
        table: &mut BTreeMap<Cell, Vec<u64>>,
        left: &mut Vec<Vec<u64>>,
        found: &mut Vec<BTreeMap<Cell, Vec<u64>>>,
    ) {
        let Some((cell, rest)) = open.split_first() else {
            found.push(table.clone());
            return;
        };
        let around: Vec<usize> =
            (0..self.equations.len()).filter(|one| self.equations[*one].cells.contains(cell)).collect();
        for row in compositions(self.margins[cell], grades) {
            let fits = around.iter().all(|equation| {
                let is_last = !rest.iter().any(|other| self.equations[*equation].cells.contains(other));
                let left = left[*equation].iter().zip(&row);
                if is_last {
                    left.clone().all(|(left, count)| left == count)
                } else {
                    left.clone().all(|(l, c)| l >= c)
                }
            });
            if !fits {
                continue;
            }
            let take = |left: &mut Vec<Vec<u64>>, give_back: bool| {
                for equation in &around {
                    for (left, count) in left[*equation].iter_mut().zip(&row) {
                        *left = if give_back { *left + count } else { *left - count };
                    }
                }
            };
            take(left, false);
            table.insert(*cell, row.clone());
            self.go_on(rest, grades, table, left, found);
            table.remove(cell);
            take(left, true);
        }
    }

    /// The unions of groups that come from fewer than `k` people, but not from nobody: each group by itself, and what is
    /// left of a published sum when others are subtracted, among them.
    fn protected(&self, component: &BTreeSet<Cell>, k: u64) -> Vec<BTreeSet<Cell>> {
        let cells: Vec<Cell> = component.iter().copied().filter(|cell| self.margins[cell] > 0).collect();
        let union = |chosen: u32| -> BTreeSet<Cell> {
            cells.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1).map(|(_, cell)| *cell).collect()
        };
        let people = |union: &BTreeSet<Cell>| -> u64 {
            let panels: BTreeMap<usize, u64> = union.iter().map(|cell| (cell.1, self.margins[cell])).collect();
            panels.values().sum()
        };
        (1..1_u32 << cells.len()).map(union).filter(|union| people(union) < k).collect()
    }
}

/// Every way to write a number as so many counts.
fn compositions(sum: u64, parts: usize) -> Vec<Vec<u64>> {
    if parts == 1 {
        return vec![vec![sum]];
    }
    let with_first =
        |first: u64| compositions(sum - first, parts - 1).into_iter().map(move |rest| [vec![first], rest].concat());
    (0..=sum).flat_map(with_first).collect()
}

/// The counts of protected groups that can be solved for, in words. Agreement of a whole pool is declared open.
pub fn solved(release: &Release) -> Vec<String> {
    let mut found = Vec::new();
    let measures: BTreeSet<storage::MeasureId> = release.objects.iter().map(|object| object.measure).collect();
    for measure in measures {
        let items = release.objects.iter().find(|object| object.measure == measure).unwrap().items.len();
        for item in 0..items {
            let mut system = system(release, measure, item);
            system.without_repetition();
            for component in system.components() {
                found.extend(solved_in(&system, &component, release.minimum));
            }
        }
    }
    found
}

/// Those within groups that equations tie together: of groups that nothing ties, both would have to be solved.
fn solved_in(system: &System, component: &BTreeSet<Cell>, k: u64) -> Vec<String> {
    const GRADES: usize = 3;
    let mut found = Vec::new();
    let solutions = system.solutions(component, GRADES);
    assert!(!solutions.is_empty(), "what is published contradicts itself");
    for union in system.protected(component, k) {
        for grade in 0..GRADES {
            let declared_open = union.iter().all(|cell| {
                let pool = system.pool_of.get(cell);
                pool.is_some_and(|pool| pool[grade] == 0 || pool[grade] == pool.iter().sum::<u64>())
            });
            let value = |table: &BTreeMap<Cell, Vec<u64>>| -> u64 { union.iter().map(|cell| table[cell][grade]).sum() };
            let values: BTreeSet<u64> = solutions.iter().map(value).collect();
            if values.len() == 1 && !declared_open {
                found.push(format!("{union:?} gives grade {grade} {values:?} times"));
            }
        }
    }
    found
}
