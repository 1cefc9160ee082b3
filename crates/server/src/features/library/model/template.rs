//! Templates as they stand in the library, before a round takes them.

use texts::Language;

use super::{Definition, Grade, Group, Item, Scale, SelfEvaluation, Shares, Ungraded, Words};

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
#[expect(clippy::large_enum_variant, reason = "a few dozen are held at once, nearly all of them instruments")]
pub enum Template {
    /// What is asked.
    Instrument(Instrument),
    /// What it is answered with.
    Scale(ScaleTemplate),
}

impl Template {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Instrument(instrument) => &instrument.code,
            Self::Scale(scale) => &scale.code,
        }
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        match self {
            Self::Instrument(instrument) => instrument.version,
            Self::Scale(scale) => scale.version,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Words {
        match self {
            Self::Instrument(instrument) => &instrument.name,
            Self::Scale(scale) => &scale.name,
        }
    }

    /// The same under another name for ever.
    #[must_use]
    pub fn named(self, code: &str, version: u32) -> Self {
        let code = code.to_owned();
        match self {
            Self::Instrument(instrument) => Self::Instrument(Instrument { code, version, ..instrument }),
            Self::Scale(scale) => Self::Scale(ScaleTemplate { code, version, ..scale }),
        }
    }

    /// Whether it can be used as it stands: an instrument with all its items, a scale of grades.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Instrument(instrument) => instrument.missing_items() == 0 && !instrument.has_blanks(),
            Self::Scale(scale) => scale.is_usable(),
        }
    }
}
