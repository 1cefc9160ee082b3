//! Rates that keep what they are rates of (R01, R02, R06).

use crate::fraction::Fraction;
use crate::rounding::Decimals;
use crate::scale::{Classes, Scale};
use crate::step::Step;
use crate::tally::GradeCounts;

/// Why there is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Nobody graded the item, or the base given is zero.
    #[error("there is nothing to take a share of")]
    NoBase,
    /// More counted than there are to count.
    #[error("{count} of {base} is more than all")]
    MoreThanAll {
        /// The numerator.
        count: u64,
        /// The denominator.
        base: u64,
    },
    /// The scale declares no mapping to satisfied and basic or above (A15).
    #[error("the scale has no declared mapping")]
    NotMapped,
    /// The counts are not counts of this scale.
    #[error("the counts are of another scale")]
    OtherScale,
}

/// One share with its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Numerator and denominator; shown with [`Fraction::percent`] and one decimal.
    pub share: Fraction,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Both rates of an item: a satisfied rate must say whether it counts the middle class, so both are kept (R01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRates {
    /// Satisfied ÷ base.
    pub satisfied: Fraction,
    /// Basically satisfied or above ÷ base; never less than `satisfied` (R02).
    pub basic_or_above: Fraction,
    /// Valid forms that leave the item ungraded: part of the turnout, not of the base.
    pub ungraded: u64,
    /// How they were found.
    pub steps: Vec<Step>,
}

/// `count` of `base` as a share.
///
/// # Errors
/// [`RateError::NoBase`] and [`RateError::MoreThanAll`].
pub fn rate(count: u64, base: u64) -> Result<Rate, RateError> {
    let share = checked(count, base)?;
    Ok(Rate { share, steps: vec![Step::ShareComputed { share, percent: share.percent(Decimals::ONE) }] })
}

/// The rates of one item from its counts by grade.
///
/// # Errors
/// [`RateError`] where nobody graded the item, or the scale is not mapped or another one.
pub fn item_rates(counts: &GradeCounts, scale: &Scale) -> Result<ItemRates, RateError> {
    let mapping = scale.mapping().ok_or(RateError::NotMapped)?;
    let classes = scale.classify(&counts.by_grade).ok_or(RateError::OtherScale)?;
    let mut steps = vec![
        Step::BaseCounted { valid: classes.base + counts.ungraded, ungraded: counts.ungraded, base: classes.base },
        Step::MappingApplied { satisfied_labels: mapping.satisfied(), basic_labels: mapping.basic_or_above() },
    ];
    let (satisfied, basic_or_above, class_steps) = class_rates(classes)?;
    steps.extend(class_steps);
    Ok(ItemRates { satisfied, basic_or_above, ungraded: counts.ungraded, steps })
}

fn class_rates(classes: Classes) -> Result<(Fraction, Fraction, [Step; 2]), RateError> {
    let satisfied = checked(classes.satisfied, classes.base)?;
    let basic = checked(classes.basic_or_above, classes.base)?;
    let steps = [
        Step::SatisfactionComputed { share: satisfied, percent: satisfied.percent(Decimals::ONE) },
        Step::BasicOrAboveComputed { share: basic, percent: basic.percent(Decimals::ONE) },
    ];
    Ok((satisfied, basic, steps))
}

fn checked(count: u64, base: u64) -> Result<Fraction, RateError> {
    if count > base {
        return Err(if base == 0 { RateError::NoBase } else { RateError::MoreThanAll { count, base } });
    }
    Fraction::new(count, base).ok_or(RateError::NoBase)
}
