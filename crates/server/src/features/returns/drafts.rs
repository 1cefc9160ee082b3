//! What a return holds of its own: the lines as written and the reasons of blanks, as they are stored.

use std::collections::BTreeMap;

use rules::statistics_return::{Entry, FilledLine, FilledReturn, Line, parse_count};
use serde::{Deserialize, Serialize};
use storage::StorageError;
use storage::entities::statistics_return;
use texts::Value;

/// Gives the text of a key with its arguments in the reader's language.
pub type Wording<'a> = dyn Fn(&str, &[(&str, Value)]) -> String + 'a;

/// The longest reason of a blank, and the longest count before it is anything else.
pub const LONGEST: usize = 200;
/// The longest line 3.
pub const LONGEST_METHODS: usize = 2_000;

/// Why a line is blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reason {
    /// Found by the program; shown in each reader's language.
    Machine {
        /// The key of its text.
        key: String,
        /// The values in it.
        values: BTreeMap<String, i64>,
    },
    /// Given by whoever filled it in.
    Written(String),
}

impl Reason {
    /// The words, with the texts of a language.
    pub fn words(&self, text: &Wording<'_>) -> String {
        match self {
            Self::Written(words) => words.clone(),
            Self::Machine { key, values } => {
                let values: Vec<(&str, Value)> =
                    values.iter().map(|(name, value)| (name.as_str(), Value::Number(*value))).collect();
                text(key, &values)
            }
        }
    }
}

/// The own figures of a return, in work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What stands in each line, as written; a line that is not here is blank.
    pub lines: BTreeMap<String, String>,
    /// Why a line is blank.
    pub reasons: BTreeMap<String, Reason>,
}

impl Draft {
    /// Reads the stored draft.
    ///
    /// # Errors
    /// When the row is damaged.
    pub fn of(row: &statistics_return::Model) -> Result<Self, StorageError> {
        let damaged = |_| StorageError::Damaged("a return's lines");
        Ok(Self {
            lines: serde_json::from_str(&row.lines).map_err(damaged)?,
            reasons: serde_json::from_str(&row.reasons).map_err(damaged)?,
        })
    }

    /// As it is stored: lines, reasons.
    pub fn stored(&self) -> Result<(String, String), StorageError> {
        let damaged = |_| StorageError::Damaged("a return's lines");
        Ok((
            serde_json::to_string(&self.lines).map_err(damaged)?,
            serde_json::to_string(&self.reasons).map_err(damaged)?,
        ))
    }

    /// Writes a count and takes away the reason of the blank.
    pub fn count(&mut self, line: Line, count: u64) {
        self.write(line, count.to_string());
    }

    /// Writes a line; nothing but space leaves it blank.
    pub fn write(&mut self, line: Line, text: String) {
        if text.trim().is_empty() {
            self.lines.remove(line.code());
        } else {
            self.lines.insert(line.code().to_owned(), text);
            self.reasons.remove(line.code());
        }
    }

    /// Leaves a line blank for a reason the program found.
    pub fn blank(&mut self, line: Line, key: &str, values: &[(&str, u64)]) {
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), i64::try_from(*value).unwrap_or(i64::MAX)))
            .collect();
        self.lines.remove(line.code());
        self.reasons.insert(line.code().to_owned(), Reason::Machine { key: key.to_owned(), values });
    }

    /// What stands in a line, empty where it is blank.
    pub fn text(&self, line: Line) -> &str {
        self.lines.get(line.code()).map_or("", String::as_str)
    }

    /// As the arithmetic reads it; reasons in the words of `text`.
    pub fn filled(&self, unit: &str, text: &Wording<'_>) -> FilledReturn {
        let line = |line: &Line| {
            let entry = match line {
                Line::Methods => Entry::Blank,
                _ => Entry::read(self.text(*line)),
            };
            let blank_reason = self.reasons.get(line.code()).map(|reason| reason.words(text));
            (*line, FilledLine { entry, blank_reason })
        };
        FilledReturn {
            unit: unit.to_owned(),
            filled_on: None,
            lines: Line::ALL.iter().map(line).collect(),
            methods: self.text(Line::Methods).to_owned(),
        }
    }

    /// A draft of a form read from a spreadsheet, everything as it stood there.
    pub fn read(filled: &FilledReturn) -> Self {
        let mut draft = Self::default();
        for line in Line::ALL {
            let given = filled.lines.get(line);
            let text = match (line, given.map(|given| &given.entry)) {
                (Line::Methods, _) => filled.methods.clone(),
                (_, Some(Entry::Count(count))) => count.to_string(),
                (_, Some(Entry::NotACount { written, .. })) => written.clone(),
                (_, Some(Entry::Blank) | None) => String::new(),
            };
            draft.write(*line, text);
            let reason = given.and_then(|given| given.blank_reason.clone());
            if let Some(reason) = reason.filter(|_| draft.text(*line).is_empty()) {
                draft.reasons.insert(line.code().to_owned(), Reason::Written(reason));
            }
        }
        draft
    }
}

/// A count as one types it, written plainly: full-width digits become digits; what is no count stays as it is.
pub fn plain(line: Line, text: &str) -> String {
    let text = text.trim();
    if line == Line::Methods {
        return text.to_owned();
    }
    match parse_count(text) {
        Ok(Some(count)) => count.to_string(),
        Ok(None) => String::new(),
        Err(_) => text.to_owned(),
    }
}
