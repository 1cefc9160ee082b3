//! Templates as they stand in the library, before a round takes them.

use texts::Language;

use super::{
    Category, Definition, Direction, Grade, Group, Item, Opinions, Procedure, Scale, SelfEvaluation, Shares, Ungraded,
    Words,
};

/// Where a source leaves out a word: an office fills it in before use.
const BLANK: &str = "＿＿";

/// Other words for the same items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Stable within the instrument.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// The sectors it is offered to; none: chosen by hand.
    pub sectors: Vec<String>,
    /// The items that have words of their own here.
    pub items: Vec<VariantItem>,
}

/// An item in a variant's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantItem {
    /// The item.
    pub code: String,
    /// What is asked.
    pub name: Words,
    /// The line that explains it.
    pub explanation: Words,
}

/// An instrument of the library, before a round takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// With the version its name for ever.
    pub code: String,
    /// The version.
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// Where it comes from and what an office should know of it; may be empty.
    pub about: Words,
    /// The paper it is printed on, one of [`super::FORMS`].
    pub form: String,
    /// `organisation`, `leading_team`, `leader`, `member` or `window`.
    pub object: String,
    /// Codes of directions it is made for.
    pub directions: Vec<String>,
    /// The code of the scale of every item.
    pub scale: String,
    /// Whether 不了解 may be answered.
    pub ungraded: Ungraded,
    /// The item whose satisfied share is the satisfaction rate.
    pub overall: Option<String>,
    /// The only sectors it is for; empty: all.
    pub sectors: Vec<String>,
    /// How many items the list has according to its source; with fewer it is incomplete and cannot be used.
    pub expected_items: Option<u32>,
    /// The verdict rule it proposes.
    pub verdict: Option<Shares>,
    /// The groups in order.
    pub groups: Vec<Group>,
    /// The items as they stand in the file.
    pub items: Vec<Item>,
    /// The same items in other words.
    pub variants: Vec<Variant>,
    /// What the judged hand in first.
    pub self_evaluation: Option<SelfEvaluation>,
}

impl Instrument {
    /// How many items are still missing.
    #[must_use]
    pub fn missing_items(&self) -> usize {
        let wanted = self.expected_items.map_or(1, |number| usize::try_from(number).unwrap_or(usize::MAX)).max(1);
        wanted.saturating_sub(self.items.len())
    }

    /// Whether an item still has a blank to be filled in.
    #[must_use]
    pub fn has_blanks(&self) -> bool {
        self.items.iter().any(|item| item.name.written_in(Language::ZhHans).contains(BLANK))
    }

    /// A variant.
    #[must_use]
    pub fn variant(&self, code: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.code == code)
    }

    /// The items group by group, as they stand on the ballot, in the words of a variant.
    #[must_use]
    pub fn items_in_words(&self, variant: Option<&Variant>) -> Vec<Item> {
        let mut items = Vec::new();
        for group in &self.groups {
            for item in self.items.iter().filter(|item| item.group == group.code) {
                let words = variant.and_then(|variant| variant.items.iter().find(|other| other.code == item.code));
                items.push(match words {
                    None => item.clone(),
                    Some(words) => {
                        Item { name: words.name.clone(), explanation: words.explanation.clone(), ..item.clone() }
                    }
                });
            }
        }
        items
    }

    /// What a round keeps of it, with its scale, in a variant's words; nothing where it has no such variant.
    #[must_use]
    pub fn definition(&self, scale: &ScaleTemplate, variant: Option<&str>) -> Option<Definition> {
        let variant = match variant {
            None => None,
            Some(code) => Some(self.variant(code)?),
        };
        Some(Definition {
            code: self.code.clone(),
            version: self.version,
            variant: variant.map(|variant| variant.code.clone()),
            variant_name: variant.map(|variant| variant.name.clone()),
            variant_sectors: variant.map(|variant| variant.sectors.clone()).unwrap_or_default(),
            name: self.name.clone(),
            form: self.form.clone(),
            object: self.object.clone(),
            scale: Scale {
                code: scale.code.clone(),
                version: scale.version,
                name: scale.name.clone(),
                grades: scale.grades.clone(),
                opinions: scale.opinions,
            },
            ungraded: self.ungraded,
            overall: self.overall.clone(),
            verdict: self.verdict,
            groups: self.groups.clone(),
            items: self.items_in_words(variant),
            self_evaluation: self.self_evaluation.clone(),
            sectors: self.sectors.clone(),
        })
    }
}

/// What a scale yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleKind {
    /// One of a few grades: it may stand on a ballot.
    Grades,
    /// A number: points, an index, a rate. It never stands on a ballot.
    Number,
}

/// Whether it is settled what the grades count as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// The mapping is the scale's own meaning.
    Settled,
    /// Whoever takes the scale for a round must confirm it.
    Proposed,
}

/// A scale of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleTemplate {
    /// SC1 …
    pub code: String,
    /// The version.
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// What an office should know of it; may be empty.
    pub about: Words,
    /// What it yields.
    pub kind: ScaleKind,
    /// Whether its mapping is settled.
    pub mapping: Mapping,
    /// The grades, best first.
    pub grades: Vec<Grade>,
    /// Whether a grade must come with words.
    pub opinions: Opinions,
}

impl ScaleTemplate {
    /// Whether it yields grades, however many are there yet.
    #[must_use]
    pub const fn is_grades(&self) -> bool {
        matches!(self.kind, ScaleKind::Grades)
    }

    /// Whether it may stand on a ballot: grades, and at least two of them.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        self.is_grades() && self.grades.len() >= 2
    }
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Template {
    /// What is asked.
    Instrument(Instrument),
    /// What it is answered with.
    Scale(ScaleTemplate),
    /// Who judges whom.
    Direction(Direction),
    /// Who judges.
    Category(Category),
    /// What comes before and after.
    Procedure(Procedure),
}

/// The same field of every template.
macro_rules! of_each {
    ($template:expr, $one:ident => $value:expr) => {
        match $template {
            Template::Instrument($one) => $value,
            Template::Scale($one) => $value,
            Template::Direction($one) => $value,
            Template::Category($one) => $value,
            Template::Procedure($one) => $value,
        }
    };
}

impl Template {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        of_each!(self, one => &one.code)
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        of_each!(self, one => one.version)
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Words {
        of_each!(self, one => &one.name)
    }

    /// What an office should know of it; may be empty.
    #[must_use]
    pub const fn about(&self) -> &Words {
        of_each!(self, one => &one.about)
    }

    /// What it is made of, by code and name: items, grades or steps.
    #[must_use]
    pub fn parts(&self) -> Vec<(String, Words)> {
        match self {
            Self::Instrument(instrument) => {
                instrument.items_in_words(None).into_iter().map(|item| (item.code, item.name)).collect()
            }
            Self::Scale(scale) => scale.grades.iter().map(|grade| (grade.code.clone(), grade.name.clone())).collect(),
            Self::Procedure(procedure) => {
                procedure.steps.iter().map(|step| (step.code.clone(), step.name.clone())).collect()
            }
            Self::Direction(_) | Self::Category(_) => Vec::new(),
        }
    }

    /// The same under another name for ever.
    #[must_use]
    pub fn named(mut self, code: &str, version: u32) -> Self {
        of_each!(&mut self, one => {
            code.clone_into(&mut one.code);
            one.version = version;
        });
        self
    }

    /// Whether it can be used as it stands: an instrument with all its items, a scale of grades.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Instrument(instrument) => instrument.missing_items() == 0 && !instrument.has_blanks(),
            Self::Scale(scale) => scale.is_usable(),
            Self::Direction(_) | Self::Category(_) | Self::Procedure(_) => true,
        }
    }
}
