//! What may stand in a count.

use crate::digits::plain_text;

/// Why a cell is not a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CountProblem {
    /// Words, or a number among words.
    #[error("text where a count belongs")]
    Text,
    /// Less than nothing.
    #[error("a negative number where a count belongs")]
    Negative,
    /// A number that is not whole.
    #[error("a fraction where a count belongs")]
    Fraction,
    /// A percentage.
    #[error("a percentage where a count belongs")]
    Percentage,
    /// More than a campaign can count (above 999,999,999,999).
    #[error("a number too large to be a count")]
    TooLarge,
}

/// The greatest count a return may hold; sums over any tree stay far from overflowing.
const GREATEST: u64 = 999_999_999_999;

/// Reads a count as typed: surrounding space is ignored, full-width digits are digits, `1,200` and a trailing `.0`
/// are whole numbers. Nothing but space is blank.
///
/// # Errors
/// [`CountProblem`] says what stands there instead of a count.
pub fn parse_count(written: &str) -> Result<Option<u64>, CountProblem> {
    let text = plain_text(written).replace('−', "-");
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(rest) = text.strip_suffix(['%', '‰']) {
        return Err(if is_decimal(rest.trim_start_matches('-')) {
            CountProblem::Percentage
        } else {
            CountProblem::Text
        });
    }
    if let Some(rest) = text.strip_prefix('-') {
        return Err(if is_decimal(rest.trim()) { CountProblem::Negative } else { CountProblem::Text });
    }
    whole(&text).map(Some)
}

fn whole(text: &str) -> Result<u64, CountProblem> {
    let digits = without_thousands_commas(text).ok_or(CountProblem::Text)?;
    let (integer, decimals) = digits.split_once('.').unwrap_or((&digits, "0"));
    if !is_decimal(&digits) {
        return Err(if text.contains('/') && text.split('/').all(is_decimal) {
            CountProblem::Fraction
        } else {
            CountProblem::Text
        });
    }
    if decimals.bytes().any(|byte| byte != b'0') {
        return Err(CountProblem::Fraction);
    }
    match integer.parse::<u64>() {
        Ok(count) if count <= GREATEST => Ok(count),
        _ => Err(CountProblem::TooLarge),
    }
}

fn is_decimal(text: &str) -> bool {
    let (integer, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(integer) && digits(decimals)
}

fn without_thousands_commas(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let mut groups = text.split(',');
    let first_fits = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let others_fit = groups.all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3));
    (first_fits && others_fit).then(|| text.replace(',', ""))
}
