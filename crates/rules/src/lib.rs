//! The arithmetic of the campaign: pure, exact, explained.
//!
//! Purpose: everything an office may have to defend before the people it judged — tallies, rates, intervals,
//! claims, attendance, verdicts, the statistics return, the release plan — is computed here and nowhere else.
//!
//! Invariant: the same values in any order give the same result, and every result carries the [`Step`]s that led to
//! it, each naming its [`Rule`]. Counts are integers, rates keep numerator and denominator, and `overflow-checks`
//! are on in release builds: a count is exact or the program stops.
//!
//! Absence: no input or output, no clock, no randomness, no floating point, no serialisation, no text for people
//! (steps and warnings are data with stable keys; whoever shows them translates). The two exceptions are the words
//! of the statistics form itself, which exist in Chinese only, and the names of organisation types within it.
//!
//! Boundary: plain values in, plain values out. Nothing here knows where ballots are kept or who may see a result.
#![deny(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_possible_wrap)]

pub mod attendance;
pub mod claim;
pub mod composite;
pub mod dates;
pub mod digits;
pub mod draw;
pub mod fraction;
pub mod gap;
pub mod hand_out;
pub mod hours;
mod keyed;
pub mod loads;
pub mod organisation;
pub mod overlap;
pub mod places;
pub mod quality;
pub mod rate;
pub mod release;
pub mod rounding;
pub mod rule;
pub mod scale;
pub mod statistics_return;
pub mod step;
pub mod tally;
pub mod verdict;
pub mod warnings;
pub mod wilson;
pub mod yearly;

pub use fraction::Fraction;
pub use rule::Rule;
pub use step::Step;
