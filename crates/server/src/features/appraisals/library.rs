//! The library of templates: instruments, scales, categories, sectors. Embedded, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use texts::Language;

use super::model::{Definition, Grade, Group, GroupLayout, Item, ObjectKind, Scale, SelfEvaluation, Ungraded, Words};

macro_rules! library {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/", $name))
    };
}

/// Every instrument's file.
pub const INSTRUMENTS: &[&str] = &[
    library!("instruments/six_aspects.toml"),
    library!("instruments/five_goods.toml"),
    library!("instruments/four_questions_five_tests.toml"),
    library!("instruments/five_looks.toml"),
];

/// A file of the library does not say what it must.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Not the declared form.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// Names something that is not there.
    #[error("{0}")]
    Unknown(String),
}

/// Other words for the same items.
#[derive(Debug, Clone, Deserialize)]
pub struct Variant {
    /// Stable within the instrument.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// The sectors it is offered to; none: chosen by hand.
    pub sectors: Vec<String>,
    items: Vec<VariantItem>,
}

#[derive(Debug, Clone, Deserialize)]
struct VariantItem {
    code: String,
    name: Words,
    explanation: Option<Words>,
}

/// An instrument of the library, before a round takes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Instrument {
    /// With the version its name for ever.
    pub code: String,
    /// The version.
    pub version: u32,
    /// Its name.
    pub name: Words,
    form: String,
    /// `organisation` or `member`.
    pub object: String,
    /// Codes of directions it is made for.
    pub directions: Vec<String>,
    scale: String,
    ungraded: Ungraded,
    overall: Option<String>,
    /// The only sectors it is for; empty: all.
    pub sectors: Vec<String>,
    #[serde(default)]
    ships_empty: bool,
    #[serde(default, rename = "group")]
    groups: Vec<Group>,
    #[serde(default, rename = "item")]
    items: Vec<Item>,
    /// The same items in other words.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
    self_evaluation: Option<SelfEvaluation>,
}

#[derive(Deserialize)]
struct ScaleEntry {
    code: String,
    name: Words,
    #[serde(default)]
    mapping: String,
    #[serde(default, rename = "grade")]
    grades: Vec<Grade>,
}

#[derive(Deserialize)]
struct Scales {
    scale: Vec<ScaleEntry>,
}

/// A coarse category of judges.
#[derive(Debug, Clone, Deserialize)]
pub struct Category {
    /// Stable.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// `members`, `inside` or `outside`.
    pub side: String,
    /// With whom a panel below k is merged first.
    pub merge_with: Option<String>,
    /// Where such objects are judged, judges of this category may be among them.
    pub judged: Option<ObjectKind>,
}

#[derive(Deserialize)]
struct Categories {
    category: Vec<Category>,
}

/// A direction: who judges whom.
#[derive(Debug, Clone, Deserialize)]
pub struct Direction {
    /// Stable.
    pub code: String,
    /// Its name.
    pub name: Words,
}

#[derive(Deserialize)]
struct Directions {
    direction: Vec<Direction>,
}

#[derive(Deserialize)]
struct Named {
    code: String,
    name: Words,
    target: Option<String>,
    #[serde(default)]
    kind: Vec<Named>,
}

#[derive(Deserialize)]
struct Sectors {
    target: Vec<Named>,
    sector: Vec<Named>,
}

/// The whole library.
pub struct Library {
    /// The instruments that can be used.
    pub instruments: Vec<Instrument>,
    /// The categories, in the order of the file.
    pub categories: Vec<Category>,
    /// The directions.
    pub directions: Vec<Direction>,
    scales: BTreeMap<String, (Scale, String)>,
    targets: BTreeMap<String, Words>,
    sectors: BTreeMap<String, (Words, Option<String>)>,
}

/// The library as it is embedded.
///
/// # Panics
/// When an embedded file is damaged, which a test finds before anything is released.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(|| match Library::load() {
    Ok(library) => library,
    Err(error) => panic!("the embedded library is damaged: {error}"),
});

impl Library {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// When one of them does not say what it must.
    pub fn load() -> Result<Self, LibraryError> {
        let scales: Scales = toml::from_str(library!("scales.toml"))?;
        let categories: Categories = toml::from_str(library!("judge_categories.toml"))?;
        let directions: Directions = toml::from_str(library!("directions.toml"))?;
        let sectors: Sectors = toml::from_str(library!("sectors.toml"))?;
        let mut library = Self {
            instruments: Vec::new(),
            categories: categories.category,
            directions: directions.direction,
            scales: scales.scale.into_iter().map(scale).collect(),
            targets: sectors.target.into_iter().map(|target| (target.code, target.name)).collect(),
            sectors: BTreeMap::new(),
        };
        for sector in sectors.sector {
            for kind in sector.kind {
                library.sectors.insert(kind.code, (kind.name, kind.target));
            }
            library.sectors.insert(sector.code, (sector.name, sector.target));
        }
        for text in INSTRUMENTS {
            let instrument: Instrument = toml::from_str(text)?;
            library.check(&instrument)?;
            if !instrument.ships_empty {
                library.instruments.push(instrument);
            }
        }
        Ok(library)
    }

    fn check(&self, instrument: &Instrument) -> Result<(), LibraryError> {
        let fails = |what: &str| Err(LibraryError::Unknown(format!("{}: unknown {what}", instrument.code)));
        let has_item = |code: &str| instrument.items.iter().any(|item| item.code == code);
        if self.scales.get(&instrument.scale).is_none_or(|(scale, _)| scale.grades.len() < 2) {
            return fails(&instrument.scale);
        }
        for item in &instrument.items {
            if !instrument.groups.iter().any(|group| group.code == item.group) {
                return fails(&item.group);
            }
        }
        if let Some(overall) = instrument.overall.as_deref().filter(|code| !has_item(code)) {
            return fails(overall);
        }
        for direction in &instrument.directions {
            if !self.directions.iter().any(|known| known.code == *direction) {
                return fails(direction);
            }
        }
        let mut varied = instrument.variants.iter().flat_map(|variant| &variant.items);
        if let Some(item) = varied.find(|item| !has_item(&item.code)) {
            return fails(&item.code);
        }
        Ok(())
    }

    /// An instrument.
    #[must_use]
    pub fn instrument(&self, code: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.code == code)
    }

    /// The instruments for organisations or for members.
    pub fn instruments_for<'a>(&'a self, object: &'a str) -> impl Iterator<Item = &'a Instrument> {
        self.instruments.iter().filter(move |instrument| instrument.object == object)
    }

    /// Whether the office must confirm the scale's mapping to satisfied and basic before announcing.
    #[must_use]
    pub fn is_proposed(&self, scale: &str) -> bool {
        self.scales.get(scale).is_some_and(|(_, mapping)| mapping == "proposed")
    }

    /// Which kind of object judges of a category may be among.
    pub fn judged(&self) -> impl Fn(&str) -> Option<ObjectKind> + '_ {
        |category| self.category(category).and_then(|category| category.judged)
    }

    /// A category of judges.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The name of a category; the code itself where the library no longer has it.
    #[must_use]
    pub fn category_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.category(code).map_or(code, |category| category.name.in_language(language))
    }

    /// The name of a sector.
    #[must_use]
    pub fn sector_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.sectors.get(code).map_or(code, |(name, _)| name.in_language(language))
    }

    /// What the people judge organisations of a sector against (S053).
    #[must_use]
    pub fn target_of(&self, sector: &str) -> Option<&Words> {
        let (_, target) = self.sectors.get(sector)?;
        self.targets.get(target.as_ref()?)
    }

    /// The target of this simplified text, in all languages; nothing where an office set its own.
    #[must_use]
    pub fn target_called(&self, text: &str) -> Option<&Words> {
        self.targets.values().find(|target| target.in_language(Language::ZhHans) == text)
    }

    /// The definition a round takes of an instrument, in a variant's words.
    #[must_use]
    pub fn definition(&self, code: &str, variant: Option<&str>) -> Option<Definition> {
        let instrument = self.instrument(code)?;
        let (scale, _) = self.scales.get(&instrument.scale)?;
        let variant = match variant {
            None => None,
            Some(code) => Some(instrument.variants.iter().find(|variant| variant.code == code)?),
        };
        Some(Definition {
            code: instrument.code.clone(),
            version: instrument.version,
            variant: variant.map(|variant| variant.code.clone()),
            name: instrument.name.clone(),
            form: instrument.form.clone(),
            object: instrument.object.clone(),
            scale: scale.clone(),
            ungraded: instrument.ungraded,
            overall: instrument.overall.clone(),
            groups: instrument.groups.clone(),
            items: items(instrument, variant),
            self_evaluation: instrument.self_evaluation.clone(),
            sectors: instrument.sectors.clone(),
        })
    }
}

fn scale(entry: ScaleEntry) -> (String, (Scale, String)) {
    let scale = Scale { code: entry.code.clone(), name: entry.name, grades: entry.grades };
    (entry.code, (scale, entry.mapping))
}

/// Group by group, as they stand on the ballot, in the variant's words.
fn items(instrument: &Instrument, variant: Option<&Variant>) -> Vec<Item> {
    let mut items = Vec::new();
    for group in &instrument.groups {
        let of_group = instrument.items.iter().filter(|item| item.group == group.code);
        for item in of_group {
            let words = variant.and_then(|variant| variant.items.iter().find(|other| other.code == item.code));
            items.push(match words {
                None => item.clone(),
                Some(words) => Item {
                    name: words.name.clone(),
                    explanation: words.explanation.clone().unwrap_or_default(),
                    ..item.clone()
                },
            });
        }
    }
    items
}

/// The layouts of groups, for templates.
impl GroupLayout {
    /// Whether the items stand beside each other.
    #[must_use]
    pub const fn is_columns(self) -> bool {
        matches!(self, Self::Columns)
    }
}

#[cfg(test)]
mod tests {
    use super::Library;
    use texts::Language;

    #[test]
    fn the_embedded_library_loads_and_a_variant_changes_words_but_not_codes() {
        let library = Library::load().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(library.instruments.len(), 4);
        let common = library.definition("five_goods", None);
        let school = library.definition("five_goods", Some("school"));
        let (Some(common), Some(school)) = (common, school) else {
            panic!("both are there");
        };
        let codes = |items: &[super::Item]| {
            let codes: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
            codes
        };
        assert_eq!(codes(&common.items), codes(&school.items));
        let changed = school.items.iter().find(|item| item.code == "G5");
        assert_eq!(changed.map(|item| item.name.in_language(Language::ZhHans)), Some("师生反映好"));
        assert_eq!(library.target_of("rural").map(|words| words.in_language(Language::ZhHans)), Some("创业致富"));
    }
}
