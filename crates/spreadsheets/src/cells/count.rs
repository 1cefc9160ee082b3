//! Counts: whole numbers from nought, however they are typed.

use rules::statistics_return::{CountProblem, parse_count};

use super::CellError;
use crate::grid::Value;

/// The cell as a count. Full-width digits are digits; a unit behind the number (`32人`) is text.
///
/// # Errors
/// [`CellError::Count`] names text, a negative, a fraction or a percentage.
pub fn count(value: &Value) -> Result<Option<u64>, CellError> {
    match value {
        Value::Text(_) | Value::Number(_) => Ok(parse_count(&value.written())?),
        Value::Error(error) => Err(CellError::ErrorValue(error.clone())),
        Value::FormulaWithoutValue => Err(CellError::FormulaWithoutValue),
        Value::Date(_) | Value::Time(_) | Value::Truth(_) => Err(CountProblem::Text.into()),
    }
}
