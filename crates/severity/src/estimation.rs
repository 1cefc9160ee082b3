//! How locations are estimated.
//!
//! **Joint maximum likelihood** (JMLE, UCON): objects, items, thresholds and one severity for every ballot are those
//! under which the grades given are most likely. Its equations say that every object, item, ballot and category is
//! expected to score what it scored. They are solved by Newton's steps with the severities eliminated, halved where the
//! likelihood would fall, from zero, until no score is off by more than [`MOST_RESIDUAL`] points and no logit changed by
//! more than [`MOST_CHANGE`]. The likelihood is concave: there is one solution, and where it starts changes nothing.
//!
//! **Severities are not drawn together** towards a common mean, as normal severities would be. Tried once by simulation, a
//! penalty with the true variance given, it was as close where ballots grade half of the objects (objects 0.14 logits
//! off either way, severities 0.24) and closer where they grade a third (objects 0.20 rather than 0.23, severities 0.31
//! rather than 0.36: 0.30 is reached by neither). It buys that by a variance to be estimated and by taking all judges for
//! one sample, so that a strict panel gives a part of its strictness back to the objects it alone sees. A severity for
//! each ballot assumes nothing about who judges what, and anybody can check its equations by adding up.
//!
//! **Bias.** As each ballot brings a parameter, joint estimates are too far apart, however many ballots there are: with L
//! grades a ballot by about L ÷ (L − 1), as is known of two facets. With several facets of which none is large the same
//! holds of all parameters together: by about 1 + p ÷ n, p parameters on n grades (Cordeiro and McCullagh 1991), which
//! tends to L ÷ (L − 1) where ballots are many. [`Spread::Reduced`] multiplies every logit and error by
//! 1 − p ÷ n. It changes no order, and the tests of recovery show that it is nearer to the truth than the
//! estimated spread and than (L − 1) ÷ L. Other programs print the estimated
//! spread, on which agreement is tested.
//!
//! **What is reached**, in `tests/all/recovery.rs`: of 30 ballots on 10 objects × 6 items of a scale of four, each ballot
//! grading everything (60 grades), severities are found within 0.30 logits (root mean square) in every round simulated;
//! with half of the objects on each ballot (30 grades) on average (0.25), not in every round (0.34 at worst); with a third
//! (18 grades) not even on average (0.35), as one severity on so few grades has by itself a standard error of 0.3.
//! Objects are found within 0.30 in every round of the first two designs (0.14 and 0.22 at worst) and on average in
//! the third (0.23).
//!
//! **Extreme scores** of ballots, objects and items have no finite location. They are left out of the estimation, as they
//! would not change it, and located afterwards at a score moved inwards by a declared number of points.

use crate::active::Active;
use crate::finishing::{Solution, finish};
use crate::outcome::{Adjustment, Refusal};
use crate::parts;
use crate::patterns::Patterns;
use crate::problem::{Problem, State};
use crate::settings::Settings;
use crate::slopes::{Slopes, Step};

#[cfg(doc)]
use crate::settings::Spread;

/// The largest difference of an observed from an expected score, in points.
pub const MOST_RESIDUAL: f64 = 1e-6;
/// The largest change of a logit.
pub const MOST_CHANGE: f64 = 1e-6;
/// A change larger than this, in logits, is cut: far from the solution the slopes mislead.
const LONGEST_STEP: f64 = 3.0;
/// How often a step is halved.
const HALVINGS: u32 = 40;
/// Measures beyond this are on their way to infinity.
const FARTHEST: f64 = 30.0;

pub(crate) fn of_patterns(patterns: &Patterns, settings: &Settings) -> Result<Adjustment, Refusal> {
    let active = Active::of(patterns)?;
    parts::check(patterns, &active, settings.fewest_links)?;
    let problem = Problem::of(patterns, active);
    let solution = solve(&problem, settings)?;
    finish(patterns, &problem, &solution, settings)
}

fn solve(problem: &Problem, settings: &Settings) -> Result<Solution, Refusal> {
    let mut state = problem.start();
    let mut slopes = Slopes::at(problem, &state);
    // At zero all cells weigh alike, so that a missing pivot is a fault of the design and of nothing else.
    let mut step = slopes.step().ok_or(Refusal::Entangled)?;
    let mut likelihood = problem.likelihood(&state);
    for iterations in 1..=settings.most_iterations {
        let refusal = Refusal::NotConverged { iterations };
        let (next, next_likelihood, change) = advance(problem, &state, likelihood, &step).ok_or(refusal.clone())?;
        (state, likelihood) = (next, next_likelihood);
        if state.farthest() > FARTHEST {
            return Err(refusal);
        }
        slopes = Slopes::at(problem, &state);
        if slopes.residual <= MOST_RESIDUAL && change <= MOST_CHANGE {
            return Ok(Solution { state, slopes, iterations, change });
        }
        step = slopes.step().ok_or(refusal)?;
    }
    Err(Refusal::NotConverged { iterations: settings.most_iterations })
}

/// The next state, its likelihood, and the largest change.
fn advance(problem: &Problem, state: &State, likelihood: f64, step: &Step) -> Option<(State, f64, f64)> {
    let largest = step.largest();
    let mut share = if largest > LONGEST_STEP { LONGEST_STEP / largest } else { 1.0 };
    for _ in 0..HALVINGS {
        let next = problem.moved(state, step, share);
        let reached = problem.likelihood(&next);
        // Near the solution two likelihoods differ by rounding only.
        if reached >= likelihood - ROUNDING * likelihood.abs() {
            return Some((next, reached, share * largest));
        }
        share /= 2.0;
    }
    None
}

/// A likelihood is known to about this share of itself.
const ROUNDING: f64 = 1e-12;

impl State {
    fn farthest(&self) -> f64 {
        let all = self.severities.iter().chain(&self.objects).chain(&self.items);
        all.fold(0.0, |farthest, value| f64::max(farthest, value.abs()))
    }
}
