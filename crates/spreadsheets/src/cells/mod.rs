//! Reading single cells: text, names, counts and dates as offices write them.

mod chinese_numbers;
mod count;
mod date;
mod shown;
mod text;

pub use count::count;
pub use date::{DateDoubt, DateReading, date};
pub(crate) use shown::{ShownPrecision, date_of_serial, shown_precision};
pub use text::{clean, compact, fold_width, matching_key, person_name, text};

use rules::statistics_return::CountProblem;

/// Why a cell cannot be what its column needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// Longer than the column allows.
    #[error("{found} characters where at most {maximum} are allowed")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        maximum: usize,
    },
    /// A character that cannot be shown.
    #[error("the control character U+{0:04X}")]
    ControlCharacter(u32),
    /// Not a count.
    #[error(transparent)]
    Count(#[from] CountProblem),
    /// There is no such month.
    #[error("there is no month {0}")]
    Month(u32),
    /// The month has no such day.
    #[error("there is no day {0} in that month")]
    Day(u32),
    /// A year no organisation or member of today can have.
    #[error("the year {0} is outside 1850–2150")]
    Year(u32),
    /// Not a date in any spelling that is read.
    #[error("not a date")]
    NotADate,
    /// Not one of the words the column knows.
    #[error("not a word this column knows")]
    UnknownWord,
    /// An error of the spreadsheet program, such as #REF!.
    #[error("the cell holds the error {0}")]
    ErrorValue(String),
    /// A formula without a stored result.
    #[error("the cell holds a formula that was never computed")]
    FormulaWithoutValue,
    /// TRUE, FALSE, a date or a time where words belong.
    #[error("the cell holds another kind of value")]
    WrongKind,
}
