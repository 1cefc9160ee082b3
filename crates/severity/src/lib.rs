//! A score beside the raw one, freed from how strict each ballot is.
//!
//! Purpose: where judges grade different objects, an object that met strict ballots has a low rate through no fault of
//! its own. A many-facet Rasch model tells the two apart: the logarithm of the odds of a category against the one below
//! is *location of the object − difficulty of the item − severity of the ballot − threshold of the category*, with one
//! common structure of categories for the scale (Andrich's rating scale model; Linacre 1989). The ballot is the rater.
//!
//! Invariant: the same ballots in any order give the same figures to the last bit. Ballots are added up as integers
//! first, sums run in a fixed order on one thread, and exponentials come from `libm`, the same on every machine.
//!
//! Absence: no clock, no chance, no input or output, no other crate of the workspace. Floats are computed with here and
//! in no other arithmetic: what comes out stands beside an exact rate and is never part of one.
//!
//! Boundary: [`adjust`] takes grades and says whether an adjusted score is hidden, not needed or computed; [`estimate`]
//! computes it in any case. How it is estimated, what that gets wrong and what is done about it: [`estimation`].

mod active;
pub mod estimation;
mod finishing;
mod input;
mod matrix;
mod outcome;
mod parts;
mod patterns;
mod problem;
mod scale;
mod settings;
mod slopes;

pub use input::{Ballot, Design, Grade, MOST_CATEGORIES, MOST_GRADES, MOST_ITEMS, MOST_OBJECTS};
pub use outcome::{Adjustment, Convergence, Counts, End, Fit, Location, Outcome, Raw, Refusal, Score, Severity};
pub use settings::{Settings, Spread};

use patterns::Patterns;

/// Decides whether a severity-adjusted score is due, and computes it where it is.
///
/// # Errors
/// [`Refusal`] where the ballots do not fit the design, or nothing can be compared.
pub fn adjust(design: Design, ballots: &[Ballot], settings: &Settings) -> Result<Outcome, Refusal> {
    settings.check()?;
    let patterns = Patterns::read(design, ballots)?;
    if patterns.ballots() < settings.fewest_ballots {
        return Ok(Outcome::Hidden { ballots: patterns.ballots() });
    }
    if patterns.is_complete() {
        return Ok(Outcome::NotNeeded { ballots: patterns.ballots() });
    }
    Ok(Outcome::Adjusted(estimation::of_patterns(&patterns, settings)?))
}

/// Computes the locations of any design that can be computed, complete ones and those of a few ballots too: for tests,
/// and for comparing with other programs. What is shown to people comes from [`adjust`].
///
/// # Errors
/// As [`adjust`].
pub fn estimate(design: Design, ballots: &[Ballot], settings: &Settings) -> Result<Adjustment, Refusal> {
    settings.check()?;
    estimation::of_patterns(&Patterns::read(design, ballots)?, settings)
}
