//! Claimed rates: can they be true at all (R06)?

mod text;

pub use text::{Claim, ClaimError, Relation, parse_claim};

use std::ops::RangeInclusive;

use crate::fraction::Fraction;
use crate::rounding::{Percent, Rounding};
use crate::step::Step;

/// The greatest base a claim is tried on.
pub const GREATEST_BASE: u64 = 1_000_000_000_000;

/// A count next to the claim, with the rate it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The count.
    pub count: u64,
    /// Its rate, with the decimals of the claim, half up.
    pub percent: Percent,
}

/// Whether some count gives the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// These counts do.
    Attainable {
        /// Every count that gives the claimed rate; for "at least", from the least count to all.
        counts: RangeInclusive<u64>,
    },
    /// None does.
    Unattainable {
        /// The greatest count whose rate is below the claim.
        below: Option<Neighbour>,
        /// The least count whose rate is above it.
        above: Option<Neighbour>,
        /// The counts that would explain the claim, had it been cut off instead of rounded.
        by_truncation: Option<RangeInclusive<u64>>,
    },
}

/// A claim tried on a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What was found.
    pub outcome: Outcome,
    /// The least base on which the claim could be true by rounding.
    pub smallest_base: u64,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Tries a claim on `of` forms.
///
/// # Errors
/// [`ClaimError::NothingToCount`] for zero, [`ClaimError::BaseTooLarge`] above [`GREATEST_BASE`].
pub fn try_claim(claim: Claim, of: u64) -> Result<Trial, ClaimError> {
    if of == 0 {
        return Err(ClaimError::NothingToCount);
    }
    if of > GREATEST_BASE {
        return Err(ClaimError::BaseTooLarge);
    }
    let claimed = claim.percent();
    let mut steps = Vec::new();
    let outcome = if let Some(counts) = counts_for(claim, of) {
        steps.push(Step::ClaimTried { claimed, of, least: *counts.start(), greatest: *counts.end() });
        Outcome::Attainable { counts }
    } else {
        steps.push(Step::ClaimUnattainable { claimed, of });
        let (below, above) = neighbours(claimed, of);
        Outcome::Unattainable { below, above, by_truncation: truncated_counts(claimed, of) }
    };
    Ok(Trial { outcome, smallest_base: smallest_base(claim), steps })
}

/// The counts of `of` that give the claim, if any.
fn counts_for(claim: Claim, of: u64) -> Option<RangeInclusive<u64>> {
    let (units, hundred) = (claim.percent().units(), Percent::hundred(claim.percent().decimals()));
    let base = u128::from(of);
    match claim.relation() {
        // A bound is a bound on the share itself: 610/617 = 98.87 % is not "at least 99 %", though it rounds to 99.
        Relation::AtLeast => range((units * base).div_ceil(hundred), base, of),
        Relation::Exactly => {
            let (least, end) = rounding_interval(units, base, hundred);
            range(least, end.checked_sub(1)?, of)
        }
    }
}

/// Half up: count·hundred/base rounds to units exactly when (2 units − 1) base ≤ 2 count hundred < (2 units + 1) base.
fn rounding_interval(units: u128, base: u128, hundred: u128) -> (u128, u128) {
    let least = ((2 * units).saturating_sub(1) * base).div_ceil(2 * hundred);
    let end = ((2 * units + 1) * base).div_ceil(2 * hundred);
    (if units == 0 { 0 } else { least }, end)
}

fn truncated_counts(claimed: Percent, of: u64) -> Option<RangeInclusive<u64>> {
    let (units, hundred, base) = (claimed.units(), Percent::hundred(claimed.decimals()), u128::from(of));
    let end = ((units + 1) * base).div_ceil(hundred);
    range((units * base).div_ceil(hundred), end.checked_sub(1)?, of)
}

fn range(least: u128, greatest: u128, of: u64) -> Option<RangeInclusive<u64>> {
    let least = u64::try_from(least).ok()?;
    let greatest = u64::try_from(greatest).unwrap_or(of).min(of);
    (least <= greatest).then_some(least..=greatest)
}

fn neighbours(claimed: Percent, of: u64) -> (Option<Neighbour>, Option<Neighbour>) {
    let hundred = Percent::hundred(claimed.decimals());
    let (first_not_below, _) = rounding_interval(claimed.units(), u128::from(of), hundred);
    let neighbour = |count: u64| {
        let share = Fraction::new(count, of)?;
        Some(Neighbour { count, percent: share.percent(claimed.decimals()) })
    };
    // Everybody is never below a claim: some count up to the base is the first that is not.
    let above = u64::try_from(first_not_below).unwrap_or(of).min(of);
    (above.checked_sub(1).and_then(neighbour), neighbour(above))
}

/// The least base on which some count gives the claim; one hundred percent's worth of units always is such a base.
#[must_use]
pub fn smallest_base(claim: Claim) -> u64 {
    (1..).find(|base| counts_for(claim, *base).is_some()).unwrap_or(u64::MAX)
}

/// The bases on which exactly `count` gives the claim: `least..=greatest`, without an upper end for 0 % of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bases {
    /// The least base.
    pub least: u64,
    /// The greatest, where there is one.
    pub greatest: Option<u64>,
}

/// Which bases explain a claim when the count is known: 308 attended, "99 %" → 310, 311 or 312 were due.
/// Nothing where no base does.
#[must_use]
pub fn bases_for(claim: Claim, count: u64) -> Option<Bases> {
    if count > GREATEST_BASE {
        return None;
    }
    let (units, hundred) = (claim.percent().units(), Percent::hundred(claim.percent().decimals()));
    let doubled = 2 * u128::from(count) * hundred;
    let (least, greatest) = match claim.relation() {
        Relation::AtLeast => (0, (u128::from(count) * hundred).checked_div(units)),
        Relation::Exactly => (doubled / (2 * units + 1) + 1, doubled.checked_div((2 * units).saturating_sub(1))),
    };
    let least = u64::try_from(least).ok()?.max(count).max(1);
    let greatest = greatest.map(u64::try_from).transpose().ok()?;
    greatest.is_none_or(|greatest| least <= greatest).then_some(Bases { least, greatest })
}

/// The rate of a count with the claim's decimals, both ways of shortening it.
#[must_use]
pub fn shown(share: Fraction, claim: Claim, rounding: Rounding) -> Percent {
    Percent::of(share, claim.percent().decimals(), rounding)
}
