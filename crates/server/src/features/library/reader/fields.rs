//! A table of a file, asked field by field: what it holds is given, what is wrong with it is found.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use texts::{Language, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::features::library::model::Words;

/// The most that is told of one file: whoever mends these reads it again.
const MOST_FINDINGS: usize = 50;
/// The longest code.
const LONGEST_CODE: usize = 40;
/// How much of what was found is shown.
const LONGEST_SHOWN: usize = 60;

/// What is wrong at a place of a file, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line, from 1.
    pub line: usize,
    /// The field: `item.3.name`, from 1; empty for the file as a whole.
    pub field: String,
    /// What stands there; empty where nothing does.
    pub found: String,
    /// The key of the text that says what was expected.
    pub expected: &'static str,
    /// What the text says it with.
    pub argument: String,
}

impl Finding {
    /// The arguments of the text.
    #[must_use]
    pub fn arguments(&self) -> [(&'static str, Value); 1] {
        [("what", self.argument.as_str().into())]
    }
}

/// Whether a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// A table and where it stands.
#[derive(Clone)]
pub struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
}

/// Reads one file and keeps what is wrong with it.
pub struct Reader<'a> {
    text: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// A reader of a text.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, findings: Vec::new() }
    }

    /// What is wrong, by line.
    #[must_use]
    pub fn findings(mut self) -> Vec<Finding> {
        self.findings.sort_by(|one, other| (one.line, &one.field).cmp(&(other.line, &other.field)));
        self.findings
    }

    /// Notes what is wrong at a place.
    pub fn find(&mut self, span: &Range<usize>, field: &str, expected: &'static str, argument: String) {
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        let found = self.text.get(span.clone()).unwrap_or_default();
        let found = found.lines().next().unwrap_or_default();
        let shown: String = found.chars().filter(|character| !character.is_control()).take(LONGEST_SHOWN).collect();
        let found = if shown.len() < found.len() { format!("{shown}…") } else { shown };
        let line = 1 + self.text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count();
        self.findings.push(Finding { line, field: field.to_owned(), found, expected, argument });
    }

    /// Notes what is wrong with a field of a table that is there.
    pub fn find_in(&mut self, fields: &Fields<'_>, name: &str, expected: &'static str, argument: String) {
        let span = fields.table.get(name).map_or_else(|| fields.span.clone(), Spanned::span);
        self.find(&span, &fields.path_of(name), expected, argument);
    }

    /// Every field of the table must be one of these.
    pub fn known(&mut self, fields: &Fields<'_>, names: &[&str]) {
        for key in fields.table.keys().filter(|key| !names.contains(&key.get_ref().as_ref())) {
            let name: String = key.get_ref().chars().take(LONGEST_CODE).collect();
            self.find(&key.span(), &fields.path_of(&name), "library-expected-field", names.join(", "));
        }
    }

    fn value<'v>(&mut self, fields: &Fields<'v>, name: &str, need: Need) -> Option<&'v Spanned<DeValue<'v>>> {
        let value = fields.table.get(name);
        if value.is_none() && need == Need::Required {
            let line_end = fields.span.start..fields.span.start;
            self.find(&line_end, &fields.path_of(name), "library-expected-present", name.to_owned());
        }
        value
    }

    /// A line of text that is not empty.
    pub fn text(&mut self, fields: &Fields<'_>, name: &str, need: Need, longest: usize) -> Option<String> {
        let value = self.value(fields, name, need)?;
        let DeValue::String(text) = value.get_ref() else {
            self.find_in(fields, name, "library-expected-text", String::new());
            return None;
        };
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.find_in(fields, name, "library-expected-plain", String::new());
            return None;
        }
        if text.is_empty() || text.chars().count() > longest {
            self.find_in(fields, name, "library-expected-length", longest.to_string());
            return None;
        }
        Some(text.to_owned())
    }

    /// A code: Latin letters, digits, `_` and `-`.
    pub fn code(&mut self, fields: &Fields<'_>, name: &str, need: Need) -> Option<String> {
        let code = self.text(fields, name, need, usize::MAX)?;
        let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
        if code.len() > LONGEST_CODE || !code.chars().all(is_plain) {
            self.find_in(fields, name, "library-expected-code", LONGEST_CODE.to_string());
            return None;
        }
        Some(code)
    }

    /// One of a few words, each with its meaning.
    pub fn choice<T: Clone>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        need: Need,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let typed = self.text(fields, name, need, usize::MAX)?;
        let found = choices.iter().find(|(code, _)| *code == typed).map(|(_, meaning)| meaning.clone());
        if found.is_none() {
            let codes: Vec<&str> = choices.iter().map(|(code, _)| *code).collect();
            self.find_in(fields, name, "library-expected-choice", codes.join(", "));
        }
        found
    }

    /// A whole number within a range.
    pub fn number(&mut self, fields: &Fields<'_>, name: &str, need: Need, range: (u32, u32)) -> Option<u32> {
        let value = self.value(fields, name, need)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) => u32::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        let number = number.filter(|number| (range.0..=range.1).contains(number));
        if number.is_none() {
            self.find_in(fields, name, "library-expected-number", format!("{}–{}", range.0, range.1));
        }
        number
    }

    /// `true` or `false`.
    pub fn truth(&mut self, fields: &Fields<'_>, name: &str, need: Need) -> Option<bool> {
        match self.value(fields, name, need)?.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.find_in(fields, name, "library-expected-truth", String::new());
                None
            }
        }
    }

    /// Words: `{ "zh-Hans" = "…", en = "…" }`.
    pub fn words(&mut self, fields: &Fields<'_>, name: &str, need: Need, longest: usize) -> Option<Words> {
        let inner = self.table(fields, name, need)?;
        self.known(&inner, &Language::ALL.map(Language::code));
        let mut words = BTreeMap::new();
        for language in Language::ALL {
            let need = if language == Language::ZhHans { Need::Required } else { Need::Optional };
            if let Some(text) = self.text(&inner, language.code(), need, longest) {
                words.insert(language.code().to_owned(), text);
            }
        }
        Some(Words(words))
    }

    /// A table.
    pub fn table<'v>(&mut self, fields: &Fields<'v>, name: &str, need: Need) -> Option<Fields<'v>> {
        let value = self.value(fields, name, need)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Fields { table, span: value.span(), path: fields.path_of(name) });
        }
        self.find_in(fields, name, "library-expected-table", name.to_owned());
        None
    }

    /// A list of tables, at most so many.
    pub fn tables<'v>(&mut self, fields: &Fields<'v>, name: &str, most: usize) -> Vec<Fields<'v>> {
        let Some(value) = self.value(fields, name, Need::Optional) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            self.find_in(fields, name, "library-expected-tables", name.to_owned());
            return Vec::new();
        };
        if array.len() > most {
            self.find_in(fields, name, "library-expected-most", most.to_string());
        }
        let mut tables = Vec::new();
        for (value, number) in array.iter().take(most).zip(1..) {
            let path = format!("{}.{number}", fields.path_of(name));
            match value.get_ref() {
                DeValue::Table(table) => tables.push(Fields { table, span: value.span(), path }),
                _ => self.find(&value.span(), &path, "library-expected-tables", name.to_owned()),
            }
        }
        tables
    }

    /// A list of codes, each once and one of these; any where nothing is known.
    pub fn codes(&mut self, fields: &Fields<'_>, name: &str, need: Need, known: Option<&[&str]>) -> Vec<String> {
        let Some(value) = self.value(fields, name, need) else {
            return Vec::new();
        };
        let is_known = |code: &str| known.is_none_or(|known| known.contains(&code));
        let known = known.unwrap_or_default();
        let DeValue::Array(array) = value.get_ref() else {
            self.find_in(fields, name, "library-expected-list", known.join(", "));
            return Vec::new();
        };
        let mut codes: Vec<String> = Vec::new();
        for value in array.iter() {
            match value.get_ref() {
                DeValue::String(code) if codes.iter().any(|other| other == code.as_ref()) => {
                    self.find(&value.span(), &fields.path_of(name), "library-expected-once", String::new());
                }
                DeValue::String(code) if is_known(code) => codes.push(code.clone().into_owned()),
                _ => self.find(&value.span(), &fields.path_of(name), "library-expected-choice", known.join(", ")),
            }
        }
        codes
    }

    /// Every code of these tables must differ from the others'.
    pub fn each_once<'v>(&mut self, tables: impl IntoIterator<Item = (&'v Fields<'v>, Option<&'v str>)>) {
        let mut seen = std::collections::BTreeSet::new();
        for (fields, code) in tables {
            if code.is_some_and(|code| !seen.insert(code.to_owned())) {
                self.find_in(fields, "code", "library-expected-once", String::new());
            }
        }
    }
}

impl<'a> Fields<'a> {
    /// The whole file.
    #[must_use]
    pub fn whole(table: &'a Spanned<DeTable<'a>>) -> Self {
        Self { table: table.get_ref(), span: 0..0, path: String::new() }
    }

    /// Whether a field is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
