//! What of a release is rechecked: everything but the reasons, which are words about how it came to be.

use serde::Deserialize;

/// A release as it was stored.
#[derive(Debug, Deserialize)]
pub struct Release {
    pub format: u64,
    pub minimum: u64,
    pub opinion_minimum: u64,
    pub places: Vec<Place>,
    pub panels: Vec<Panel>,
    pub objects: Vec<Object>,
    pub pools: Vec<Pool>,
    pub totals: Vec<PlaceTotal>,
    pub opinions_received: u64,
    pub opinions_sealed: u64,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub parent: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub struct Panel {
    pub panels: Vec<String>,
    pub sheet: String,
    pub place: usize,
    pub due: Option<u64>,
    #[serde(default)]
    pub named: u64,
    pub recovered: u64,
    pub valid: u64,
    pub blank: u64,
    #[serde(default)]
    pub invalid: u64,
}

#[derive(Debug, Deserialize)]
pub struct Object {
    pub object: String,
    pub place: usize,
    pub measure: String,
    pub judged_by: Vec<usize>,
    pub items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub total: Standing,
    pub panels: Vec<Standing>,
}

/// What is shown of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Standing {
    Empty,
    Shown(Vec<u64>),
    Pooled(usize),
    Withheld,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Word(String),
    Figure(Figure),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    shown: Option<Vec<u64>>,
    pooled: Option<usize>,
}

impl TryFrom<Written> for Standing {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Word(word) if word == "empty" => Ok(Self::Empty),
            Written::Word(word) if word == "withheld" => Ok(Self::Withheld),
            Written::Figure(Figure { shown: Some(counts), pooled: None }) => Ok(Self::Shown(counts)),
            Written::Figure(Figure { shown: None, pooled: Some(pool) }) => Ok(Self::Pooled(pool)),
            _ => Err("no standing"),
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Pool {
    pub measure: String,
    pub place: usize,
    pub object: Option<usize>,
    pub groups: Vec<(usize, usize)>,
    pub valid: u64,
    pub items: Vec<usize>,
    pub tables: Vec<Vec<u64>>,
}

impl Pool {
    /// The counts of an item.
    pub fn counts(&self, item: usize) -> Option<&[u64]> {
        let place = self.items.iter().position(|other| *other == item)?;
        self.tables.get(place).map(Vec::as_slice)
    }
}

#[derive(Debug, Deserialize)]
pub struct PlaceTotal {
    pub place: usize,
    pub measure: String,
    pub objects: u64,
    pub valid: u64,
    pub items: Vec<Standing>,
}

/// The sum of counts; one that overflows equals no count a file can hold.
pub fn sum<'a>(counts: impl IntoIterator<Item = &'a u64>) -> u64 {
    counts.into_iter().fold(0, |sum, count| u64::saturating_add(sum, *count))
}

/// Adds counts by grade; `None` where they are of scales of different length.
pub fn add(sum: &mut [u64], counts: &[u64]) -> Option<()> {
    if sum.len() != counts.len() {
        return None;
    }
    for (sum, count) in sum.iter_mut().zip(counts) {
        *sum = sum.saturating_add(*count);
    }
    Some(())
}
