//! A paper that needs no form of its own: facts, sections of words, lists and tables, lines to sign. Notices, records and
//! reports (F11, F17, F18, F20, F57, F58, F61) differ in what stands in them only, so that is all their slices say.

use serde_json::{Map, Value as Json, json};
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// How wide it is against the others.
    pub weight: u8,
    /// Whether it holds numbers, which stand at the right.
    pub is_number: bool,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Words as they were written, a paragraph a line; the word for none where there are none.
    Words(String),
    /// Numbered lines; the word for none where there are none.
    Lines(Vec<String>),
    /// A table; rows of empty cells are written on by hand.
    Table {
        /// The columns.
        columns: Vec<Column>,
        /// The rows, each with a cell a column.
        rows: Vec<Vec<String>>,
    },
    /// So many lines to write on.
    Ruled(u8),
}

/// A part of the paper under its own heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub body: Body,
}

/// A paper. Every string comes translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The name of the paper.
    pub heading: String,
    /// The line below it, such as the round's title; may be empty.
    pub below: String,
    /// Labels with their values, a line each.
    pub facts: Vec<(String, String)>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Small print after them; may be empty.
    pub note: String,
    /// Who signs, a line each.
    pub signatures: Vec<String>,
    /// Who issues it, at the end with the day; empty where nobody does.
    pub issuer: String,
    /// The day.
    pub date: Date,
}

/// The paper as PDF.
///
/// # Errors
/// `Shape` when a row of a table has another number of cells than there are columns.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let mut data = super::data(wording, &view.heading, view.date, Map::new());
    data["below"] = view.below.as_str().into();
    data["facts"] = view.facts.iter().map(|(label, value)| json!([label, value])).collect();
    let sections: Result<Vec<Json>, _> = view.sections.iter().map(section).collect();
    data["sections"] = sections?.into();
    data["note"] = view.note.as_str().into();
    data["signatures"] = view.signatures.clone().into();
    data["issuer"] = view.issuer.as_str().into();
    data["date"] = view.date.text(wording).into();
    let job = Job { template: template!("plain.typ"), data, drawings: vec![], keep: Keep::AWhile };
    engine::set(job, language)
}

fn section(section: &Section) -> Result<Json, DocumentError> {
    let body = match &section.body {
        Body::Words(words) => {
            let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            json!({ "kind": "words", "lines": lines })
        }
        Body::Lines(lines) => json!({ "kind": "lines", "lines": lines }),
        Body::Ruled(count) => json!({ "kind": "ruled", "count": count }),
        Body::Table { columns, rows } => {
            if columns.is_empty() || rows.iter().any(|row| row.len() != columns.len()) {
                return Err(DocumentError::Shape(format!("{}: a row without its columns", section.title)));
            }
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            let weights: Vec<u8> = columns.iter().map(|column| column.weight).collect();
            let numbers: Vec<bool> = columns.iter().map(|column| column.is_number).collect();
            json!({ "kind": "table", "names": names, "weights": weights, "numbers": numbers, "rows": rows })
        }
    };
    Ok(json!({ "title": section.title, "body": body }))
}
