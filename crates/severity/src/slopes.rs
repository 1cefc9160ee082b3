//! Slopes of the likelihood, and Newton's steps along them.

use std::collections::BTreeMap;

use crate::matrix::Symmetric;
use crate::problem::{Class, Problem, State, number};
use crate::scale::Expected;

/// Slopes at a state, the severities eliminated.
pub struct Slopes {
    pub information: Symmetric,
    /// Information before elimination.
    pub unreduced: Vec<f64>,
    pub right: Vec<f64>,
    classes: Vec<Eliminated>,
    /// Largest difference of an observed from an expected score.
    pub residual: f64,
}

/// What is eliminated with the severity of a class.
struct Eliminated {
    residual: f64,
    /// Information on the severity.
    own: f64,
    /// Information it shares with each free parameter it touches.
    shared: Vec<(usize, f64)>,
}

/// A step in every direction.
pub struct Step {
    pub severities: Vec<f64>,
    pub free: Vec<f64>,
}

/// Observed less expected scores, of everything but the ballots.
struct Residuals {
    objects: Vec<f64>,
    items: Vec<f64>,
    grades: Vec<f64>,
}

impl Slopes {
    /// The slopes at a state.
    pub fn at(problem: &Problem, state: &State) -> Self {
        let size = problem.slots.size;
        let mut slopes = Self {
            information: Symmetric::zero(size),
            unreduced: vec![0.0; size],
            right: vec![0.0; size],
            classes: Vec::with_capacity(problem.classes.len()),
            residual: 0.0,
        };
        let numbers = |counts: &[u64]| counts.iter().map(|count| number(*count)).collect();
        let mut residuals = Residuals {
            objects: numbers(&problem.object_points),
            items: numbers(&problem.item_points),
            grades: numbers(&problem.grades),
        };
        for (class, severity) in problem.classes.iter().zip(&state.severities) {
            slopes.add_class(problem, state, class, *severity, &mut residuals);
        }
        let slots = &problem.slots;
        let kinds = [(&slots.objects, residuals.objects, 1.0), (&slots.items, residuals.items, -1.0)];
        for (slots, residuals, sign) in kinds.into_iter().chain([(&slots.categories, residuals.grades, 1.0)]) {
            for (slot, residual) in slots.iter().zip(residuals) {
                slopes.residual = slopes.residual.max(residual.abs());
                if let Some(slot) = slot {
                    slopes.right[*slot] += sign * residual;
                }
            }
        }
        slopes.eliminate();
        slopes
    }

    fn add_class(&mut self, problem: &Problem, state: &State, class: &Class, severity: f64, residuals: &mut Residuals) {
        let times = number(class.times);
        let (mut residual, mut own) = (number(class.points), 0.0);
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for &(object, item) in &class.cells {
            let at = state.scale.at(state.objects[object] - state.items[item] - severity);
            let (points, information) = (times * at.mean, times * at.variance);
            residual -= points;
            residuals.objects[object] -= points;
            residuals.items[item] -= points;
            own += information;
            // An item's difficulty works against an object.
            let object = problem.slots.objects[object].map(|slot| (slot, 1.0));
            let item = problem.slots.items[item].map(|slot| (slot, -1.0));
            let touched = || object.into_iter().chain(item);
            for (slot, sign) in touched() {
                *shared.entry(slot).or_default() -= sign * information;
                self.unreduced[slot] += information;
                self.information.add(slot, slot, information);
            }
            if let (Some((object, _)), Some((item, _))) = (object, item) {
                self.information.add(object, item, -information);
            }
            for (grades, share) in residuals.grades.iter_mut().zip(&at.shares) {
                *grades -= times * share;
            }
            self.add_categories(&problem.slots.categories, &at, times, touched, &mut shared);
        }
        self.residual = self.residual.max((residual / times).abs());
        self.classes.push(Eliminated { residual, own, shared: shared.into_iter().collect() });
    }

    /// What one cell says of the categories between the ends.
    fn add_categories<Touched: Iterator<Item = (usize, f64)>>(
        &mut self,
        slots: &[Option<usize>],
        at: &Expected,
        times: f64,
        touched: impl Fn() -> Touched,
        shared: &mut BTreeMap<usize, f64>,
    ) {
        let mut category = 0.0;
        for (place, (slot, share)) in slots.iter().zip(&at.shares).enumerate() {
            if let Some(slot) = *slot {
                let with_points = times * share * (category - at.mean);
                *shared.entry(slot).or_default() -= with_points;
                for (other, sign) in touched() {
                    self.information.add(slot, other, sign * with_points);
                }
                self.unreduced[slot] += times * share * (1.0 - share);
                self.information.add(slot, slot, times * share * (1.0 - share));
                for (other, other_share) in slots.iter().zip(&at.shares).take(place) {
                    if let Some(other) = *other {
                        self.information.add(slot, other, -times * share * other_share);
                    }
                }
            }
            category += 1.0;
        }
    }

    fn eliminate(&mut self) {
        for Eliminated { residual, own, shared } in &self.classes {
            for (one, (slot, value)) in shared.iter().enumerate() {
                // A severity's own slope is the residual turned.
                self.right[*slot] += value * residual / own;
                for (other, other_value) in &shared[..=one] {
                    self.information.add(*slot, *other, -value * other_value / own);
                }
            }
        }
    }

    /// Newton's step.
    pub fn step(&self) -> Option<Step> {
        let free = self.information.factor(&self.unreduced)?.solve(&self.right);
        let severity = |class: &Eliminated| {
            let others: f64 = class.shared.iter().map(|(slot, value)| value * free[*slot]).sum();
            (-class.residual - others) / class.own
        };
        Some(Step { severities: self.classes.iter().map(severity).collect(), free })
    }
}

impl Step {
    /// The largest change of a logit.
    pub fn largest(&self) -> f64 {
        self.severities.iter().chain(&self.free).fold(0.0, |largest, change| f64::max(largest, change.abs()))
    }
}
