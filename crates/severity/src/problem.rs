//! The likelihood: what active ballots add up to.

use std::collections::BTreeMap;

use crate::active::Active;
use crate::patterns::Patterns;
use crate::scale::Scale;
use crate::slopes::Step;

/// Ballots that grade the same cells and have the same points: by the model they are equally severe, whatever the
/// points are made of. A round of thousands of ballots has some hundred classes.
#[derive(Clone, Debug)]
pub struct Class {
    /// Object and item of each cell.
    pub cells: Vec<(usize, usize)>,
    /// Ballots.
    pub times: u64,
    /// Points of all its ballots.
    pub points: u64,
    /// By cell: sum of the categories and of their squares.
    pub sums: Sums,
}

/// The cells of a class and the points of one of its ballots.
type Key = (Vec<(usize, usize)>, u64);
/// By cell: sum of the categories and of their squares.
type Sums = Vec<(u64, u64)>;

/// Everything the likelihood needs; objects and items carry their own numbers.
#[derive(Clone, Debug)]
pub struct Problem {
    pub classes: Vec<Class>,
    /// The class of each pattern; none for one left out.
    pub of_pattern: Vec<Option<usize>>,
    pub active: Active,
    /// Points of each object and item, and grades of each category.
    pub object_points: Vec<u64>,
    pub item_points: Vec<u64>,
    pub grades: Vec<u64>,
    /// Where each object, item and category stands among the free parameters.
    pub slots: Slots,
}

/// Places among the free parameters; none for what is fixed or left out.
#[derive(Clone, Debug)]
pub struct Slots {
    pub objects: Vec<Option<usize>>,
    pub items: Vec<Option<usize>>,
    pub categories: Vec<Option<usize>>,
    pub size: usize,
}

/// A point of the parameter space.
#[derive(Clone, Debug)]
pub struct State {
    /// By class.
    pub severities: Vec<f64>,
    /// By object; 0 for those left out.
    pub objects: Vec<f64>,
    /// By item; 0 for those left out.
    pub items: Vec<f64>,
    pub scale: Scale,
}

impl Problem {
    pub fn of(patterns: &Patterns, active: Active) -> Self {
        let mut object_points = vec![0; patterns.design.objects];
        let mut item_points = vec![0; patterns.design.items];
        let mut grades = vec![0; active.used.len()];
        let mut found: BTreeMap<Key, (u64, Sums)> = BTreeMap::new();
        let mut keys = Vec::with_capacity(patterns.patterns.len());
        for (pattern, is_active) in patterns.patterns.iter().zip(&active.patterns) {
            if !is_active {
                keys.push(None);
                continue;
            }
            let kept =
                || pattern.grades.iter().filter(|grade| active.objects[grade.object] && active.items[grade.item]);
            let cells: Vec<(usize, usize)> = kept().map(|grade| (grade.object, grade.item)).collect();
            let points = kept().map(|grade| u64::from(grade.category)).sum();
            let key = (cells, points);
            let (times, sums) = found.entry(key.clone()).or_insert_with(|| (0, vec![(0, 0); key.0.len()]));
            *times += pattern.times;
            for (grade, sum) in kept().zip(sums) {
                let points = pattern.times * u64::from(grade.category);
                sum.0 += points;
                sum.1 += points * u64::from(grade.category);
                object_points[grade.object] += points;
                item_points[grade.item] += points;
                grades[usize::from(grade.category)] += pattern.times;
            }
            keys.push(Some(key));
        }
        let position: BTreeMap<_, usize> = found.keys().enumerate().map(|(position, key)| (key, position)).collect();
        let of_pattern = keys.iter().map(|key| position.get(key.as_ref()?).copied()).collect();
        let class = |((cells, points), (times, sums)): (&Key, &(u64, Sums))| Class {
            cells: cells.clone(),
            times: *times,
            points: points * times,
            sums: sums.clone(),
        };
        let classes = found.iter().map(class).collect();
        let slots = Slots::of(&active);
        Self { classes, of_pattern, active, object_points, item_points, grades, slots }
    }

    /// Zero everywhere, the categories as frequent as they are.
    pub fn start(&self) -> State {
        let logarithm = |category: usize| libm::log(number(self.grades[category]));
        let (lowest, highest) = (usize::from(self.active.lowest), usize::from(self.active.highest));
        let slope = (logarithm(highest) - logarithm(lowest)) / number((highest - lowest) as u64);
        let level = |category: usize| {
            logarithm(category) - logarithm(lowest) - slope * number(category.saturating_sub(lowest) as u64)
        };
        // The ends fix the zero of the logits and the sum of the weights.
        let is_end = |category: usize| category == lowest || category == highest;
        let weight = |category: usize| if is_end(category) { 0.0 } else { level(category) };
        let weights = self.active.used.iter().enumerate().map(|(category, used)| used.then(|| weight(category)));
        State {
            severities: vec![0.0; self.classes.len()],
            objects: vec![0.0; self.object_points.len()],
            items: vec![0.0; self.item_points.len()],
            scale: Scale { weights: weights.collect() },
        }
    }

    /// Logarithm of the likelihood, less what does not depend on the state.
    pub fn likelihood(&self, state: &State) -> f64 {
        let mut sum = 0.0;
        for (class, severity) in self.classes.iter().zip(&state.severities) {
            for (&(object, item), points) in class.cells.iter().zip(&class.sums) {
                let logit = state.objects[object] - state.items[item] - severity;
                sum += number(points.0) * logit - number(class.times) * state.scale.at(logit).logarithm;
            }
        }
        for (grades, weight) in self.grades.iter().zip(&state.scale.weights) {
            sum += number(*grades) * weight.unwrap_or(0.0);
        }
        sum
    }

    /// The state a share of a step away.
    pub fn moved(&self, state: &State, step: &Step, share: f64) -> State {
        let mut moved = state.clone();
        for (severity, change) in moved.severities.iter_mut().zip(&step.severities) {
            *severity += share * change;
        }
        for (values, slots) in [(&mut moved.objects, &self.slots.objects), (&mut moved.items, &self.slots.items)] {
            for (value, slot) in values.iter_mut().zip(slots) {
                *value += slot.map_or(0.0, |slot| share * step.free[slot]);
            }
        }
        for (weight, slot) in moved.scale.weights.iter_mut().zip(&self.slots.categories) {
            *weight = weight.map(|weight| weight + slot.map_or(0.0, |slot| share * step.free[slot]));
        }
        moved
    }

    /// How many parameters are free, ballots counted one by one, and how many grades they rest on.
    pub fn extent(&self) -> (u64, u64) {
        let ballots: u64 = self.classes.iter().map(|class| class.times).sum();
        (ballots + self.slots.size as u64, self.grades.iter().sum())
    }
}

impl Slots {
    /// The first active object and item are fixed, and so are the ends of the scale; severities take up the level.
    fn of(active: &Active) -> Self {
        let mut size = 0;
        let mut free = |flags: &[bool], is_fixed: &dyn Fn(usize) -> bool| {
            let slot = |(number, flag): (usize, &bool)| {
                let is_free = *flag && !is_fixed(number);
                is_free.then(|| {
                    size += 1;
                    size - 1
                })
            };
            flags.iter().enumerate().map(slot).collect()
        };
        let first_of = |flags: &[bool]| flags.iter().position(|flag| *flag);
        let (object, item) = (first_of(&active.objects), first_of(&active.items));
        let ends = [usize::from(active.lowest), usize::from(active.highest)];
        let objects = free(&active.objects, &|number| Some(number) == object);
        let items = free(&active.items, &|number| Some(number) == item);
        let categories = free(&active.used, &|number| ends.contains(&number));
        Self { objects, items, categories, size }
    }
}

/// A count as a number; all are far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts are limited by MOST_GRADES")]
pub const fn number(count: u64) -> f64 {
    count as f64
}
