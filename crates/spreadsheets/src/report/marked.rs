//! The marked copy: the same sheets and cells, what is wrong coloured and told, to be mended and brought again.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Note, Worksheet};

use super::NOTES_HEADING;
use crate::grid::{Cell, Merge, Position, Sheet, Value, Workbook};
use crate::open::{Limits, OpenError, open};
use crate::problem::{Problem, Severity};
use crate::table::{self, Table, TableSpec};
use crate::write::{
    self, CellStyles, Field, WriteError, finish, heading_format, new_workbook, place_column, set_widths, write_field,
};

const ERROR: u32 = 0x00F8_D4D0;
const QUESTION: u32 = 0x00FB_E6C2;
const WARNING: u32 = 0x00FD_F6D8;
/// Comments beyond this many make programs slow; the column tells everything anyway.
const MOST_COMMENTS: usize = 1_000;
const LARGEST_MERGE: u64 = 5_000;
const MOST_MERGES: usize = 5_000;
const LONGEST_NOTE: usize = 30_000;

/// One message at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where; nothing for the file as a whole.
    pub position: Option<Position>,
    /// How much it weighs: the colour.
    pub severity: Severity,
    /// What to tell, in the reader's language.
    pub message: String,
}

/// What becomes of the columns the platform must not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoredValues {
    /// Copied: for a copy that goes straight back to whoever brought the file.
    Keep,
    /// The heading only, and nothing of sheets without a table: for a copy that is stored anywhere.
    LeaveOut,
}

/// Why a marked copy cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The original cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The copy cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The marks of problems that need mending or a look, one for every place; notes are left out. `tell` gives the
/// message of a problem.
pub fn marks(problems: &[Problem], tell: &mut dyn FnMut(&Problem) -> String) -> Vec<Mark> {
    let mut marks = Vec::new();
    for problem in problems.iter().filter(|problem| problem.severity > Severity::Note) {
        let message = tell(problem);
        let mut places: Vec<Option<Position>> = problem.positions().cloned().map(Some).collect();
        if places.is_empty() {
            places.push(None);
        }
        marks.extend(places.into_iter().map(|position| Mark {
            position,
            severity: problem.severity,
            message: message.clone(),
        }));
    }
    marks
}

/// Copies a workbook with its marks: cells coloured, comments on them, and a column 导入提示 with all messages of a
/// row, which reading skips. Values, merged cells and sheets are those of the original; formulas become their
/// results.
///
/// # Errors
/// [`MarkError`].
pub fn marked_workbook(
    original: &[u8],
    spec: &TableSpec,
    marks: &[Mark],
    ignored: IgnoredValues,
) -> Result<Vec<u8>, MarkError> {
    let workbook = open(original, &Limits::default())?;
    Ok(copy(&workbook, spec, marks, ignored)?)
}

fn copy(workbook: &Workbook, spec: &TableSpec, marks: &[Mark], ignored: IgnoredValues) -> Result<Vec<u8>, WriteError> {
    let found = table::find(workbook, spec);
    let mut copy = new_workbook()?;
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        if *sheet.name == *NOTES_HEADING {
            continue;
        }
        let target = copy.add_worksheet();
        if target.set_name(&*sheet.name).is_err() {
            target.set_name(format!("Sheet{}", number + 1))?;
        }
        target.set_hidden(!sheet.visible && workbook.sheets.iter().any(|other| other.visible));
        let table = found.tables.iter().find(|table| table.sheet.name == sheet.name);
        let mut writer = SheetCopy { sheet, table, ignored, by_place: by_place(sheet, marks), widths: BTreeMap::new() };
        writer.write(target)?;
    }
    let general: Vec<&Mark> = marks.iter().filter(|mark| mark.position.is_none()).collect();
    if !general.is_empty() {
        let target = copy.add_worksheet().set_name(NOTES_HEADING)?;
        target.set_column_width(0, 90)?;
        for (row, mark) in (0_u32..).zip(general) {
            target.write_string(row, 0, &mark.message)?;
        }
    }
    finish(copy)
}

/// The marks of a sheet by row and column.
type Places<'a> = BTreeMap<u32, Vec<(Option<u32>, &'a Mark)>>;

fn by_place<'a>(sheet: &Sheet, marks: &'a [Mark]) -> Places<'a> {
    let mut places: Places<'a> = BTreeMap::new();
    for mark in marks {
        if let Some(position) = mark.position.as_ref().filter(|place| place.sheet == sheet.name) {
            places.entry(position.row).or_default().push((position.column, mark));
        }
    }
    places
}

struct SheetCopy<'a> {
    sheet: &'a Sheet,
    table: Option<&'a Table<'a>>,
    ignored: IgnoredValues,
    by_place: Places<'a>,
    widths: BTreeMap<u16, usize>,
}

impl SheetCopy<'_> {
    fn write(&mut self, target: &mut Worksheet) -> Result<(), WriteError> {
        self.merges(target)?;
        let plain = CellStyles::new();
        for cell in self.sheet.cells() {
            if self.is_left_out(cell) {
                continue;
            }
            let column = place_column(usize::try_from(cell.column).unwrap_or(usize::MAX))?;
            let colour = self.colour(cell.row, Some(cell.column));
            let styles = colour.map(|colour| CellStyles::on(&Format::new().set_background_color(colour)));
            write_value(target, (cell.row, column), &cell.value, styles.as_ref().unwrap_or(&plain))?;
            if self.table.is_none_or(|table| cell.row >= table.heading_row) {
                let width = cell.value.written().chars().count().saturating_mul(2);
                let widest = self.widths.entry(column).or_default();
                *widest = (*widest).max(width.min(30));
            }
        }
        self.tell(target)?;
        set_widths(target, &self.widths)?;
        if let Some(table) = self.table {
            target.set_freeze_panes(table.heading_end + 1, 0)?;
        }
        Ok(())
    }

    /// Old notes, and values the platform must not hold where the copy may be stored.
    fn is_left_out(&self, cell: &Cell) -> bool {
        // A sheet without a table may hold anything.
        if self.table.is_none() && self.ignored == IgnoredValues::LeaveOut {
            return true;
        }
        let Some(table) = self.table.filter(|table| cell.row > table.heading_end) else {
            return false;
        };
        table.notes == Some(cell.column)
            || (self.ignored == IgnoredValues::LeaveOut
                && table.ignored.iter().any(|(column, _)| *column == cell.column))
    }

    fn colour(&self, row: u32, column: Option<u32>) -> Option<u32> {
        let marks = self.by_place.get(&row)?;
        let worst = marks.iter().filter(|(place, _)| *place == column).map(|(_, mark)| mark.severity).max()?;
        colour_of(worst)
    }

    /// Comments, colours of empty cells, and the column of messages.
    fn tell(&mut self, target: &mut Worksheet) -> Result<(), WriteError> {
        let last = self.sheet.cells().iter().map(|cell| cell.column).max().unwrap_or(0);
        let notes = self.table.and_then(|table| table.notes).unwrap_or(last + 1);
        let notes = place_column(usize::try_from(notes).unwrap_or(usize::MAX))?;
        if let Some(table) = self.table {
            target.write_string_with_format(table.heading_end, notes, NOTES_HEADING, &heading_format())?;
        }
        let filled: BTreeSet<(u32, u32)> = self.sheet.cells().iter().map(|cell| (cell.row, cell.column)).collect();
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let mut comments = 0;
        for (row, marks) in &self.by_place {
            let mut told: Vec<&str> = Vec::new();
            let mut by_column: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
            for (column, mark) in marks {
                if !told.contains(&mark.message.as_str()) {
                    told.push(&mark.message);
                }
                if let Some(column) = column {
                    by_column.entry(*column).or_default().push(&mark.message);
                }
            }
            for (column, messages) in by_column {
                let place = place_column(usize::try_from(column).unwrap_or(usize::MAX))?;
                if let Some(colour) = self.colour(*row, Some(column))
                    && !filled.contains(&(*row, column))
                {
                    target.write_blank(*row, place, &Format::new().set_background_color(colour))?;
                }
                if comments < MOST_COMMENTS {
                    comments += 1;
                    let note = Note::new(shortened(&messages.join("\n"))).add_author_prefix(false);
                    target.insert_note(*row, place, &note)?;
                }
            }
            // In the heading's own row the column keeps its heading; what is told there stands in the comments.
            if self.table.is_none_or(|table| *row != table.heading_end) {
                let text = shortened(&told.join("\n"));
                target.write_string_with_format(*row, notes, text, &wrapped)?;
            }
        }
        self.widths.insert(notes, 50);
        Ok(())
    }

    fn merges(&self, target: &mut Worksheet) -> Result<(), WriteError> {
        let format = Format::new().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        for merge in self.sheet.merges.iter().take(MOST_MERGES).filter(|merge| cells_of(merge) <= LARGEST_MERGE) {
            let (Ok(left), Ok(right)) = (u16::try_from(merge.first.1), u16::try_from(merge.last.1)) else {
                continue;
            };
            // Overlapping areas are refused by the library and stay unmerged.
            if cells_of(merge) > 1 && target.merge_range(merge.first.0, left, merge.last.0, right, "", &format).is_err()
            {
                continue;
            }
        }
        Ok(())
    }
}

fn cells_of(merge: &Merge) -> u64 {
    let rows = u64::from(merge.last.0.saturating_sub(merge.first.0)) + 1;
    rows.saturating_mul(u64::from(merge.last.1.saturating_sub(merge.first.1)) + 1)
}

const fn colour_of(severity: Severity) -> Option<u32> {
    match severity {
        Severity::Error => Some(ERROR),
        Severity::Question => Some(QUESTION),
        Severity::Warning => Some(WARNING),
        Severity::Note => None,
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_NOTE).collect()
}

fn write_value(
    target: &mut Worksheet,
    place: (u32, u16),
    value: &Value,
    styles: &CellStyles,
) -> Result<(), WriteError> {
    let general = styles.plain.clone().set_num_format("General");
    match value {
        Value::Text(text) | Value::Error(text) => {
            write_field(target, place, &Field::Text(text.clone()), styles)?;
        }
        Value::Number(number) => {
            target.write_number_with_format(place.0, place.1, *number, &general)?;
        }
        Value::Time(stored) => match stored.parse::<f64>() {
            Ok(number) => {
                let clock = general.set_num_format("h:mm:ss");
                target.write_number_with_format(place.0, place.1, number, &clock)?;
            }
            Err(_) => write_field(target, place, &Field::Text(stored.clone()), styles)?,
        },
        Value::Truth(truth) => {
            target.write_boolean_with_format(place.0, place.1, *truth, &general)?;
        }
        Value::FormulaWithoutValue => {
            target.write_blank(place.0, place.1, &general)?;
        }
        Value::Date(date) => match date.parts() {
            (year @ 1901.., month, day) => {
                let format = match (month, day) {
                    (Some(_), Some(_)) => "yyyy-mm-dd",
                    (Some(_), None) => "yyyy\"年\"m\"月\"",
                    (None, _) => "yyyy\"年\"",
                };
                let instant = ExcelDateTime::from_ymd(year, month.unwrap_or(1), day.unwrap_or(1))?;
                let format = general.set_num_format(format);
                target.write_datetime_with_format(place.0, place.1, &instant, &format)?;
            }
            _ => write::write_field(target, place, &Field::Date(*date), styles)?,
        },
    }
    Ok(())
}
