//! The report on a file as it is stored and told: codes and arguments, never texts of one language.

use serde::{Deserialize, Serialize};
use spreadsheets::matching::Summary;
use spreadsheets::open::{Format, Measure};
use spreadsheets::{Code, Correction, OpenError, Position, Problem, Severity};
use texts::{Language, Texts, Value};

use super::engine::Checked;

/// The report on a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// Rows that would create, update, change nothing, be left out, ask.
    pub counts: [usize; 5],
    /// Everything there is to say, the gravest first.
    pub lines: Vec<Line>,
    /// Why the file could not be read at all.
    pub failure: Option<Told>,
    /// Whether it may be applied.
    pub may_be_applied: bool,
}

/// A text to be told: its key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The key of the text.
    pub key: String,
    /// The arguments.
    pub arguments: Vec<(String, String)>,
}

/// A line of the report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// `error`, `question`, `warning` or `note`.
    pub severity: String,
    /// The code of the problem.
    pub code: String,
    /// Where: sheet, row from 1, letters of the column.
    pub places: Vec<(String, u32, Option<String>)>,
    /// What the text needs.
    pub arguments: Vec<(String, String)>,
    /// What an answer is filed under.
    pub key: Option<String>,
    /// Likely answers, best first.
    pub offers: Vec<Offer>,
}

/// A likely answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offer {
    /// What to file.
    pub value: String,
    /// What to show.
    pub shown: String,
    /// Why it is likely.
    pub reason: String,
    /// Whether all such may be accepted together.
    pub is_sure: bool,
}

/// The codes of severities, the gravest first.
pub const SEVERITIES: [&str; 4] = ["error", "question", "warning", "note"];

/// The code of a severity.
#[must_use]
pub const fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Question => "question",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

impl Report {
    /// The report on a checked file.
    #[must_use]
    pub fn of(checked: &Checked) -> Self {
        let Summary { create, update, unchanged, left_out, ask } = checked.summary();
        Self {
            counts: [create, update, unchanged, left_out, ask],
            lines: checked.problems.iter().map(Line::of).collect(),
            failure: None,
            may_be_applied: checked.may_be_applied(),
        }
    }

    /// The report on a file that could not be read.
    #[must_use]
    pub fn failed(failure: Told) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }

    /// Keeps what the stored copy of the file cannot show again: formulas without a value and sheets left out of it.
    /// An answered one is gone.
    pub fn carry(&mut self, before: &Self, choices: &spreadsheets::Choices) {
        let lost = [Code::FormulaWithoutValue.key(), Code::SheetSkipped.key()];
        for line in &before.lines {
            let is_answered = line.key.as_deref().is_some_and(|key| choices.get(key).is_some());
            let is_known = self.lines.iter().any(|known| known.code == line.code && known.places == line.places);
            if lost.contains(&line.code.as_str()) && !is_answered && !is_known {
                self.may_be_applied &= line.severity != "error";
                self.lines.push(line.clone());
            }
        }
        let rank = |line: &Line| SEVERITIES.iter().position(|code| *code == line.severity);
        self.lines.sort_by_key(rank);
    }

    /// How many lines are of a severity.
    #[must_use]
    pub fn count(&self, severity: &str) -> usize {
        self.lines.iter().filter(|line| line.severity == severity).count()
    }

    /// How many lines have a sure answer.
    #[must_use]
    pub fn sure(&self) -> usize {
        self.lines.iter().filter(|line| line.sure().is_some()).count()
    }

    /// How many rows are left out by an answer.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.counts[3]
    }

    /// How many rows wait for an answer.
    #[must_use]
    pub const fn asks(&self) -> usize {
        self.counts[4]
    }

    /// Whether applying would change nothing.
    #[must_use]
    pub const fn changes_nothing(&self) -> bool {
        self.may_be_applied && self.counts[0] == 0 && self.counts[1] == 0
    }

    /// The headings of columns that were ignored and never stored.
    #[must_use]
    pub fn ignored(&self) -> Vec<&str> {
        let ignored = Code::IgnoredColumn.key();
        let lines = self.lines.iter().filter(|line| line.code == ignored);
        lines.flat_map(|line| &line.arguments).map(|(_, heading)| heading.as_str()).collect()
    }
}

impl Line {
    fn of(problem: &Problem) -> Self {
        let place =
            |position: &Position| (position.sheet.to_string(), position.row_number(), position.column_letters());
        let offer = |correction: &Correction| Offer {
            value: correction.value.clone(),
            shown: correction.shown.clone(),
            reason: correction.reason.to_owned(),
            is_sure: correction.sure,
        };
        Self {
            severity: severity_code(problem.severity).to_owned(),
            code: problem.code.key().to_owned(),
            places: problem.positions().map(place).collect(),
            arguments: arguments(problem),
            key: problem.key.clone(),
            offers: problem.proposals.iter().map(offer).collect(),
        }
    }

    /// The answer that may be accepted together with all sure ones.
    #[must_use]
    pub fn sure(&self) -> Option<(&str, &str)> {
        let key = self.key.as_deref()?;
        let best = self.offers.first().filter(|offer| offer.is_sure)?;
        Some((key, &best.value))
    }

    /// Whether somebody may type an answer of their own: everything with a key but the questions of identity, whose
    /// answers are the ones offered.
    #[must_use]
    pub fn takes_words(&self) -> bool {
        self.key
            .as_deref()
            .is_some_and(|key| ["cell:", "branch:", "parent:", "sector:"].iter().any(|start| key.starts_with(start)))
    }

    /// The text of the line.
    #[must_use]
    pub fn tell(&self, texts: &Texts, language: Language) -> String {
        tell(texts, language, &self.code, &self.arguments)
    }
}

fn arguments(problem: &Problem) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, String)| ((*name).to_owned(), value.clone());
    problem.arguments.iter().map(owned).collect()
}

/// The text of a problem.
#[must_use]
pub fn tell_problem(texts: &Texts, language: Language, problem: &Problem) -> String {
    tell(texts, language, problem.code.key(), &arguments(problem))
}

fn tell(texts: &Texts, language: Language, code: &str, given: &[(String, String)]) -> String {
    let key = format!("imports-problem-{code}");
    told(texts, language, &key, given)
}

/// The text of a key with arguments as they are stored.
#[must_use]
pub fn told(texts: &Texts, language: Language, key: &str, given: &[(String, String)]) -> String {
    let arguments: Vec<(&str, Value)> = given.iter().map(|(name, value)| (name.as_str(), value.into())).collect();
    texts.with(language, key, &arguments)
}

/// Why a file cannot be opened, as a text to be told.
#[must_use]
pub fn open_failure(error: &OpenError) -> Told {
    let plain = |key: &str| Told { key: format!("imports-open-{key}"), arguments: Vec::new() };
    match error {
        OpenError::Empty => plain("empty"),
        OpenError::NotAWorkbook(format) => plain(format_key(*format)),
        OpenError::Encrypted => plain("encrypted"),
        OpenError::Damaged(_) => plain("damaged"),
        OpenError::Bomb { .. } => plain("bomb"),
        OpenError::Entities => plain("entities"),
        OpenError::NoSheet => plain("no-sheet"),
        OpenError::TooLarge { measure, found, limit, sheet } => Told {
            key: format!("imports-open-too-large-{}", measure_key(*measure)),
            arguments: vec![
                ("found".to_owned(), found.to_string()),
                ("limit".to_owned(), limit.to_string()),
                ("sheet".to_owned(), sheet.clone().unwrap_or_default()),
            ],
        },
    }
}

const fn format_key(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Xml2003 => "xml-2003",
        Format::LegacyXls => "xls",
        Format::Xlsb => "xlsb",
        Format::OpenDocument => "ods",
        Format::OtherOffice => "other-office",
        Format::Pdf => "pdf",
        Format::Picture => "picture",
        Format::Text => "text",
        Format::OtherZip => "other-zip",
        Format::Unknown => "unknown",
    }
}

const fn measure_key(measure: Measure) -> &'static str {
    match measure {
        Measure::FileBytes => "bytes",
        Measure::Rows => "rows",
        Measure::Columns => "columns",
        Measure::Cells => "cells",
        Measure::Sheets => "sheets",
        Measure::CellCharacters => "cell",
    }
}
