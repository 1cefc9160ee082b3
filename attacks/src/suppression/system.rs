//! What an attacker knows, as equations between whole numbers.
//!
//! The unknowns are the counts by grade of every group on every item of every round. Known are, for each group and
//! item, how many forms grade it (rolls and turnout tell at most that), and every published sum. Nothing here knows how
//! a plan is made.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, ensure};

use super::published::Published;
use super::trees::Tree;

/// A sum of unknowns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The unknowns, ascending.
    pub unknowns: Vec<usize>,
    /// Their sum.
    pub sum: i64,
}

/// Unknowns that hang together, and nothing else with them.
#[derive(Clone, Debug, Default)]
pub struct Component {
    /// The unknowns.
    pub unknowns: Vec<usize>,
    /// What is known of them.
    pub equations: Vec<Equation>,
}

/// The attacker's whole knowledge, taken apart without loss.
#[derive(Debug)]
pub struct System {
    /// Round, item and group to the unknown of the first grade.
    first: BTreeMap<(usize, usize, usize), usize>,
    /// The counts as they are.
    pub truth: Vec<i64>,
    /// What follows at once.
    fixed: Vec<bool>,
    /// The component of each unknown that is not fixed.
    component_of: Vec<usize>,
    /// The components.
    pub components: Vec<Component>,
}

impl System {
    /// Writes down what is known and takes it apart.
    ///
    /// # Errors
    /// Where what is published contradicts itself or what was counted.
    pub fn of(tree: &Tree, published: &Published) -> Result<Self> {
        let (mut first, mut truth) = (BTreeMap::new(), Vec::new());
        let mut equations = Vec::new();
        for (number, round) in tree.rounds.iter().enumerate() {
            for (position, group) in round.figures.groups.iter().enumerate() {
                for (item, by_grade) in group.items.iter().enumerate().filter(|(item, _)| group.graded(*item) > 0) {
                    let begin = truth.len();
                    first.insert((number, item, position), begin);
                    truth.extend(by_grade.iter().map(|count| count.cast_signed()));
                    let sum = group.graded(item).cast_signed();
                    equations.push(Equation { unknowns: (begin..truth.len()).collect(), sum });
                }
            }
        }
        for figure in &published.figures {
            for (grade, count) in figure.table.iter().enumerate() {
                let groups = figure.groups.iter().map(|group| first[&(figure.round, figure.item, *group)] + grade);
                equations.push(Equation { unknowns: groups.collect(), sum: count.cast_signed() });
            }
        }
        for year in &published.years {
            let grades = |(round, group): &(usize, usize)| {
                let begin = first[&(*round, 0, *group)];
                begin..begin + tree.satisfied
            };
            let unknowns = year.parts.iter().flat_map(grades).collect();
            equations.push(Equation { unknowns, sum: year.satisfied.cast_signed() });
        }
        ensure!(equations.iter().all(|equation| equation.holds(&truth)), "a published sum is not what was counted");
        let mut system = Self {
            first,
            fixed: vec![false; truth.len()],
            component_of: vec![0; truth.len()],
            truth,
            components: Vec::new(),
        };
        equations.sort_by_key(|equation| equation.unknowns.len());
        system.substitute(&mut equations);
        let equations = independent(equations)?;
        system.take_apart(equations);
        Ok(system)
    }

    /// The unknown of a round, item, group and grade; nothing where the group grades nothing.
    #[must_use]
    pub fn unknown(&self, round: usize, item: usize, group: usize, grade: usize) -> Option<usize> {
        self.first.get(&(round, item, group)).map(|begin| begin + grade)
    }

    /// The component of an unknown; nothing where its value follows at once.
    #[must_use]
    pub fn component(&self, unknown: usize) -> Option<usize> {
        (!self.fixed[unknown]).then(|| self.component_of[unknown])
    }

    /// What stands alone in an equation is known, and so is everything in a sum of nothing.
    fn substitute(&mut self, equations: &mut Vec<Equation>) {
        loop {
            let mut found = Vec::new();
            for equation in equations.iter().filter(|equation| equation.unknowns.len() == 1 || equation.sum == 0) {
                found.extend(equation.unknowns.iter().copied().filter(|unknown| !self.fixed[*unknown]));
            }
            for unknown in &found {
                self.fixed[*unknown] = true;
            }
            for equation in equations.iter_mut() {
                // The value that follows is the true one, since the true counts solve every equation.
                let known = equation.unknowns.iter().filter(|unknown| self.fixed[**unknown]);
                equation.sum -= known.map(|unknown| self.truth[*unknown]).sum::<i64>();
                equation.unknowns.retain(|unknown| !self.fixed[*unknown]);
            }
            equations.retain(|equation| !equation.unknowns.is_empty());
            if found.is_empty() {
                return;
            }
        }
    }

    fn take_apart(&mut self, equations: Vec<Equation>) {
        let mut roots: Vec<usize> = (0..self.truth.len()).collect();
        for equation in &equations {
            for unknown in &equation.unknowns {
                let (one, other) = (root(&mut roots, equation.unknowns[0]), root(&mut roots, *unknown));
                roots[other] = one;
            }
        }
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        for unknown in (0..self.truth.len()).filter(|unknown| !self.fixed[*unknown]) {
            let next = numbers.len();
            let number = *numbers.entry(root(&mut roots, unknown)).or_insert(next);
            if number == self.components.len() {
                self.components.push(Component::default());
            }
            self.component_of[unknown] = number;
            self.components[number].unknowns.push(unknown);
        }
        for equation in equations {
            self.components[self.component_of[equation.unknowns[0]]].equations.push(equation);
        }
    }
}

impl Equation {
    /// Whether these values add up to it.
    #[must_use]
    pub fn holds(&self, values: &[i64]) -> bool {
        self.unknowns.iter().map(|unknown| values[*unknown]).sum::<i64>() == self.sum
    }
}

fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}

/// The equations that do not follow from those before them, by exact elimination. Leaving out the others loses nothing
/// and lets what does not hang together fall apart: a total of blocks that are shown themselves links nothing.
fn independent(equations: Vec<Equation>) -> Result<Vec<Equation>> {
    let mut pivots: HashMap<usize, Row> = HashMap::new();
    let mut kept = Vec::new();
    for equation in equations {
        let mut row = Row { terms: equation.unknowns.iter().map(|unknown| (*unknown, 1)).collect(), sum: equation.sum };
        while let Some((lead, factor)) = row.terms.first_key_value().map(|(lead, factor)| (*lead, *factor)) {
            let Some(pivot) = pivots.get(&lead) else {
                break;
            };
            row.eliminate(pivot, lead, factor).context("the elimination outgrew its numbers")?;
        }
        match row.terms.first_key_value() {
            Some((lead, _)) => {
                pivots.insert(*lead, row);
                kept.push(equation);
            }
            None => ensure!(row.sum == 0, "what is published contradicts itself"),
        }
    }
    Ok(kept)
}

/// An equation with whole factors.
struct Row {
    terms: BTreeMap<usize, i64>,
    sum: i64,
}

impl Row {
    /// Takes the pivot from this row so often that `lead` is gone; nothing where a number grows too large.
    fn eliminate(&mut self, pivot: &Self, lead: usize, factor: i64) -> Option<()> {
        let own = pivot.terms.get(&lead).copied()?;
        let common = divisor(own, factor);
        let (own, factor) = (own / common, factor / common);
        if own != 1 {
            for value in self.terms.values_mut().chain(std::iter::once(&mut self.sum)) {
                *value = value.checked_mul(own)?;
            }
        }
        for (unknown, value) in &pivot.terms {
            let slot = self.terms.entry(*unknown).or_insert(0);
            *slot = slot.checked_sub(value.checked_mul(factor)?)?;
            if *slot == 0 {
                self.terms.remove(unknown);
            }
        }
        self.sum = self.sum.checked_sub(pivot.sum.checked_mul(factor)?)?;
        Some(())
    }
}

fn divisor(one: i64, other: i64) -> i64 {
    let (mut one, mut other) = (one.abs(), other.abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn equation(unknowns: &[usize], sum: i64) -> Equation {
        Equation { unknowns: unknowns.to_vec(), sum }
    }

    #[test]
    fn what_follows_from_other_equations_is_left_out_and_what_contradicts_them_is_found() {
        let all = vec![equation(&[0, 1], 3), equation(&[2, 3], 4), equation(&[0, 1, 2, 3], 7), equation(&[1, 2], 2)];
        let kept = independent(all.clone()).unwrap();
        assert_eq!(kept, [all[0].clone(), all[1].clone(), all[3].clone()]);
        assert!(independent(vec![equation(&[0, 1], 3), equation(&[0, 1], 4)]).is_err());
    }
}
