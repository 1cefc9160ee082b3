//! Adding returns up along the tree (R05).

use std::collections::{BTreeMap, BTreeSet};

use super::checks::{check, relations, remarks};
use super::finding::{Finding, Remark};
use super::methods::Method;
use super::{FilledReturn, Line};
use crate::step::Step;

/// The sum of one line, and of how many units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineSum {
    /// The sum of what was given. A blank is not zero, so nothing given is no sum.
    pub sum: Option<u64>,
    /// Units that gave a count.
    pub given: u64,
    /// Units whose returns are added.
    pub units: u64,
}

impl LineSum {
    /// Units that left the line blank: "N of M units blank".
    #[must_use]
    pub const fn blank(self) -> u64 {
        self.units - self.given
    }

    fn add(&mut self, other: Self) {
        self.sum = match (self.sum, other.sum) {
            (Some(left), Some(right)) => Some(left.saturating_add(right)),
            (left, right) => left.or(right),
        };
        self.given += other.given;
        self.units += other.units;
    }
}

/// A unit's figures: its own return, or the sum of a subtree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summed {
    /// Every line that holds a count.
    pub lines: BTreeMap<Line, LineSum>,
    /// Line 3, merged by method and unit.
    pub methods: Vec<Method>,
    /// How many units gave line 3, of how many.
    pub methods_given: (u64, u64),
    /// Units whose return is not in the sum, in alphabetical order of their names.
    pub missing: BTreeSet<String>,
}

/// What is known of one child when its parent's return is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Child {
    /// Its return is accepted: its figures, themselves a sum where it has children.
    Accepted(Summed),
    /// It has not filed, or its return is not accepted yet: named, not counted.
    Missing(String),
}

/// The relations of a sum, with what could not be related.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedSum {
    /// Broken relations between complete lines. A line with blanks is checked unit by unit only.
    pub findings: Vec<Finding>,
    /// Soft flags between complete lines.
    pub remarks: Vec<Remark>,
    /// How each line was added and each relation checked.
    pub steps: Vec<Step>,
}

impl Summed {
    /// The figures of one return. What is not a count, or cannot be read, is as good as blank.
    #[must_use]
    pub fn own(filled: &FilledReturn) -> Self {
        let line = |line: Line| {
            let sum = filled.count(line);
            (line, LineSum { sum, given: u64::from(sum.is_some()), units: 1 })
        };
        let given = u64::from(!filled.methods.trim().is_empty());
        Self {
            lines: Line::counts().map(line).collect(),
            methods: merged(check(filled).methods),
            methods_given: (given, 1),
            missing: BTreeSet::new(),
        }
    }

    /// A parent's figures: its own direct ones and those of its accepted children. Children may come in any order.
    #[must_use]
    pub fn of_parent(own: Option<&FilledReturn>, children: &[Child]) -> Self {
        let mut whole = own.map(Self::own).unwrap_or_default();
        for child in children {
            match child {
                Child::Accepted(figures) => whole.add(figures),
                Child::Missing(name) => {
                    whole.missing.insert(name.clone());
                }
            }
        }
        whole
    }

    /// The sum as a return to be filed upward: complete where somebody gave a count; blank with `reason` elsewhere.
    #[must_use]
    pub fn as_return(&self, unit: &str, reason: &str) -> FilledReturn {
        let mut filled = FilledReturn {
            unit: unit.to_owned(),
            methods: super::methods_text(&self.methods),
            ..FilledReturn::default()
        };
        for line in Line::counts() {
            match self.lines.get(&line).and_then(|sum| sum.sum) {
                Some(count) => filled.set(line, count),
                None => filled.leave_blank(line, reason),
            }
        }
        if self.methods.is_empty() {
            filled.leave_blank(Line::Methods, reason);
        }
        filled
    }

    /// Checks the relations between lines every unit gave.
    #[must_use]
    pub fn check(&self) -> CheckedSum {
        let complete = |line: Line| self.lines.get(&line).filter(|sum| sum.blank() == 0).and_then(|sum| sum.sum);
        let (findings, related) = relations(&complete);
        let mut steps: Vec<Step> = Vec::new();
        for (line, sum) in &self.lines {
            if let Some(total) = sum.sum {
                steps.push(Step::ReturnsAdded { line: line.code(), given: sum.given, units: sum.units, sum: total });
            }
        }
        steps.extend(related);
        CheckedSum { findings, remarks: remarks(&complete, &self.methods), steps }
    }

    fn add(&mut self, other: &Self) {
        for (line, more) in &other.lines {
            self.lines.entry(*line).or_default().add(*more);
        }
        self.methods = merged(self.methods.iter().chain(&other.methods).cloned().collect());
        self.methods_given.0 += other.methods_given.0;
        self.methods_given.1 += other.methods_given.1;
        self.missing.extend(other.missing.iter().cloned());
    }
}

/// Line 3 merges by method and unit: 5 visits and 3 visits are 8 visits, but 5 visits and 3 households are two.
fn merged(methods: Vec<Method>) -> Vec<Method> {
    let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
    for method in methods {
        let sum = sums.entry((method.name, method.unit)).or_default();
        *sum = sum.saturating_add(method.quantity);
    }
    sums.into_iter().map(|((name, unit), quantity)| Method { name, quantity, unit }).collect()
}
