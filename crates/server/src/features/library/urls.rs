//! Paths of the library.

use std::fmt;

use serde::Deserialize;

use super::model::Template as Content;
use crate::urls;

/// What a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What is asked.
    Instruments,
    /// What it is answered with.
    Scales,
    /// Who judges whom.
    Directions,
    /// Who judges.
    JudgeCategories,
    /// What comes before and after.
    Procedures,
}

impl Kind {
    /// All.
    pub const ALL: [Self; 5] =
        [Self::Instruments, Self::Scales, Self::Directions, Self::JudgeCategories, Self::Procedures];

    /// What a template is.
    #[must_use]
    pub const fn of(template: &Content) -> Self {
        match template {
            Content::Instrument(_) => Self::Instruments,
            Content::Scale(_) => Self::Scales,
            Content::Direction(_) => Self::Directions,
            Content::Category(_) => Self::JudgeCategories,
            Content::Procedure(_) => Self::Procedures,
        }
    }

    /// As it is stored and stands in a path.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Instruments => "instruments",
            Self::Scales => "scales",
            Self::Directions => "directions",
            Self::JudgeCategories => "judge_categories",
            Self::Procedures => "procedures",
        }
    }

    /// Whether it is copied and changed by a form; the others have a few fields, which are changed in their file.
    #[must_use]
    pub const fn has_form(self) -> bool {
        matches!(self, Self::Instruments | Self::Scales)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

urls! {
    /// Every template in sight; posting enters an imported one as a draft.
    Templates = "/w/library";
    /// Choosing a file to import.
    Import = "/w/library/import";
    /// The dry run of an import: posting shows what is wrong, or what would be entered.
    Check = "/w/library/import/check";
    /// The example file, described field by field.
    Example { kind: Kind } = "/w/library/examples/{kind}";
    /// One version of a template; putting changes the draft of an instrument, deleting throws it away.
    Template { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}";
    /// The form that changes a draft.
    Edit { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}/edit";
    /// Putting changes the draft of a scale.
    Grades { code: String, version: u32 } = "/w/library/scales/{code}/{version}";
    /// The version as a file.
    Export { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}/template.toml";
    /// Posting enters a copy of it as a draft: its next version, or a template of a new name.
    Copies { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}/copies";
    /// Posting lets rounds take it; deleting makes it a draft again, as long as no round took it.
    Release { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}/release";
    /// Posting ends that it is offered.
    Retirement { kind: Kind, code: String, version: u32 } = "/w/library/templates/{kind}/{code}/{version}/retirement";
}
