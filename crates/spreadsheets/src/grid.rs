//! A workbook as plain grids: only cells with content, each knowing where it stands.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use calamine::DataRef;
use rules::dates::PartialDate;

use crate::cells::{ShownPrecision, date_of_serial};

/// A workbook: its sheets and its defined names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// The worksheets, in the order of the file.
    pub sheets: Vec<Sheet>,
    /// Defined names with what they stand for.
    pub names: Vec<(String, String)>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text as typed.
    Text(String),
    /// A number; percentages and money are numbers too.
    Number(f64),
    /// A date cell, as precise as its format shows it: a cell shown as 1958年10月 is a month.
    Date(PartialDate),
    /// A time or duration, or a date nobody can hold, as the file stores it.
    Time(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// An error such as #REF!.
    Error(String),
    /// A formula that was never computed.
    FormulaWithoutValue,
}

impl Value {
    /// The value of a cell as the file gives it; nothing where the cell is empty or holds only space.
    pub(crate) fn of(data: &DataRef<'_>, shown: ShownPrecision) -> Option<Self> {
        Some(match data {
            DataRef::Empty => return None,
            DataRef::Int(whole) => Self::Number(*whole as f64),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::String(text) => return Self::of_text(text),
            DataRef::DurationIso(text) => Self::Time(text.clone()),
            DataRef::SharedString(text) => return Self::of_text(text),
            DataRef::Bool(truth) => Self::Truth(*truth),
            DataRef::DateTime(instant) if instant.is_datetime() => {
                let (year, month, day, ..) = instant.to_ymd_hms_milli();
                date_of_serial(instant.as_f64(), (year, month, day), shown)
                    .map_or_else(|| Self::Time(instant.as_f64().to_string()), Self::Date)
            }
            DataRef::DateTime(duration) => Self::Time(duration.as_f64().to_string()),
            DataRef::DateTimeIso(text) => {
                let day = text.get(..10).and_then(|day| day.parse().ok());
                day.map_or_else(|| Self::Time(text.clone()), Self::Date)
            }
            DataRef::Error(error) => Self::Error(error.to_string()),
        })
    }

    /// Error words that were pasted as text are errors still.
    fn of_text(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if matches!(trimmed, "#REF!" | "#N/A" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NULL!" | "#NUM!") {
            return Some(Self::Error(trimmed.to_owned()));
        }
        (!trimmed.is_empty()).then(|| Self::Text(text.to_owned()))
    }

    /// The value as text, as a reader of the sheet would type it; dates in the ISO form.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) | Self::Time(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Self::FormulaWithoutValue => String::new(),
        }
    }
}

/// A cell with content; row and column count from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The row from 0.
    pub row: u32,
    /// The column from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
}

/// A merged area, first and last cell as (row, column) from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The cell that holds the value.
    pub first: (u32, u32),
    /// The opposite corner, inclusive.
    pub last: (u32, u32),
}

/// A row with content.
#[derive(Clone, Debug, PartialEq)]
struct RowSpan {
    number: u32,
    cells: Range<usize>,
}

/// A worksheet: its cells in order, and its merged areas.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on the tab.
    pub name: Arc<str>,
    /// Whether the tab can be seen.
    pub visible: bool,
    /// Merged areas.
    pub merges: Vec<Merge>,
    cells: Vec<Cell>,
    spans: Vec<RowSpan>,
}

/// A row as a view: its number from 0 and its cells from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowView<'a> {
    /// The row from 0.
    pub number: u32,
    /// The cells with content.
    pub cells: &'a [Cell],
}

impl<'a> RowView<'a> {
    /// The value in a column, where there is one.
    #[must_use]
    pub fn value(&self, column: u32) -> Option<&'a Value> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at).map(|cell| &cell.value)
    }
}

impl Sheet {
    /// A sheet of cells in any order; of two at one place the later counts.
    #[must_use]
    pub fn new(name: Arc<str>, visible: bool, cells: Vec<Cell>, merges: Vec<Merge>) -> Self {
        let mut cells = cells;
        cells.reverse();
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells.dedup_by_key(|cell| (cell.row, cell.column));
        let mut spans: Vec<RowSpan> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            match spans.last_mut() {
                Some(span) if span.number == cell.row => span.cells.end = at + 1,
                _ => spans.push(RowSpan { number: cell.row, cells: at..at + 1 }),
            }
        }
        Self { name, visible, merges, cells, spans }
    }

    /// The rows with content, from the top.
    #[must_use]
    pub fn rows(&self) -> Vec<RowView<'_>> {
        self.spans.iter().map(|span| RowView { number: span.number, cells: &self.cells[span.cells.clone()] }).collect()
    }

    /// One row, where it has content.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<RowView<'_>> {
        let at = self.spans.binary_search_by_key(&number, |span| span.number).ok()?;
        let span = self.spans.get(at)?;
        Some(RowView { number, cells: &self.cells[span.cells.clone()] })
    }

    /// All cells with content, row by row.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// A position on this sheet; row and column count from 0.
    #[must_use]
    pub fn position(&self, row: u32, column: Option<u32>) -> Position {
        Position { sheet: Arc::clone(&self.name), row, column }
    }
}

/// A place in the file, shown as `党员花名册!D17`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// The row from 0; people count from 1.
    pub row: u32,
    /// The column from 0; nothing where the whole row is meant.
    pub column: Option<u32>,
}

impl Position {
    /// The row as people count it, from 1.
    #[must_use]
    pub fn row_number(&self) -> u32 {
        self.row.saturating_add(1)
    }

    /// The letters of the column: A, B, … Z, AA; nothing where the whole row is meant.
    #[must_use]
    pub fn column_letters(&self) -> Option<String> {
        self.column.map(column_letters)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = self.column_letters().unwrap_or_default();
        write!(formatter, "{}!{letters}{}", self.sheet, self.row_number())
    }
}

/// The letters of a column counted from 0.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        let digit = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
