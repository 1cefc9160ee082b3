//! From a solution to what is told.

use crate::input::Grade;
use crate::matrix::Factor;
use crate::outcome::{Adjustment, Convergence, Counts, End, Fit, Location, Raw, Refusal, Score, Severity};
use crate::patterns::Patterns;
use crate::problem::{Problem, State, number};
use crate::settings::{Settings, Spread};
use crate::slopes::Slopes;

/// Where the iterations ended.
pub struct Solution {
    pub state: State,
    pub slopes: Slopes,
    pub iterations: u32,
    pub change: f64,
}

/// Sums over the cells of one object or item.
#[derive(Clone, Copy, Default)]
struct Sums {
    information: f64,
    squares: f64,
    standardised: f64,
    grades: f64,
}

impl Sums {
    fn fit(self) -> Fit {
        Fit { infit: self.squares / self.information, outfit: self.standardised / self.grades }
    }
}

pub fn finish(
    patterns: &Patterns,
    problem: &Problem,
    solution: &Solution,
    settings: &Settings,
) -> Result<Adjustment, Refusal> {
    let refusal = Refusal::NotConverged { iterations: solution.iterations };
    let factor = solution.slopes.information.factor(&solution.slopes.unreduced).ok_or(refusal)?;
    let mut state = solution.state.clone();
    centre(problem, &mut state);
    let (of_objects, of_items) = sums(problem, &state);
    let extremes = Extremes { patterns, problem, state: &state, points: settings.extreme_points };

    let active = |flags: &[bool], slots: &[Option<usize>]| -> Vec<Option<usize>> {
        flags.iter().zip(slots).filter(|(flag, _)| **flag).map(|(_, slot)| *slot).collect()
    };
    let mut object_errors = errors(&factor, &active(&problem.active.objects, &problem.slots.objects)).into_iter();
    let mut item_errors = errors(&factor, &active(&problem.active.items, &problem.slots.items)).into_iter();
    let location = |logits: f64, sums: Sums, standard_error: f64| {
        let model_error = 1.0 / sums.information.sqrt();
        Location { logits, model_error, standard_error, fit: Some(sums.fit()), extreme: None }
    };

    let mut items: Vec<Option<Location>> = Vec::with_capacity(state.items.len());
    for (item, (logits, sums)) in state.items.iter().zip(of_items).enumerate() {
        items.push(match problem.active.items[item].then(|| item_errors.next()).flatten() {
            Some(error) => Some(location(*logits, sums, error)),
            None => extremes.item(item),
        });
    }
    let mut objects: Vec<Option<Location>> = Vec::with_capacity(state.objects.len());
    for (object, (logits, sums)) in state.objects.iter().zip(of_objects).enumerate() {
        objects.push(match problem.active.objects[object].then(|| object_errors.next()).flatten() {
            Some(error) => Some(location(*logits, sums, error)),
            None => extremes.object(object, &items),
        });
    }
    let own = own_information(problem, &state);
    let of_pattern: Vec<Option<Severity>> =
        (0..patterns.patterns.len()).map(|pattern| extremes.severity(pattern, &own, &objects, &items)).collect();
    let counts = counts(patterns, problem, &of_pattern, settings);
    let told = Told { objects, items, of_pattern, counts };
    Ok(told.reduced(patterns, problem, solution, &state, settings))
}

/// Moves objects and items to a mean of zero; severities take the difference, thresholds stand centred already.
fn centre(problem: &Problem, state: &mut State) {
    let mut level = 0.0;
    for (values, flags, sign) in
        [(&mut state.objects, &problem.active.objects, -1.0), (&mut state.items, &problem.active.items, 1.0)]
    {
        let active = flags.iter().filter(|flag| **flag).count();
        let mean = values.iter().sum::<f64>() / number(active as u64);
        for (value, _) in values.iter_mut().zip(flags).filter(|(_, flag)| **flag) {
            *value -= mean;
        }
        level += sign * mean;
    }
    for severity in &mut state.severities {
        *severity += level;
    }
}

/// Information and residuals of every object and item.
fn sums(problem: &Problem, state: &State) -> (Vec<Sums>, Vec<Sums>) {
    let mut objects = vec![Sums::default(); state.objects.len()];
    let mut items = vec![Sums::default(); state.items.len()];
    for (class, severity) in problem.classes.iter().zip(&state.severities) {
        let times = number(class.times);
        for (&(object, item), points) in class.cells.iter().zip(&class.sums) {
            let at = state.scale.at(state.objects[object] - state.items[item] - severity);
            let squares = number(points.1) - 2.0 * at.mean * number(points.0) + times * at.mean * at.mean;
            for sums in [&mut objects[object], &mut items[item]] {
                sums.information += times * at.variance;
                sums.squares += squares;
                sums.standardised += squares / at.variance;
                sums.grades += times;
            }
        }
    }
    (objects, items)
}

/// Information on one ballot of each class.
fn own_information(problem: &Problem, state: &State) -> Vec<f64> {
    let of_class = problem.classes.iter().zip(&state.severities).map(|(class, severity)| {
        let logits = class.cells.iter().map(|&(object, item)| state.objects[object] - state.items[item] - severity);
        logits.map(|logit| state.scale.at(logit).variance).sum()
    });
    of_class.collect()
}

/// Standard errors of parameters about their mean, everything estimated together; no slot is a parameter fixed at zero.
fn errors(factor: &Factor, slots: &[Option<usize>]) -> Vec<f64> {
    let column = |slot: &Option<usize>| -> Vec<f64> {
        let Some(slot) = slot else { return vec![0.0; slots.len()] };
        let solved = factor.solve(&factor.unit(*slot));
        slots.iter().map(|slot| slot.map_or(0.0, |slot| solved[slot])).collect()
    };
    let covariance: Vec<Vec<f64>> = slots.iter().map(column).collect();
    let count = number(slots.len() as u64);
    let means: Vec<f64> = covariance.iter().map(|row| row.iter().sum::<f64>() / count).collect();
    let mean = means.iter().sum::<f64>() / count;
    let variance = |(number, row): (usize, &Vec<f64>)| row[number] - 2.0 * means[number] + mean;
    covariance.iter().enumerate().map(variance).map(|variance| variance.max(0.0).sqrt()).collect()
}

/// What was left out, located after the others.
struct Extremes<'a> {
    patterns: &'a Patterns,
    problem: &'a Problem,
    state: &'a State,
    points: f64,
}

impl Extremes<'_> {
    /// Location, error and end of cells: what is added to the location, points and grades of each.
    fn locate(&self, cells: &[(f64, f64, f64)]) -> Option<(f64, f64, Option<End>)> {
        let grades: f64 = cells.iter().map(|cell| cell.2).sum();
        if cells.is_empty() {
            return None;
        }
        let points: f64 = cells.iter().map(|cell| cell.1).sum();
        let (lowest, highest) = (f64::from(self.problem.active.lowest), f64::from(self.problem.active.highest));
        let (least, most) = (lowest * grades + self.points, highest * grades - self.points);
        let end = (points < least).then_some(End::Lowest).or((points > most).then_some(End::Highest));
        let weighed: Vec<(f64, f64)> = cells.iter().map(|cell| (cell.0, cell.2)).collect();
        let logits = self.state.scale.location_of(points.max(least).min(most), &weighed);
        let information: f64 =
            weighed.iter().map(|(offset, times)| times * self.state.scale.at(logits + offset).variance).sum();
        Some((logits, 1.0 / information.sqrt(), end))
    }

    fn location(&self, cells: &[(f64, f64, f64)], sign: f64) -> Option<Location> {
        let (logits, error, extreme) = self.locate(cells)?;
        Some(Location { logits: sign * logits, model_error: error, standard_error: error, fit: None, extreme })
    }

    /// Grades on ballots that take part, with the ballot's severity and the number of ballots.
    fn on_active(&self) -> impl Iterator<Item = (&Grade, f64, f64)> {
        let patterns = self.patterns.patterns.iter().zip(&self.problem.of_pattern);
        let with_class = patterns.filter_map(|(pattern, class)| class.map(|class| (pattern, class)));
        with_class.flat_map(|(pattern, class)| {
            let (severity, times) = (self.state.severities[class], number(pattern.times));
            pattern.grades.iter().map(move |grade| (grade, severity, times))
        })
    }

    fn item(&self, item: usize) -> Option<Location> {
        let of_item = self.on_active().filter(|(grade, ..)| grade.item == item);
        let active = of_item.filter(|(grade, ..)| self.problem.active.objects[grade.object]);
        let cells: Vec<_> = active
            .map(|(grade, severity, times)| {
                (self.state.objects[grade.object] - severity, times * f64::from(grade.category), times)
            })
            .collect();
        self.location(&cells, -1.0)
    }

    fn object(&self, object: usize, items: &[Option<Location>]) -> Option<Location> {
        let of_object = self.on_active().filter(|(grade, ..)| grade.object == object);
        let cells: Vec<_> = of_object
            .filter_map(|(grade, severity, times)| {
                let difficulty = items[grade.item]?.logits;
                Some((-difficulty - severity, times * f64::from(grade.category), times))
            })
            .collect();
        self.location(&cells, 1.0)
    }

    fn severity(
        &self,
        pattern: usize,
        own: &[f64],
        objects: &[Option<Location>],
        items: &[Option<Location>],
    ) -> Option<Severity> {
        if let Some(class) = self.problem.of_pattern[pattern] {
            let logits = self.state.severities[class];
            return Some(Severity { logits, model_error: 1.0 / own[class].sqrt(), extreme: None });
        }
        let grades = self.patterns.patterns[pattern].grades.iter();
        let cells: Vec<_> = grades
            .filter_map(|grade| {
                let offset = objects[grade.object]?.logits - items[grade.item]?.logits;
                Some((offset, f64::from(grade.category), 1.0))
            })
            .collect();
        let (logits, model_error, extreme) = self.locate(&cells)?;
        Some(Severity { logits: -logits, model_error, extreme })
    }
}

fn counts(patterns: &Patterns, problem: &Problem, found: &[Option<Severity>], settings: &Settings) -> Counts {
    let mut counts = Counts {
        ballots: patterns.ballots(),
        blank: patterns.blank,
        all_lowest: 0,
        all_highest: 0,
        uninformative: 0,
        extreme_points: settings.extreme_points,
    };
    let left_out =
        problem.of_pattern.iter().zip(found).zip(&patterns.patterns).filter(|((class, _), _)| class.is_none());
    for ((_, severity), pattern) in left_out {
        match severity.and_then(|severity| severity.extreme) {
            Some(End::Lowest) => counts.all_lowest += pattern.times,
            Some(End::Highest) => counts.all_highest += pattern.times,
            None => counts.uninformative += pattern.times,
        }
    }
    counts
}

/// Everything in logits, before the spread is reduced.
struct Told {
    objects: Vec<Option<Location>>,
    items: Vec<Option<Location>>,
    of_pattern: Vec<Option<Severity>>,
    counts: Counts,
}

impl Told {
    fn reduced(
        self,
        patterns: &Patterns,
        problem: &Problem,
        solution: &Solution,
        state: &State,
        settings: &Settings,
    ) -> Adjustment {
        let (parameters, grades) = problem.extent();
        let reduction = match settings.spread {
            Spread::Estimated => 1.0,
            Spread::Reduced => (1.0 - number(parameters) / number(grades)).max(0.0),
        };
        let reduced = |location: Location| Location {
            logits: reduction * location.logits,
            model_error: reduction * location.model_error,
            standard_error: reduction * location.standard_error,
            ..location
        };
        let severity = |severity: Severity| Severity {
            logits: reduction * severity.logits,
            model_error: reduction * severity.model_error,
            ..severity
        };
        let mut scale = state.scale.clone();
        for weight in &mut scale.weights {
            *weight = weight.map(|weight| reduction * weight);
        }
        let ballots: u64 = problem.classes.iter().map(|class| class.times).sum();
        let severities = problem.classes.iter().zip(&state.severities);
        let total: f64 = severities.map(|(class, severity)| number(class.times) * severity).sum();
        let average = reduction * total / number(ballots);
        let score = |(raw, location): (Raw, Option<Location>)| {
            let location = location.map(reduced);
            // Items taking part have a mean of zero.
            let fair_average = location.map(|location| scale.at(location.logits - average).mean);
            Score { raw, location, fair_average }
        };
        let pairs = scale.weights.iter().zip(scale.weights.iter().skip(1));
        let of_pattern: Vec<Option<Severity>> = self.of_pattern.into_iter().map(|found| found.map(severity)).collect();
        Adjustment {
            objects: patterns.raw().into_iter().zip(self.objects).map(score).collect(),
            items: self.items.into_iter().map(|item| item.map(reduced)).collect(),
            thresholds: pairs.map(|(below, above)| Some((*below)? - (*above)?)).collect(),
            severities: patterns.of_ballot.iter().map(|pattern| of_pattern[(*pattern)?]).collect(),
            counts: self.counts,
            convergence: Convergence {
                iterations: solution.iterations,
                residual: solution.slopes.residual,
                change: solution.change,
                parameters,
                grades,
                reduction,
            },
        }
    }
}
