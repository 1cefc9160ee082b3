//! Sectors and standards from the library: what an organisation inherits (S002, S053). Data, not code.

use std::collections::BTreeMap;

use serde::Deserialize;
use texts::Language;

use crate::texts::in_script;

/// A name in the languages it is written in.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Name(BTreeMap<String, String>);

impl Name {
    /// The name for a page of this language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        let simplified = || self.0.get(Language::ZhHans.code()).map_or("", |text| in_script(text, language));
        self.0.get(language.code()).map_or_else(simplified, String::as_str)
    }
}

/// A sector (行业).
#[derive(Debug, Clone, Deserialize)]
pub struct Sector {
    /// Its stable code.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// The code of its appraisal target.
    target: String,
    /// Slogans an organisation may start from.
    themes: Vec<Name>,
    /// Activities that carry the campaign (载体).
    #[serde(default, rename = "carrier")]
    pub carriers: Vec<Named>,
    /// Codes of its standards, the common one first.
    standards: Vec<String>,
}

/// Something with a code and a name.
#[derive(Debug, Clone, Deserialize)]
pub struct Named {
    /// Its stable code.
    pub code: String,
    /// Its name.
    pub name: Name,
}

/// A standard with its items.
#[derive(Debug, Clone, Deserialize)]
pub struct Standard {
    /// Its stable code.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// Its items; none where the title alone is settled.
    #[serde(default)]
    pub items: Vec<Named>,
    /// A sector's own words for the same items.
    #[serde(default, rename = "variant")]
    variants: Vec<Variant>,
}

#[derive(Debug, Clone, Deserialize)]
struct Variant {
    sectors: Vec<String>,
    items: Vec<Named>,
}

#[derive(Deserialize)]
struct SectorFile {
    target: Vec<Named>,
    sector: Vec<Sector>,
}

#[derive(Deserialize)]
struct StandardFile {
    standard: Vec<Standard>,
}

/// All sectors and standards.
pub struct Sectors {
    targets: Vec<Named>,
    /// The sectors in the order of the library.
    pub all: Vec<Sector>,
    standards: Vec<Standard>,
}

macro_rules! library {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/", $name))
    };
}

impl Sectors {
    /// Reads the library.
    ///
    /// # Errors
    /// When a file of this repository is damaged.
    pub fn load() -> Result<Self, toml::de::Error> {
        let sectors: SectorFile = toml::from_str(library!("sectors.toml"))?;
        let standards: StandardFile = toml::from_str(library!("standards.toml"))?;
        Ok(Self { targets: sectors.target, all: sectors.sector, standards: standards.standard })
    }

    /// The sector of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Sector> {
        self.all.iter().find(|sector| sector.code == code)
    }

    /// The appraisal target of a sector.
    #[must_use]
    pub fn target(&self, sector: &Sector) -> Option<&Name> {
        self.targets.iter().find(|target| target.code == sector.target).map(|target| &target.name)
    }

    /// The first theme of a sector.
    #[must_use]
    pub fn theme<'a>(&self, sector: &'a Sector) -> Option<&'a Name> {
        sector.themes.first()
    }

    /// The standards that hold for a sector, each with its items in the sector's words.
    #[must_use]
    pub fn standards(&self, sector: &Sector) -> Vec<Standard> {
        let find = |code: &String| self.standards.iter().find(|standard| standard.code == *code).cloned();
        let mut standards: Vec<Standard> = sector.standards.iter().filter_map(find).collect();
        for standard in &mut standards {
            let variant = standard.variants.iter().find(|variant| variant.sectors.contains(&sector.code));
            for own in variant.map(|variant| variant.items.clone()).unwrap_or_default() {
                if let Some(item) = standard.items.iter_mut().find(|item| item.code == own.code) {
                    *item = own;
                }
            }
        }
        standards
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::Sectors;
    use texts::Language;

    #[test]
    fn s053_six_targets_and_seven_sectors_are_in_the_library() {
        let sectors = Sectors::load().unwrap();
        assert_eq!(sectors.targets.len(), 6);
        assert_eq!(sectors.all.len(), 7);
        for sector in &sectors.all {
            assert!(sectors.target(sector).is_some(), "{}", sector.code);
            assert!(!sectors.standards(sector).is_empty(), "{}", sector.code);
        }
    }

    #[test]
    fn the_library_and_the_importer_know_the_same_sectors() {
        let sectors = Sectors::load().unwrap();
        for sector in spreadsheets::organisations::Sector::ALL {
            assert!(sectors.find(sector.key()).is_some(), "{}", sector.key());
        }
    }

    #[test]
    fn a_school_reads_its_own_words_for_the_fifth_good() {
        let sectors = Sectors::load().unwrap();
        let school = sectors.find("institution").unwrap();
        let goods = sectors.standards(school).into_iter().find(|standard| standard.code == "five_goods").unwrap();
        let words: Vec<_> = goods.items.iter().map(|item| item.name.get(Language::ZhHans)).collect();
        assert_eq!(words.last(), Some(&"师生反映好"));
        assert_eq!(words.first(), Some(&"领导班子好"));
    }
}
