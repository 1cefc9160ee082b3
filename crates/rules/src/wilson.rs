//! The 95 % interval of a share, by integers only.
//!
//! A share p lies in Wilson's interval of k out of n when (k/n − p)² ≤ z² p (1 − p) / n. With p = m/1000 and
//! z = 49/25 this is 625 (1000 k − m n)² ≤ 2401 n m (1000 − m): integers, searched over m.

use crate::fraction::Fraction;
use crate::rounding::{Decimals, Percent};
use crate::step::Step;

/// Bounds in per-mille, rounded outwards, so that what is shown is never narrower than the interval itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Lower bound, per mille.
    pub lower: u16,
    /// Upper bound, per mille.
    pub upper: u16,
}

/// What can be said about those who did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// All who were due took part: the figure is the figure, and the text says so instead of an interval.
    EverybodyTookPart {
        /// How it was found.
        steps: Vec<Step>,
    },
    /// A part took part; the interval is where the share of all would be expected.
    Interval {
        /// The bounds.
        bounds: Bounds,
        /// How they were found.
        steps: Vec<Step>,
    },
}

/// The greatest base an interval is computed for; above it the bounds are the share itself for every reader.
const GREATEST_BASE: u64 = 1_000_000_000_000;

/// Wilson's bounds of a share; nothing where the share exceeds one or the base exceeds 10¹².
#[must_use]
pub fn bounds(share: Fraction) -> Option<Bounds> {
    if share.numerator() > share.denominator() || share.denominator() > GREATEST_BASE {
        return None;
    }
    // The upper bound is the lower bound of the others, seen from one thousand.
    let others = Fraction::new(share.denominator() - share.numerator(), share.denominator())?;
    Some(Bounds { lower: lower_bound(share), upper: 1000 - lower_bound(others) })
}

/// The greatest m not above the share that is no inner point of the interval: outside holds up to it, inside after.
fn lower_bound(share: Fraction) -> u16 {
    let (mut outside, mut inside) = (0_u16, per_mille_ceiling(share).max(1));
    while inside - outside > 1 {
        let middle = u16::midpoint(outside, inside);
        if on_or_outside(share, middle) {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    outside
}

/// What to say about a share when `due` people were due to give it.
#[must_use]
pub fn uncertainty(share: Fraction, due: u64) -> Option<Uncertainty> {
    if share.denominator() == due {
        return Some(Uncertainty::EverybodyTookPart { steps: vec![Step::EverybodyTookPart { due }] });
    }
    let found = bounds(share)?;
    let percent = |per_mille: u16| Percent::from_units(u128::from(per_mille), Decimals::ONE);
    let step = Step::IntervalComputed { share, lower: percent(found.lower), upper: percent(found.upper) };
    Some(Uncertainty::Interval { bounds: found, steps: vec![step] })
}

fn per_mille_ceiling(share: Fraction) -> u16 {
    let ceiling = (u128::from(share.numerator()) * 1000).div_ceil(u128::from(share.denominator()));
    u16::try_from(ceiling).unwrap_or(1000)
}

/// Whether m per mille is no inner point of the interval.
fn on_or_outside(share: Fraction, per_mille: u16) -> bool {
    let (k, n, m) = (u128::from(share.numerator()), u128::from(share.denominator()), u128::from(per_mille));
    let distance = (1000 * k).abs_diff(m * n);
    625 * distance * distance >= 2401 * n * m * (1000 - m)
}
