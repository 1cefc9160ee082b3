//! Reading the return, at any offset.

use std::collections::BTreeMap;

use rules::dates::PartialDate;
use rules::statistics_return::{CountProblem, Entry, FilledLine, FilledReturn, Line};

use super::{FORM_NAME, FORM_VERSION, HEADINGS, ReturnError, TITLE};
use crate::cells::{clean, date, matching_key};
use crate::grid::{Position, Sheet, Value, Workbook};
use crate::open::{Limits, open};

/// Lines that must stand in one column before it is taken for the column of line codes without other evidence.
const LINES_ENOUGH: usize = 6;

/// A return with the place of each line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedReturn {
    /// What is filled in.
    pub filled: FilledReturn,
    /// Where the number of each line stands.
    pub places: BTreeMap<Line, Position>,
}

/// Reads a return from the bytes of a workbook.
///
/// # Errors
/// [`ReturnError`] when the file cannot be opened or is not the form. What is wrong within the form (text in a count,
/// blanks) is kept in the [`FilledReturn`] for the checks.
pub fn read(bytes: &[u8]) -> Result<FilledReturn, ReturnError> {
    let workbook = open(bytes, &Limits::default())?;
    Ok(read_workbook(&workbook)?.filled)
}

/// Reads a return from an opened workbook.
///
/// # Errors
/// As [`read`].
pub fn read_workbook(workbook: &Workbook) -> Result<PlacedReturn, ReturnError> {
    let named = workbook
        .names
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(FORM_NAME))
        .map(|(_, value)| value.trim_start_matches('=').trim_matches('"').to_owned());
    if let Some(version) = &named
        && version != FORM_VERSION
    {
        return Err(ReturnError::OtherVersion(version.clone()));
    }
    let title = matching_key(TITLE);
    let mut best: Option<(&Sheet, Layout, usize)> = None;
    for sheet in &workbook.sheets {
        let titled =
            sheet.cells().iter().any(|cell| matches!(&cell.value, Value::Text(text) if matching_key(text) == title));
        let needed = if named.is_some() || titled { 1 } else { LINES_ENOUGH };
        if let Some((layout, lines)) = layout(sheet)
            && lines >= needed
            && best.as_ref().is_none_or(|(_, _, most)| lines > *most)
        {
            best = Some((sheet, layout, lines));
        }
    }
    let (sheet, layout, _) = best.ok_or(ReturnError::NotTheForm)?;
    fill(sheet, &layout)
}

/// The columns of the form on a sheet.
struct Layout {
    first_row: u32,
    code: u32,
    number: u32,
    reason: Option<u32>,
}

/// The column with the most line codes, and the columns beside it by their headings, else by the form's own order.
fn layout(sheet: &Sheet) -> Option<(Layout, usize)> {
    let mut found: BTreeMap<u32, BTreeMap<Line, u32>> = BTreeMap::new();
    for cell in sheet.cells() {
        if let Some(line) = line(&cell.value) {
            let lines = found.entry(cell.column).or_default();
            lines.entry(line).or_insert(cell.row);
        }
    }
    // Of equals the leftmost: numbers such as 5 and 6 are codes too, but stand further right.
    let (code, lines) = found.into_iter().rev().max_by_key(|(_, lines)| lines.len())?;
    let first_row = lines.values().copied().min()?;
    let heading = |wanted: &str| {
        sheet
            .cells()
            .iter()
            .take_while(|cell| cell.row < first_row)
            .filter(|cell| matches!(&cell.value, Value::Text(text) if matching_key(text) == wanted))
            .map(|cell| cell.column)
            .last()
    };
    let layout =
        Layout { first_row, code, number: heading(HEADINGS[2]).unwrap_or(code + 2), reason: heading(HEADINGS[4]) };
    Some((layout, lines.len()))
}

fn line(value: &Value) -> Option<Line> {
    match value {
        Value::Text(text) => Line::from_code(text),
        Value::Number(_) => Line::from_code(&value.written()),
        _ => None,
    }
}

fn fill(sheet: &Sheet, layout: &Layout) -> Result<PlacedReturn, ReturnError> {
    let mut filled = FilledReturn::default();
    let mut places = BTreeMap::new();
    for row in sheet.rows() {
        if row.number < layout.first_row {
            continue;
        }
        let Some(line) = row.value(layout.code).and_then(line) else {
            continue;
        };
        let value = row.value(layout.number);
        let entry = match (line, value) {
            (Line::Methods, value) => {
                filled.methods = value.map(|value| tidy(&value.written())).unwrap_or_default();
                Entry::Blank
            }
            (_, None) => Entry::Blank,
            (_, Some(Value::Text(_) | Value::Number(_))) => Entry::read(&value.map(Value::written).unwrap_or_default()),
            (_, Some(other)) => Entry::NotACount { written: other.written(), problem: CountProblem::Text },
        };
        let reason = layout
            .reason
            .and_then(|column| row.value(column))
            .map(|value| tidy(&value.written()))
            .filter(|reason| !reason.is_empty());
        let place = sheet.position(row.number, Some(layout.number));
        if places.insert(line, place).is_some() {
            return Err(ReturnError::LineTwice(line));
        }
        filled.lines.insert(line, FilledLine { entry, blank_reason: reason });
    }
    filled.unit = above(sheet, layout.first_row, "填报单位").unwrap_or_default();
    filled.filled_on = above(sheet, layout.first_row, "填报时间").and_then(|text| day(&text));
    Ok(PlacedReturn { filled, places })
}

/// What stands behind a label above the table, in the same cell or in the next one.
fn above(sheet: &Sheet, first_row: u32, label: &str) -> Option<String> {
    for row in sheet.rows() {
        if row.number >= first_row {
            break;
        }
        for (at, cell) in row.cells.iter().enumerate() {
            let Value::Text(text) = &cell.value else {
                continue;
            };
            let Some((_, after)) = text.split_once(label) else {
                continue;
            };
            let after = tidy(after.trim_start().trim_start_matches([':', '：']));
            // Both labels may share a cell, far apart: 填报单位:…      填报时间:….
            let after = ["填报时间", "填报单位"]
                .iter()
                .fold(after.as_str(), |kept, other| kept.split(other).next().unwrap_or(kept))
                .trim()
                .to_owned();
            if !after.is_empty() {
                return Some(after);
            }
            return row.cells.get(at + 1).map(|next| tidy(&next.value.written()));
        }
    }
    None
}

fn tidy(text: &str) -> String {
    clean(text, usize::MAX).unwrap_or_else(|_| text.trim().to_owned())
}

fn day(text: &str) -> Option<PartialDate> {
    date(&Value::Text(text.to_owned())).ok().map(|reading| reading.date)
}
