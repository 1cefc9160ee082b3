//! The least and the greatest value of a sum of unknowns, over all whole counts that agree with what is known.
//!
//! The solver works with floating numbers, so it is not believed: the counts it found are put into every equation as
//! whole numbers. Two values that are called possible are therefore proved to be possible. That a bound is the outermost
//! one is the solver's word; where the linear relaxation was whole (the rows of one group and nested sums make a network
//! matrix, whose corners are whole) no branching was needed for it.

use anyhow::{Context, Result, bail, ensure};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolutionStatus};

use super::system::{Component, System};

/// The whole values something can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: i64,
    /// The greatest.
    pub most: i64,
}

impl Range {
    /// How many values stay possible.
    #[must_use]
    pub const fn values(self) -> i64 {
        self.most - self.least + 1
    }
}

impl System {
    /// The values the sum of some unknowns can have.
    ///
    /// # Errors
    /// Where the solver fails or finds what is no solution.
    pub fn range(&self, unknowns: &[usize]) -> Result<Range> {
        let mut range = Range { least: 0, most: 0 };
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        for unknown in unknowns {
            match self.component(*unknown) {
                None => {
                    range.least += self.truth[*unknown];
                    range.most += self.truth[*unknown];
                }
                Some(component) => match parts.iter_mut().find(|(other, _)| *other == component) {
                    Some((_, part)) => part.push(*unknown),
                    None => parts.push((component, vec![*unknown])),
                },
            }
        }
        // Components have nothing to do with each other: their bounds add up.
        for (component, part) in parts {
            let component = &self.components[component];
            range.least += self.bound(component, &part, OptimizationDirection::Minimize)?;
            range.most += self.bound(component, &part, OptimizationDirection::Maximize)?;
        }
        Ok(range)
    }

    fn bound(&self, component: &Component, goal: &[usize], direction: OptimizationDirection) -> Result<i64> {
        let mut problem = Problem::new(direction);
        let mut variables = Vec::new();
        for unknown in &component.unknowns {
            let around = component.equations.iter().filter(|equation| equation.unknowns.contains(unknown));
            let most = around.map(|equation| equation.sum).min().context("an unknown nobody knows anything of")?;
            let weight = if goal.contains(unknown) { 1.0 } else { 0.0 };
            variables.push(problem.add_integer_var(weight, (0, i32::try_from(most)?)));
        }
        let variable = |unknown: &usize| component.unknowns.binary_search(unknown).map(|place| variables[place]);
        for equation in &component.equations {
            let terms = equation.unknowns.iter().filter_map(|unknown| Some((variable(unknown).ok()?, 1.0)));
            problem.add_constraint(terms, ComparisonOp::Eq, f64::from(i32::try_from(equation.sum)?));
        }
        let solution = problem.solve()?.into_solution().ok().context("the solver was interrupted")?;
        ensure!(solution.status() == SolutionStatus::Optimal, "the solver found no outermost value");
        let mut values = self.truth.clone();
        for (unknown, variable) in component.unknowns.iter().zip(&variables) {
            values[*unknown] = whole(solution.var_value(*variable))?;
            ensure!(values[*unknown] >= 0, "the solver found a negative count");
        }
        ensure!(component.equations.iter().all(|equation| equation.holds(&values)), "the solver found no solution");
        Ok(goal.iter().map(|unknown| values[*unknown]).sum())
    }
}

/// The whole number a value stands for.
fn whole(value: f64) -> Result<i64> {
    let nearest = value.round();
    if (value - nearest).abs() > 1e-6 || nearest.abs() > 1e9 {
        bail!("the solver found {value}, which is no whole number");
    }
    // Exact: it is whole and small.
    Ok(nearest as i64)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::super::published::{Published, Publisher};
    use super::super::trees::Tree;
    use super::*;
    use crate::random::Random;

    /// Every whole solution of a component, tried one unknown after the other.
    fn solutions(component: &Component, values: &mut Vec<i64>, found: &mut Vec<Vec<i64>>) {
        let left = |values: &[i64]| {
            let rest = |equation: &super::super::system::Equation| {
                let known =
                    component.unknowns.iter().zip(values).filter(|(unknown, _)| equation.unknowns.contains(unknown));
                equation.sum - known.map(|(_, value)| value).sum::<i64>()
            };
            component.equations.iter().map(rest).collect::<Vec<i64>>()
        };
        if left(values).iter().any(|rest| *rest < 0) {
            return;
        }
        let Some(unknown) = component.unknowns.get(values.len()) else {
            if left(values).iter().all(|rest| *rest == 0) {
                found.push(values.clone());
            }
            return;
        };
        let around = component.equations.iter().filter(|equation| equation.unknowns.contains(unknown));
        for value in 0..=around.map(|equation| equation.sum).min().unwrap() {
            values.push(value);
            solutions(component, values, found);
            values.pop();
        }
    }

    #[test]
    fn the_solver_finds_the_bounds_that_trying_every_table_finds() {
        let (mut compared, mut wide, mut narrow) = (0, 0, 0);
        for number in 0..120 {
            let tree = Tree::small(&mut Random::of(11, number));
            for publisher in [Publisher::ReleasePlan, Publisher::HidesTheGroupItself] {
                let published = Published::by(publisher, &tree).unwrap();
                let system = System::of(&tree, &published).unwrap();
                for component in &system.components {
                    let sums: i64 = component.equations.iter().map(|equation| equation.sum).sum();
                    if component.unknowns.len() > 9 || sums > 40 {
                        continue;
                    }
                    let mut found = Vec::new();
                    solutions(component, &mut Vec::new(), &mut found);
                    for (place, unknown) in component.unknowns.iter().enumerate() {
                        let values = || found.iter().map(|solution| solution[place]);
                        let (least, most) = (values().min().unwrap(), values().max().unwrap());
                        let range = system.range(&[*unknown]).unwrap();
                        assert_eq!(range, Range { least, most }, "{component:?}");
                        compared += 1;
                        wide += usize::from(most > least + 1);
                        narrow += usize::from(most == least);
                    }
                }
            }
        }
        assert!(compared > 200 && wide > 20 && narrow > 5, "{compared} {wide} {narrow}");
    }
}
