//! Finding the table in a sheet: title rows above it, a heading of one or two rows, and what is not a record below.

mod columns;
mod heading;
mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use columns::{Column, Need, TableSpec};
pub(crate) use rows::RowReader;

use crate::grid::{Position, RowView, Sheet, Value, Workbook};
use crate::problem::{Code, Problem};
use crate::report::NOTES_HEADING;
use heading::Heading;

/// A column that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundColumn {
    /// The key of the declared column.
    pub key: &'static str,
    /// Where it stands, from 0.
    pub column: u32,
    /// The heading as written, both rows joined.
    pub heading: String,
}

/// A table in a sheet.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The first row of the heading, from 0.
    pub heading_row: u32,
    /// The last row of the heading, from 0.
    pub heading_end: u32,
    /// The columns read.
    pub columns: Vec<FoundColumn>,
    /// Columns whose values never leave this crate, with their headings.
    pub ignored: Vec<(u32, String)>,
    /// Columns nobody knows, with their headings.
    pub unknown: Vec<(u32, String)>,
    /// The column of notes of a marked copy; never read.
    pub notes: Option<u32>,
    /// Texts above the heading, from the top.
    pub titles: Vec<String>,
    /// The records.
    pub records: Vec<RowView<'a>>,
    /// Total rows.
    pub totals: Vec<RowView<'a>>,
    /// Everything worth telling about the table: skipped rows, ignored and unknown columns, missing ones.
    pub problems: Vec<Problem>,
}

impl Table<'_> {
    /// The position of a column of a row, or of the whole row where the table lacks the column.
    #[must_use]
    pub fn position(&self, row: u32, key: &str) -> Position {
        self.sheet.position(row, self.column(key))
    }

    /// Where a declared column stands.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<u32> {
        self.columns.iter().find(|found| found.key == key).map(|found| found.column)
    }
}

/// The tables of a workbook and what was said about the rest of it.
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    /// Tables, one a sheet at most, in the order of the file.
    pub tables: Vec<Table<'a>>,
    /// Sheets without a table, or that no sheet has one.
    pub problems: Vec<Problem>,
}

/// Finds the tables of a kind in all visible sheets.
#[must_use]
pub fn find<'a>(workbook: &'a Workbook, spec: &TableSpec) -> Tables<'a> {
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for sheet in &workbook.sheets {
        if sheet.rows().is_empty() || *sheet.name == *NOTES_HEADING {
            continue;
        }
        let heading = sheet.visible.then(|| heading::find(sheet, spec)).flatten();
        match heading {
            Some(heading) => tables.push(table(sheet, spec, heading)),
            None => {
                problems.push(Problem::new(Code::SheetSkipped).at(sheet.position(0, None)).with("sheet", &sheet.name))
            }
        }
    }
    if tables.is_empty() {
        let looked_for: Vec<&str> = spec.required().map(Column::title).collect();
        problems.push(Problem::new(Code::NoTable).with("looked_for", looked_for.join("、")));
    }
    Tables { tables, problems }
}

fn table<'a>(sheet: &'a Sheet, spec: &TableSpec, heading: Heading) -> Table<'a> {
    let mut table = Table {
        sheet,
        heading_row: heading.first,
        heading_end: heading.last,
        columns: Vec::new(),
        ignored: Vec::new(),
        unknown: Vec::new(),
        notes: None,
        titles: titles(sheet, heading.first),
        records: Vec::new(),
        totals: Vec::new(),
        problems: Vec::new(),
    };
    sort_columns(&mut table, spec, &heading);
    rows::sort_rows(&mut table);
    name_columns_without_heading(&mut table, &heading);
    table
}

fn titles(sheet: &Sheet, heading_row: u32) -> Vec<String> {
    sheet
        .cells()
        .iter()
        .take_while(|cell| cell.row < heading_row)
        .filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        })
        .collect()
}

fn sort_columns(table: &mut Table<'_>, spec: &TableSpec, heading: &Heading) {
    let place = |column: u32| table.sheet.position(heading.last, Some(column));
    let mut problems = Vec::new();
    for (column, text) in &heading.texts {
        let at = || place(*column);
        match spec.recognise(text) {
            columns::Meaning::Declared(declared) => {
                let earlier = table.columns.iter().find(|found| found.key == declared.key);
                if let Some(first) = earlier {
                    let problem = Problem::new(Code::ColumnTwice).at(at()).field(declared.key);
                    problems.push(problem.with("heading", &text.whole).with("first", &first.heading));
                } else {
                    table.columns.push(FoundColumn { key: declared.key, column: *column, heading: text.whole.clone() });
                }
            }
            columns::Meaning::Ignored => {
                problems.push(Problem::new(Code::IgnoredColumn).at(at()).with("heading", &text.whole));
                table.ignored.push((*column, text.whole.clone()));
            }
            columns::Meaning::Quiet => {}
            columns::Meaning::Notes => table.notes = Some(*column),
            columns::Meaning::Unknown => {
                problems.push(Problem::new(Code::UnknownColumn).at(at()).with("heading", &text.whole));
                table.unknown.push((*column, text.whole.clone()));
            }
        }
    }
    for required in spec.required() {
        if !table.columns.iter().any(|found| found.key == required.key) {
            let found: Vec<&str> = heading.texts.values().map(|text| text.whole.as_str()).collect();
            problems.push(
                Problem::new(Code::MissingColumn)
                    .at(table.sheet.position(heading.last, None))
                    .field(required.key)
                    .with("headings", required.headings.join("、"))
                    .with("found", found.join("、")),
            );
        }
    }
    table.problems.append(&mut problems);
}

/// A column with values and without a heading is named too: nobody can know what it means, but somebody typed it.
fn name_columns_without_heading(table: &mut Table<'_>, heading: &Heading) {
    let mut nameless: BTreeMap<u32, u32> = BTreeMap::new();
    for cell in table.records.iter().flat_map(|row| row.cells) {
        if !heading.texts.contains_key(&cell.column) {
            nameless.entry(cell.column).or_insert(cell.row);
        }
    }
    for (column, row) in nameless {
        let at = table.sheet.position(row, Some(column));
        let problem = Problem::new(Code::UnknownColumn).at(at);
        table.problems.push(problem.with("heading", ""));
        table.unknown.push((column, String::new()));
    }
}

/// The sheet a position names, shared so that positions stay small.
pub(crate) fn sheet_name(table: &Table<'_>) -> Arc<str> {
    Arc::clone(&table.sheet.name)
}
