//! Declared columns: which headings mean what. Data, not code.

use super::heading::HeadingText;
use crate::cells::matching_key;
use crate::report::NOTES_HEADING;

/// Whether a table can do without a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it nothing can be imported.
    Required,
    /// It may be missing.
    Optional,
}

/// A declared column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The stable key of the column.
    pub key: &'static str,
    /// The headings that mean it, the one written on export first. Compared without spaces, punctuation, width and
    /// what stands in brackets.
    pub headings: &'static [&'static str],
    /// Whether the table can do without it.
    pub need: Need,
}

impl Column {
    /// A column a table cannot do without.
    #[must_use]
    pub const fn required(key: &'static str, headings: &'static [&'static str]) -> Self {
        Self { key, headings, need: Need::Required }
    }

    /// A column that may be missing.
    #[must_use]
    pub const fn optional(key: &'static str, headings: &'static [&'static str]) -> Self {
        Self { key, headings, need: Need::Optional }
    }

    /// The heading written on export.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.headings.first().copied().unwrap_or(self.key)
    }
}

/// A kind of table: its columns, and the headings whose values are never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// The columns it declares, in the order of the export.
    pub columns: &'static [Column],
    /// Headings (or parts of headings) of columns the platform must not hold: named in the report, never read.
    pub ignored: &'static [&'static str],
    /// Headings that mean nothing worth a word, such as 序号.
    pub quiet: &'static [&'static str],
}

/// What a heading means to a table.
pub(super) enum Meaning<'a> {
    Declared(&'a Column),
    Ignored,
    Quiet,
    Notes,
    Unknown,
}

impl TableSpec {
    /// The columns the table cannot do without.
    pub fn required(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.need == Need::Required)
    }

    pub(super) fn recognise(&self, text: &HeadingText) -> Meaning<'_> {
        let spellings = spellings(text);
        for spelling in &spellings {
            let matches = |heading: &str| matching_key(heading) == *spelling;
            if let Some(column) =
                self.columns.iter().find(|column| column.headings.iter().any(|heading| matches(heading)))
            {
                return Meaning::Declared(column);
            }
        }
        let whole = matching_key(&text.whole);
        if self.ignored.iter().any(|part| whole.contains(&matching_key(part))) {
            return Meaning::Ignored;
        }
        let quiet = |heading: &str| spellings.contains(&matching_key(heading));
        if whole == matching_key(NOTES_HEADING) {
            return Meaning::Notes;
        }
        if self.quiet.iter().any(|heading| quiet(heading)) {
            return Meaning::Quiet;
        }
        Meaning::Unknown
    }
}

/// The ways one heading may be meant, most exact first: whole, and without what stands in brackets.
fn spellings(text: &HeadingText) -> Vec<String> {
    let mut spellings = vec![matching_key(&text.whole)];
    let bare = without_brackets(&text.whole);
    let bare = matching_key(&bare);
    if !bare.is_empty() && !spellings.contains(&bare) {
        spellings.push(bare);
    }
    spellings
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for character in text.chars() {
        match character {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}
