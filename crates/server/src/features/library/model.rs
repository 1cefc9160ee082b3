//! What templates are made of, as plain values: instruments with their items and words, scales with their grades.
//!
//! An [`Instrument`] and a [`ScaleTemplate`] stand in the library; a [`Definition`] is what a round keeps of both.

mod judging;
mod template;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use texts::Language;

use crate::texts::in_script;

pub use judging::{Category, Direction, JUDGES, Part, Procedure, SIDES, Step};
pub use template::{Instrument, Mapping, ScaleKind, ScaleTemplate, Template, Variant, VariantItem};

/// Words in the languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The same words in every language: what an office typed.
    #[must_use]
    pub fn typed(words: &str) -> Self {
        Self(BTreeMap::from([(Language::ZhHans.code().to_owned(), words.to_owned())]))
    }

    /// Simplified Chinese, and English where it was typed too; nothing of either is empty.
    #[must_use]
    pub fn in_both(simplified: &str, english: &str) -> Self {
        let pairs = [(Language::ZhHans, simplified.trim()), (Language::En, english.trim())];
        let given = pairs.into_iter().filter(|(_, words)| !words.is_empty());
        Self(given.map(|(language, words)| (language.code().to_owned(), words.to_owned())).collect())
    }

    /// What is written in exactly this language; empty where nothing is.
    #[must_use]
    pub fn written_in(&self, language: Language) -> &str {
        self.0.get(language.code()).map_or("", String::as_str)
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }

    /// The words in a language; simplified Chinese, in the language's script, where it has none of its own.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        let simplified = || self.0.get(Language::ZhHans.code()).map_or("", |text| in_script(text, language));
        self.0.get(language.code()).map_or_else(simplified, String::as_str)
    }
}

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A party organisation.
    Organisation,
    /// A member.
    Member,
}

impl ObjectKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Organisation, Self::Member];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Member => "member",
        }
    }

    /// Reads what [`Self::code`] writes; anything else is an organisation, as the column's CHECK allows no third.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code == "member" { Self::Member } else { Self::Organisation }
    }
}

/// A grade of a scale, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Stable within the scale.
    pub code: String,
    /// The label on the ballot.
    pub name: Words,
    /// Counts as satisfied (R01).
    pub satisfied: bool,
    /// Counts as basically satisfied or above (R02).
    pub basic: bool,
}

/// Whether a grade must come with words (S056).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinions {
    /// Whoever grades may add some.
    #[default]
    Optional,
    /// Grade and words belong together: a ballot without words about one of its objects is not taken.
    Required,
}

impl Opinions {
    /// Whether nobody has to write any.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Optional)
    }
}

const fn first_version() -> u32 {
    1
}

/// A scale, as the measure uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// SC1 …
    pub code: String,
    /// Its version; rounds drawn up before scales had versions used the first.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// The grades, best first: their order is the order on the ballot and of `Answer::Grade`.
    pub grades: Vec<Grade>,
    /// Whether a grade must come with words.
    #[serde(default, skip_serializing_if = "Opinions::is_optional")]
    pub opinions: Opinions,
}

/// Whether 不了解 may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ungraded {
    /// Every item must be graded.
    Refused,
    /// 不了解 may be chosen.
    NotKnown,
}

/// How the items of a group stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupLayout {
    /// Items below each other.
    Rows,
    /// Items beside each other.
    Columns,
}

impl GroupLayout {
    /// Whether the items stand beside each other.
    #[must_use]
    pub const fn is_columns(self) -> bool {
        matches!(self, Self::Columns)
    }
}

/// Items that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Stable within the instrument.
    pub code: String,
    /// Its heading.
    pub name: Words,
    /// How its items stand.
    pub layout: GroupLayout,
}

/// One thing to grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable: A1 …, OV; L1 … where a subordinate added it (S052).
    pub code: String,
    /// The group it stands in.
    pub group: String,
    /// What is asked.
    pub name: Words,
    /// A line that explains it; may be empty.
    #[serde(default)]
    pub explanation: Words,
    /// Part of the unified form: never removed.
    pub common: bool,
}

/// A text the judged write about themselves (S060).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Stable: `done` or `deeds`, `shortcomings`, `plan`.
    pub code: String,
    /// Its heading.
    pub name: Words,
}

/// Whether the judged grade themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnGrades {
    /// Each item.
    Own,
    /// Only in words.
    None,
}

/// What the judged hand in before the ballot opens (S060).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfEvaluation {
    /// Whether they grade themselves.
    pub grades: OwnGrades,
    /// The texts asked for, in order.
    #[serde(rename = "section", alias = "sections")]
    pub sections: Vec<Section>,
}

/// A verdict rule proposed with an instrument, in per mille of the valid forms: an office may take it over for a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// p1: satisfied at least.
    pub satisfied_permille: u32,
    /// p2: basically satisfied or above at least; never above p1.
    pub basic_permille: u32,
}

/// An instrument as a round uses it: with its scale, in the chosen variant's words, with local items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The instrument in the library.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// The variant whose words are used, if any.
    pub variant: Option<String>,
    /// The name of that variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_name: Option<Words>,
    /// The sectors that variant is offered to; none: chosen by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variant_sectors: Vec<String>,
    /// Its name.
    pub name: Words,
    /// The paper it is printed on, one of [`FORMS`].
    pub form: String,
    /// `organisation`, `leading_team`, `leader`, `member` or `window`.
    pub object: String,
    /// The scale of every item.
    pub scale: Scale,
    /// Whether 不了解 may be answered.
    pub ungraded: Ungraded,
    /// The one item whose satisfied share is the satisfaction rate.
    pub overall: Option<String>,
    /// The verdict rule the instrument proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Shares>,
    /// The groups in order.
    pub groups: Vec<Group>,
    /// The items in the order of the ballot: group by group.
    pub items: Vec<Item>,
    /// What the judged hand in first; nothing: nothing is asked.
    pub self_evaluation: Option<SelfEvaluation>,
    /// The only sectors it is for; empty: all.
    pub sectors: Vec<String>,
}

impl Definition {
    /// The items of a group, in order.
    pub fn items_of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Item> + 'a {
        self.items.iter().filter(move |item| item.group == group)
    }

    /// The position of the overall item among the items.
    #[must_use]
    pub fn overall_position(&self) -> Option<usize> {
        let overall = self.overall.as_deref()?;
        self.items.iter().position(|item| item.code == overall)
    }

    /// Whether whoever grades an object must say why.
    #[must_use]
    pub const fn needs_opinions(&self) -> bool {
        !self.scale.opinions.is_optional()
    }

    /// Whether it judges leading teams, not organisations themselves.
    #[must_use]
    pub fn is_of_team(&self) -> bool {
        self.object == LEADING_TEAM
    }

    /// Whether it judges service windows, which are no organisations (S070).
    #[must_use]
    pub fn is_of_window(&self) -> bool {
        self.object == WINDOW
    }

    /// Whether it judges people, not organisations.
    #[must_use]
    pub fn judges_members(&self) -> bool {
        judges_people(&self.object)
    }
}

/// The papers ballots are printed on: F12 of organisations, F13 of people, F15 of satisfaction, whatever it is about.
pub const FORMS: [&str; 3] = ["F12", "F13", SATISFACTION_FORM];

/// 满意度测评表: indicators, a grade each, an opinion (S070).
pub const SATISFACTION_FORM: &str = "F15";

/// The paper of a type of objects, where nobody chose another.
#[must_use]
pub fn usual_form(object: &str) -> &'static str {
    if judges_people(object) { "F13" } else { "F12" }
}

/// The type of objects that are service windows.
pub const WINDOW: &str = "window";

/// The type of objects that are leading teams.
pub const LEADING_TEAM: &str = "leading_team";

/// Whether objects of this type are people: they stand on the roll of members.
#[must_use]
pub fn judges_people(object: &str) -> bool {
    matches!(object, "member" | "leader")
}
