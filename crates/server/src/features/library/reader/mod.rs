//! The strict reader of templates: one for embedded files, imports and what a form makes. Everything that is wrong is
//! told at once: the line, the field, what stands there and what was expected.

mod fields;
mod instruments;
mod judging;
mod scales;

use toml::de::DeTable;

use crate::features::library::model::{Instrument, Template};
use crate::features::library::urls::Kind;

pub use fields::Finding;
use fields::{Fields, Need, Reader};
pub use instruments::OBJECTS;

/// The most bytes of a template.
pub const LARGEST: usize = 256 * 1024;

/// What a template may name.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    /// Codes of scales with grades; nothing: any code may stand there.
    pub scales: Option<Vec<&'a str>>,
    /// Codes of directions with the type of objects each is for; nothing: any code may stand there.
    pub directions: Option<Vec<(&'a str, &'a str)>>,
    /// Codes of categories of judges; nothing: any code may stand there.
    pub categories: Option<Vec<&'a str>>,
    /// Codes of sectors.
    pub sectors: Vec<&'a str>,
    /// Whose directions, categories and procedures are read: an office's own have codes of their own.
    pub codes: Codes,
    /// Complete instruments of offices above: an item beside theirs is a local one, with a code of its own (S052).
    pub above: Vec<&'a Instrument>,
}

/// Which codes directions, categories and procedures may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Codes {
    /// Any.
    #[default]
    Any,
    /// Those of an office: `L…`, so that none is ever mistaken for one the program brings along.
    Local,
}

/// The types of templates, as a file names them; one without a name is an instrument or a scale.
const KINDS: [(&str, Kind); 5] = [
    ("instrument", Kind::Instruments),
    ("scale", Kind::Scales),
    ("direction", Kind::Directions),
    ("judge_category", Kind::JudgeCategories),
    ("procedure", Kind::Procedures),
];

/// Reads a template.
///
/// # Errors
/// Everything that is wrong with it, by line.
pub fn read(text: &str, known: &Known<'_>) -> Result<Template, Vec<Finding>> {
    let mut reader = Reader::new(text);
    if text.len() > LARGEST {
        reader.find(&(0..0), "", "library-expected-size", (LARGEST / 1024).to_string());
        return Err(reader.findings());
    }
    if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
        let at = text.find(|character: char| character.is_control() && !matches!(character, '\n' | '\r' | '\t'));
        let at = at.unwrap_or_default();
        reader.find(&(at..at), "", "library-expected-plain", String::new());
        return Err(reader.findings());
    }
    let (table, faults) = DeTable::parse_recoverable(text);
    for fault in &faults {
        let span = fault.span().unwrap_or(0..0);
        reader.find(&line_around(text, span.start), "", "library-expected-syntax", fault.message().to_owned());
    }
    if !faults.is_empty() {
        return Err(reader.findings());
    }
    let file = Fields::whole(&table);
    reader.number(&file, "format", Need::Required, (1, 1));
    let named = reader.choice(&file, "kind", Need::Optional, &KINDS);
    if file.has("kind") && named.is_none() {
        return Err(reader.findings());
    }
    let is_scale = file.has("grade") || file.has("measures");
    let template = match named.unwrap_or(if is_scale { Kind::Scales } else { Kind::Instruments }) {
        Kind::Instruments => instruments::read(&mut reader, &file, known).map(Template::Instrument),
        Kind::Scales => scales::read(&mut reader, &file).map(Template::Scale),
        Kind::Directions => judging::direction(&mut reader, &file, known).map(Template::Direction),
        Kind::JudgeCategories => judging::category(&mut reader, &file, known).map(Template::Category),
        Kind::Procedures => judging::procedure(&mut reader, &file, known).map(Template::Procedure),
    };
    match (template, reader.findings()) {
        (Some(template), findings) if findings.is_empty() => Ok(template),
        (_, findings) => Err(findings),
    }
}

/// The line a byte stands on.
fn line_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = at.min(text.len());
    let before = text.as_bytes().iter().take(at).rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    let length = text.as_bytes().iter().skip(before).take_while(|byte| **byte != b'\n').count();
    before..before + length
}
