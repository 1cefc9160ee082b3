//! From the guarded copy to plain grids.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::{Limits, Measure, OpenError};
use crate::cells::shown_precision;
use crate::grid::{Cell, Merge, Sheet, Value, Workbook};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// A panic of the parser on bytes nobody thought of is a damaged file, not a broken server.
pub(super) fn read(plain: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    match catch_unwind(AssertUnwindSafe(|| read_all(plain, limits))) {
        Ok(result) => result,
        Err(_) => Err(OpenError::Damaged("the reader gave up".to_owned())),
    }
}

fn read_all(plain: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(plain)).map_err(|error| damaged(&error))?;
    let listed: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    if listed.len() > limits.sheets {
        return Err(too_large(Measure::Sheets, listed.len(), limits.sheets, None));
    }
    let mut sheets = Vec::new();
    let mut cells_left = limits.cells;
    for (name, visible) in listed {
        let cells = sheet_cells(&mut book, &name, limits, cells_left)?;
        cells_left = cells_left.saturating_sub(cells.len());
        let merges = merges(&mut book, &name)?;
        let name: Arc<str> = Arc::from(name);
        sheets.push(Sheet::new(name, visible, cells, merges));
    }
    let names = book.defined_names().to_vec();
    Ok(Workbook { sheets, names })
}

fn sheet_cells(book: &mut Book<'_>, name: &str, limits: &Limits, cells_left: usize) -> Result<Vec<Cell>, OpenError> {
    let mut cells = Vec::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let shown: Vec<_> = reader
        .styles()
        .iter()
        .map(|style| {
            style
                .number_format
                .as_ref()
                .map(|format| shown_precision(&format.format_code, format.format_id.unwrap_or(0)))
        })
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        let precision = shown.get(style).copied().flatten();
        let Some(value) = Value::of(cell.get_value(), precision.unwrap_or_default()) else {
            continue;
        };
        keep(&mut cells, Cell { row, column, value }, (name, limits, cells_left))?;
    }
    drop(reader);
    formulas_without_value(book, name, limits, cells_left, &mut cells)?;
    Ok(cells)
}

/// Formulas are never computed here. One with a stored result has that result; one without is a cell of its own kind,
/// so that it is reported and not taken for a blank.
fn formulas_without_value(
    book: &mut Book<'_>,
    name: &str,
    limits: &Limits,
    cells_left: usize,
    cells: &mut Vec<Cell>,
) -> Result<(), OpenError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        if record.formula.is_some() && matches!(record.value, DataRef::Empty) {
            let (row, column) = record.pos;
            let value = Value::FormulaWithoutValue;
            keep(cells, Cell { row, column, value }, (name, limits, cells_left))?;
        }
    }
    Ok(())
}

fn keep(
    cells: &mut Vec<Cell>,
    cell: Cell,
    (sheet, limits, cells_left): (&str, &Limits, usize),
) -> Result<(), OpenError> {
    let (row, column) = (cell.row, cell.column);
    if row >= limits.rows {
        return Err(too_large(Measure::Rows, row + 1, limits.rows, Some(sheet)));
    }
    if column >= limits.columns {
        return Err(too_large(Measure::Columns, column + 1, limits.columns, Some(sheet)));
    }
    if let Value::Text(text) = &cell.value {
        // Bytes are at most four a character; only long texts are counted.
        if text.len() > limits.cell_characters && text.chars().count() > limits.cell_characters {
            let (found, limit) = (text.chars().count(), limits.cell_characters);
            return Err(too_large(Measure::CellCharacters, found, limit, Some(sheet)));
        }
    }
    if cells.len() >= cells_left {
        return Err(too_large(Measure::Cells, limits.cells + 1, limits.cells, Some(sheet)));
    }
    cells.push(cell);
    Ok(())
}

fn merges(book: &mut Book<'_>, name: &str) -> Result<Vec<Merge>, OpenError> {
    let dimensions = book.merge_cells_by_sheet_name(name).map_err(|error| damaged(&error))?;
    Ok(dimensions.into_iter().map(|area| Merge { first: area.start, last: area.end }).collect())
}

fn damaged(error: &impl std::fmt::Display) -> OpenError {
    OpenError::Damaged(error.to_string())
}

fn too_large(measure: Measure, found: impl TryInto<u64>, limit: impl TryInto<u64>, sheet: Option<&str>) -> OpenError {
    OpenError::TooLarge {
        measure,
        found: found.try_into().unwrap_or(u64::MAX),
        limit: limit.try_into().unwrap_or(u64::MAX),
        sheet: sheet.map(str::to_owned),
    }
}
