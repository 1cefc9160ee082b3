//! The heading: which row or pair of rows names the columns.

use std::collections::BTreeMap;

use super::columns::{Meaning, TableSpec};
use crate::grid::{Sheet, Value};

/// Rows from the top within which a heading is looked for.
const LOOK_WITHIN: u32 = 40;
/// Longer texts are titles and notes.
const LONGEST_HEADING: usize = 60;

/// The text that stands over one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadingText {
    /// Both rows joined: 书记 over 姓名 is 书记姓名.
    pub whole: String,
}

/// A heading: its rows from 0, and the text over each column.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub first: u32,
    pub last: u32,
    pub texts: BTreeMap<u32, HeadingText>,
}

/// The heading that names most of the declared columns, if it names a required one and at least two in all; the
/// higher one, and of one and two rows the one row unless merged cells or better names say otherwise.
pub(super) fn find(sheet: &Sheet, spec: &TableSpec) -> Option<Heading> {
    let mut best: Option<(usize, Heading)> = None;
    for row in sheet.rows() {
        if row.number >= LOOK_WITHIN {
            break;
        }
        for heading in candidates(sheet, row.number) {
            let score = score(&heading, spec);
            if score > 0 && best.as_ref().is_none_or(|(highest, _)| score > *highest) {
                best = Some((score, heading));
            }
        }
    }
    best.map(|(_, heading)| heading)
}

fn candidates(sheet: &Sheet, row: u32) -> Vec<Heading> {
    let two = two_rows(sheet, row);
    if spans_two_rows(sheet, row) {
        return two.into_iter().collect();
    }
    let one = Heading {
        first: row,
        last: row,
        texts: texts(sheet, row).into_iter().map(|(column, whole)| (column, HeadingText { whole })).collect(),
    };
    std::iter::once(one).chain(two).collect()
}

/// Whether merged cells make this row and the next one heading: a cell that reaches down, or one that spans columns
/// while the next row has words under it.
fn spans_two_rows(sheet: &Sheet, row: u32) -> bool {
    let below = texts(sheet, row + 1);
    let mut spanning = 0;
    for merge in sheet.merges.iter().filter(|merge| merge.first.0 == row) {
        if merge.last.0 == row + 1 {
            return true;
        }
        let covered =
            (merge.first.1..=merge.last.1.min(merge.first.1 + 50)).filter(|column| below.contains_key(column)).count();
        // A title over the whole table is no heading of its columns.
        if merge.last.0 == row && covered >= 2 && texts(sheet, row).len() > 2 {
            spanning += 1;
        }
    }
    spanning > 0
}

fn two_rows(sheet: &Sheet, row: u32) -> Option<Heading> {
    let lower = texts(sheet, row + 1);
    let upper = texts(sheet, row);
    if upper.is_empty() || (lower.is_empty() && !spans_two_rows(sheet, row)) {
        return None;
    }
    let columns: Vec<u32> = upper.keys().chain(lower.keys()).copied().collect();
    let mut joined = BTreeMap::new();
    for column in columns {
        let top = upper.get(&column).cloned().or_else(|| reaching_over(sheet, row, column, &upper));
        let bottom = lower.get(&column).cloned().unwrap_or_default();
        let whole = format!("{}{bottom}", top.unwrap_or_default());
        joined.insert(column, HeadingText { whole });
    }
    Some(Heading { first: row, last: row + 1, texts: joined })
}

/// The text of the merged cell that reaches over a column from its left.
fn reaching_over(sheet: &Sheet, row: u32, column: u32, upper: &BTreeMap<u32, String>) -> Option<String> {
    let merge = sheet.merges.iter().find(|merge| {
        merge.first.0 <= row && row <= merge.last.0 && merge.first.1 < column && column <= merge.last.1
    })?;
    upper.get(&merge.first.1).cloned()
}

fn texts(sheet: &Sheet, row: u32) -> BTreeMap<u32, String> {
    let mut texts = BTreeMap::new();
    for cell in sheet.row(row).map(|view| view.cells).unwrap_or_default() {
        if let Value::Text(text) = &cell.value
            && text.chars().count() <= LONGEST_HEADING
        {
            let joined: String = text.split_whitespace().collect();
            texts.insert(cell.column, joined);
        }
    }
    texts
}

/// Twice the declared columns named, and once the ignored ones; nought without a required one or with fewer than two.
fn score(heading: &Heading, spec: &TableSpec) -> usize {
    let mut declared = Vec::new();
    let mut ignored = 0;
    for text in heading.texts.values() {
        match spec.recognise(text) {
            Meaning::Declared(column) if !declared.contains(&column.key) => declared.push(column.key),
            Meaning::Ignored | Meaning::Quiet => ignored += 1,
            _ => {}
        }
    }
    let enough = spec.required().any(|column| declared.contains(&column.key)) && declared.len() >= 2;
    if enough { declared.len() * 2 + ignored } else { 0 }
}
