//! Records and what only looks like one; reading the cells of a record.

use super::{Table, sheet_name};
use crate::cells::{self, CellError, DateReading, matching_key};
use crate::grid::{Position, RowView, Value};
use crate::problem::{Choices, Code, Correction, Problem};
use rules::dates::PartialDate;

const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "累计", "总合计"];
const FOOTNOTES: [&str; 12] = [
    "注:",
    "注：",
    "备注:",
    "备注：",
    "说明:",
    "说明：",
    "填表人",
    "制表人",
    "填报人",
    "审核人",
    "负责人签字",
    "单位盖章",
];

/// Sorts what stands below the heading into records, totals and what is skipped with a word.
pub(super) fn sort_rows(table: &mut Table<'_>) {
    let heading = heading_keys(table);
    let mut previous = table.heading_end;
    for row in table.sheet.rows() {
        if row.number <= table.heading_end {
            continue;
        }
        if row.number > previous + 1 {
            let at = table.sheet.position(previous + 1, None);
            let blank = Problem::new(Code::BlankRow).at(at);
            table.problems.push(blank.with("rows", row.number - previous - 1));
        }
        previous = row.number;
        sort_row(table, row, &heading);
    }
    if table.records.is_empty() {
        let at = table.sheet.position(table.heading_end, None);
        table.problems.push(Problem::new(Code::NoRows).at(at));
    }
}

fn sort_row<'a>(table: &mut Table<'a>, row: RowView<'a>, heading: &[(u32, String)]) {
    let at = || table.sheet.position(row.number, None);
    let first = row.cells.iter().find_map(|cell| match &cell.value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    });
    let key = first.map(matching_key).unwrap_or_default();
    if TOTALS.iter().any(|word| key == *word || key.trim_end_matches(char::is_numeric) == *word) {
        table.problems.push(Problem::new(Code::TotalRow).at(at()));
        table.totals.push(row);
    } else if repeats_heading(row, heading) {
        table.problems.push(Problem::new(Code::RepeatedHeading).at(at()));
    } else if let Some(text) = first.filter(|text| is_footnote(row, text)) {
        let shown: String = text.chars().take(40).collect();
        table.problems.push(Problem::new(Code::Footnote).at(at()).with("text", shown));
    } else {
        table.records.push(row);
    }
}

fn heading_keys(table: &Table<'_>) -> Vec<(u32, String)> {
    let mut keys = Vec::new();
    for row in [table.heading_row, table.heading_end] {
        for cell in table.sheet.row(row).map(|view| view.cells).unwrap_or_default() {
            if let Value::Text(text) = &cell.value {
                keys.push((cell.column, matching_key(text)));
            }
        }
    }
    keys
}

/// Whether every cell of the row is the heading over it, and there are at least two.
fn repeats_heading(row: RowView<'_>, heading: &[(u32, String)]) -> bool {
    row.cells.len() >= 2
        && row.cells.iter().all(|cell| {
            matches!(&cell.value, Value::Text(text)
                if heading.contains(&(cell.column, matching_key(text))))
        })
}

/// Notes and signature lines: few cells, the first beginning as such lines do.
fn is_footnote(row: RowView<'_>, first: &str) -> bool {
    let joined: String = first.split_whitespace().collect();
    row.cells.len() <= 4 && FOOTNOTES.iter().any(|word| joined.starts_with(word))
}

/// Reads the cells of one record, applies accepted corrections, and gathers what is wrong.
pub(crate) struct RowReader<'a, 'b> {
    pub table: &'a Table<'b>,
    pub row: RowView<'b>,
    pub choices: &'a Choices,
    pub problems: &'a mut Vec<Problem>,
}

/// The key of one cell's correction.
pub(crate) fn cell_key(position: &Position) -> String {
    format!("cell:{position}")
}

impl RowReader<'_, '_> {
    /// The position of a column of this record.
    pub fn position(&self, key: &str) -> Position {
        Position { sheet: sheet_name(self.table), row: self.row.number, column: self.table.column(key) }
    }

    fn value(&self, key: &str) -> Option<Value> {
        let column = self.table.column(key)?;
        if !self.choices.is_empty()
            && let Some(chosen) = self.choices.get(&cell_key(&self.position(key)))
        {
            return (!chosen.trim().is_empty()).then(|| Value::Text(chosen.to_owned()));
        }
        self.row.value(column).cloned()
    }

    /// Notes a problem of a cell, answerable under the cell's key.
    pub fn note(&mut self, key: &'static str, problem: Problem) {
        let position = self.position(key);
        let problem = problem.field(key).key(cell_key(&position)).at(position);
        self.problems.push(problem);
    }

    fn kept<T>(&mut self, key: &'static str, value: &Value, read: Result<T, CellError>) -> Option<T> {
        match read {
            Ok(kept) => Some(kept),
            Err(error) => {
                let shown: String = value.written().trim().chars().take(60).collect();
                self.note(key, Problem::of_cell(&error, &shown));
                None
            }
        }
    }

    /// The cell as words read by `read`; nothing where it is empty or wrong (the problem is noted).
    pub fn words(
        &mut self,
        key: &'static str,
        maximum: usize,
        read: fn(&str, usize) -> Result<String, CellError>,
    ) -> Option<String> {
        let value = self.value(key)?;
        let words = cells::text(&value, usize::MAX).and_then(|_| match &value {
            Value::Text(text) => read(text, maximum),
            other => read(&other.written(), maximum),
        });
        self.kept(key, &value, words).filter(|text| !text.is_empty())
    }

    /// As [`Self::words`], and a problem where the cell is empty.
    pub fn required(
        &mut self,
        key: &'static str,
        maximum: usize,
        read: fn(&str, usize) -> Result<String, CellError>,
    ) -> Option<String> {
        let before = self.problems.len();
        let found = self.words(key, maximum, read);
        if found.is_none() && self.problems.len() == before && self.table.column(key).is_some() {
            self.note(key, Problem::new(Code::Missing));
        }
        found
    }

    /// The cell as a count.
    pub fn count(&mut self, key: &'static str) -> Option<u64> {
        let value = self.value(key)?;
        let count = cells::count(&value);
        self.kept(key, &value, count).flatten()
    }

    /// The cell as a date; doubts are noted with the likely reading where there is one.
    pub fn date(&mut self, key: &'static str) -> Option<PartialDate> {
        let value = self.value(key)?;
        let DateReading { date, doubt } = {
            let read = cells::date(&value);
            self.kept(key, &value, read)?
        };
        if let Some(doubt) = doubt {
            let mut problem = Problem::of_doubt(doubt, &value.written(), &date.to_string());
            if doubt == cells::DateDoubt::OctoberOrJanuary {
                for month in ["10", "01"] {
                    let value = format!("{date}-{month}");
                    problem =
                        problem.propose(Correction { shown: value.clone(), value, reason: "lost-nought", sure: false });
                }
            }
            self.note(key, problem);
        }
        Some(date)
    }
}
