//! Reading a claimed rate as people write it.

use crate::digits::plain_text;
use crate::rounding::{Decimals, Percent};

/// What a claim says about its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// "96.8 %": the rate, rounded half up to the decimals as typed.
    Exactly,
    /// "≥ 99 %": the share itself is no less.
    AtLeast,
}

/// A claimed rate, with the decimals as typed; between 0 and 100 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    relation: Relation,
    percent: Percent,
}

/// Why a claim cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// It is not a percentage such as `96.8%` or `≥99%`.
    #[error("not a percentage such as 96.8% or ≥99%")]
    Form,
    /// It is negative.
    #[error("a rate cannot be negative")]
    Negative,
    /// It is above one hundred percent.
    #[error("a rate cannot exceed 100%")]
    AboveHundred,
    /// A number up to one without a percent sign could be a share or a percentage.
    #[error("a number up to 1 without a percent sign can be read two ways")]
    SignMissing,
    /// More than four decimals.
    #[error("more than four decimals")]
    TooPrecise,
    /// A share of nothing.
    #[error("there is nothing to take a share of")]
    NothingToCount,
    /// The base is beyond what is counted.
    #[error("the base is beyond what can be counted")]
    BaseTooLarge,
}

/// Claims with more decimals are nobody's measurement.
const MOST_DECIMALS: usize = 4;

impl Claim {
    /// What it says about the number.
    #[must_use]
    pub const fn relation(self) -> Relation {
        self.relation
    }

    /// The number, with the decimals as typed.
    #[must_use]
    pub const fn percent(self) -> Percent {
        self.percent
    }
}

/// Reads `96%`, `96.80 %`, `≥99%`, `>=99%`, `99%以上`, `不低于99%`, full-width characters included. Without a sign a
/// number above one is a percentage.
///
/// # Errors
/// [`ClaimError`] says why the text is no claim that could be judged.
pub fn parse_claim(written: &str) -> Result<Claim, ClaimError> {
    let text: String = plain_text(written).replace('−', "-").split_whitespace().collect();
    let (relation, text) = relation_of(&text);
    let (number, signed) = match text.strip_suffix(['%', '﹪', '٪']) {
        Some(number) => (number, true),
        None => (text, false),
    };
    if let Some(rest) = number.strip_prefix('-') {
        return Err(if units_of(rest).is_ok() { ClaimError::Negative } else { ClaimError::Form });
    }
    let percent = units_of(number)?;
    let one = Percent::hundred(percent.decimals()) / 100;
    if percent.units() > 100 * one {
        return Err(ClaimError::AboveHundred);
    }
    if !signed && percent.units() <= one {
        return Err(ClaimError::SignMissing);
    }
    Ok(Claim { relation, percent })
}

fn relation_of(text: &str) -> (Relation, &str) {
    for prefix in ["≥", ">=", "=>", "≧", "不低于", "不少于", "至少"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return (Relation::AtLeast, rest);
        }
    }
    match text.strip_suffix("以上") {
        Some(rest) => (Relation::AtLeast, rest),
        None => (Relation::Exactly, text),
    }
}

fn units_of(number: &str) -> Result<Percent, ClaimError> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let point_without_decimals = number.ends_with('.');
    if whole.is_empty() || !digits(whole) || !digits(decimals) || point_without_decimals {
        return Err(ClaimError::Form);
    }
    if decimals.len() > MOST_DECIMALS {
        return Err(ClaimError::TooPrecise);
    }
    let count = u8::try_from(decimals.len()).map_err(|_| ClaimError::TooPrecise)?;
    let precision = Decimals::new(count).ok_or(ClaimError::TooPrecise)?;
    let units = format!("{whole}{decimals}").parse().map_err(|_| ClaimError::AboveHundred)?;
    Ok(Percent::from_units(units, precision))
}
