//! The form of a scale: its grades in lines, best first; an empty line is none.

use serde::Deserialize;
use texts::Language;

use super::instrument_form::at;
use super::model::{Grade, Mapping, Opinions, ScaleKind, ScaleTemplate, Words};

/// Lines offered for more grades.
const SPARE_LINES: usize = 3;

/// The form as typed; the grades come as lists of equal length.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ScaleForm {
    /// The version of the row somebody saw.
    pub version: i64,
    pub name: String,
    pub name_en: String,
    pub about: String,
    pub about_en: String,
    pub mapping: String,
    pub opinions: String,
    pub grade_code: Vec<String>,
    pub grade_name: Vec<String>,
    pub grade_name_en: Vec<String>,
    /// `satisfied`, `basic` or `neither`.
    pub grade_counts: Vec<String>,
}

impl ScaleForm {
    /// The form of a scale as it is stored.
    #[must_use]
    pub fn of(scale: &ScaleTemplate, version: i64) -> Self {
        let zh = |words: &Words| words.written_in(Language::ZhHans).to_owned();
        let en = |words: &Words| words.written_in(Language::En).to_owned();
        let counts = |grade: &Grade| match (grade.satisfied, grade.basic) {
            (true, _) => "satisfied".to_owned(),
            (false, true) => "basic".to_owned(),
            (false, false) => "neither".to_owned(),
        };
        Self {
            version,
            name: zh(&scale.name),
            name_en: en(&scale.name),
            about: zh(&scale.about),
            about_en: en(&scale.about),
            mapping: if scale.mapping == Mapping::Settled { "settled" } else { "proposed" }.to_owned(),
            opinions: if scale.opinions.is_optional() { "optional" } else { "required" }.to_owned(),
            grade_code: scale.grades.iter().map(|grade| grade.code.clone()).collect(),
            grade_name: scale.grades.iter().map(|grade| zh(&grade.name)).collect(),
            grade_name_en: scale.grades.iter().map(|grade| en(&grade.name)).collect(),
            grade_counts: scale.grades.iter().map(counts).collect(),
        }
    }

    /// What the form says of a scale.
    #[must_use]
    pub fn scale(&self, before: &ScaleTemplate) -> ScaleTemplate {
        let mut grades: Vec<Grade> = Vec::new();
        for (index, name) in self.grade_name.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
            let taken = |code: &str| {
                grades.iter().any(|grade| grade.code == code) || self.grade_code.iter().any(|other| other == code)
            };
            let mut number = 1;
            while taken(&format!("g{number}")) {
                number += 1;
            }
            let code = Some(at(&self.grade_code, index)).filter(|code| !code.is_empty());
            let counts = at(&self.grade_counts, index);
            grades.push(Grade {
                code: code.map_or_else(|| format!("g{number}"), str::to_owned),
                name: Words::in_both(name, at(&self.grade_name_en, index)),
                satisfied: counts == "satisfied",
                basic: matches!(counts, "satisfied" | "basic"),
            });
        }
        ScaleTemplate {
            name: Words::in_both(&self.name, &self.name_en),
            about: Words::in_both(&self.about, &self.about_en),
            kind: if grades.is_empty() { before.kind } else { ScaleKind::Grades },
            mapping: if self.mapping == "settled" { Mapping::Settled } else { Mapping::Proposed },
            opinions: if self.opinions == "required" { Opinions::Required } else { Opinions::Optional },
            grades,
            ..before.clone()
        }
    }

    /// The lines of the form: what was typed, and some more.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        (0..self.grade_name.len() + SPARE_LINES).map(|index| {
            let list = |list| at(list, index);
            (list(&self.grade_code), list(&self.grade_name), list(&self.grade_name_en), list(&self.grade_counts))
        })
    }
}
