//! What of a declaration is rechecked. Other fields are there and not asked about.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A declaration, frozen when issuing began.
#[derive(Debug, Deserialize)]
pub struct Declaration {
    pub format: u64,
    /// The round, as an UUID.
    pub round: String,
    pub title: String,
    pub organisation_name: String,
    pub minimum: u64,
    pub opinion_minimum: u64,
    pub public_key: String,
    /// The keys of blind tokens, in rounds that have any.
    pub tokens: Option<Tokens>,
    pub plan: Plan,
}

#[derive(Debug, Deserialize)]
pub struct Tokens {
    /// By the number of the sheet in decimal, the key's fingerprint in hexadecimal.
    pub keys: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct Plan {
    pub measures: Vec<Measure>,
    pub objects: Vec<Object>,
    pub sheets: Vec<Sheet>,
    pub panels: Vec<Panel>,
}

#[derive(Debug, Deserialize)]
pub struct Measure {
    pub id: String,
    pub definition: Definition,
}

#[derive(Debug, Deserialize)]
pub struct Definition {
    pub scale: Scale,
    pub ungraded: Ungraded,
    pub items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub struct Scale {
    pub grades: Vec<Item>,
}

/// What is named by a code.
#[derive(Debug, Deserialize)]
pub struct Item {
    #[serde(rename = "code")]
    pub _code: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Ungraded {
    Refused,
    NotKnown,
}

impl TryFrom<String> for Ungraded {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "refused" => Ok(Self::Refused),
            "not_known" => Ok(Self::NotKnown),
            _ => Err("neither refused nor not_known"),
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Object {
    pub id: String,
    pub measure: String,
}

#[derive(Debug, Deserialize)]
pub struct Sheet {
    pub id: String,
    pub objects: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Panel {
    pub id: String,
    pub number: u32,
    pub sheet: String,
    pub due: Option<u64>,
    pub merged_into: Option<String>,
}

impl Declaration {
    /// Whether this declares the round with these bytes.
    pub fn is_of(&self, round: &str) -> bool {
        self.round.len() == 36 && self.round.replace('-', "") == round
    }
}

impl Plan {
    pub fn measures_by_id(&self) -> BTreeMap<&str, &Measure> {
        self.measures.iter().map(|measure| (measure.id.as_str(), measure)).collect()
    }

    /// The panels that were open, in the order of their numbers.
    pub fn open_panels(&self) -> Vec<&Panel> {
        let mut open: Vec<&Panel> = self.panels.iter().filter(|panel| panel.merged_into.is_none()).collect();
        open.sort_by_key(|panel| panel.number);
        open
    }

    /// The panels of a group: itself, then those merged into it as they stand in the list.
    pub fn group_of<'a>(&'a self, panel: &'a Panel) -> impl Iterator<Item = &'a Panel> {
        let merged = self.panels.iter().filter(|other| other.merged_into.as_deref() == Some(&panel.id));
        std::iter::once(panel).chain(merged)
    }

    /// How many are due in a group; nothing where one of its panels does not say.
    pub fn due(&self, panel: &Panel) -> Option<u64> {
        self.group_of(panel).try_fold(0_u64, |sum, panel| Some(sum.saturating_add(panel.due?)))
    }
}
