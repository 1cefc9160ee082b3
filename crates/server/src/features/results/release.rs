//! What was released of a round: every table that may ever be shown, computed once at sealing and stored.
//!
//! Pages, papers and returns read it and nothing else; whatever is not in it cannot be shown.

use serde::{Deserialize, Serialize};
use storage::{MeasureId, ObjectId, OrganisationId, PanelId, SheetId};

/// The version of the stored form.
pub const FORMAT: u32 = 1;

/// Everything released of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The version of this form.
    pub format: u32,
    /// k: the fewest grades a figure may rest on.
    pub minimum: u64,
    /// k for opinions.
    pub opinion_minimum: u64,
    /// The frozen tree, parents before children; the first is the round's owner.
    pub places: Vec<Place>,
    /// The judge groups.
    pub panels: Vec<Panel>,
    /// Who was judged.
    pub objects: Vec<Object>,
    /// Figures of several groups that are shown together only.
    pub pools: Vec<Pool>,
    /// Totals of organisations with everything below them, one per place and measure.
    pub totals: Vec<PlaceTotal>,
    /// Opinions handed in.
    pub opinions_received: u64,
    /// Opinions that stay sealed, because too few ballots can have brought them.
    pub opinions_sealed: u64,
    /// What the round declared of its quality, as it was measured; nothing of a round that declared nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<QualityRate>,
}

/// One share of the quality of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityRate {
    /// The code of a [`rules::quality::Sign`].
    pub sign: String,
    /// So many of so many; nothing where too few ballots, opinions or judged were there to look at.
    pub found: Option<[u64; 2]>,
}

/// An organisation of the frozen tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name when the round was sealed.
    pub name: String,
    /// The position of its superior in the list; none for the owner of the round.
    pub parent: Option<usize>,
}

/// A judge group: everybody who answered one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// The panels that answered it: one, and those merged into it before issuing.
    pub panels: Vec<PanelId>,
    /// Its sheet.
    pub sheet: SheetId,
    /// Where it stands in the tree.
    pub place: usize,
    /// Their categories, each once.
    pub categories: Vec<String>,
    /// Members due by slip, where the group is the members of an organisation: those who give a named sheet are not.
    pub due: Option<u64>,
    /// Members who give a named sheet instead of a slip (S069), counted by themselves; none in what was stored before.
    #[serde(default)]
    pub named: u64,
    /// Ballots that came back.
    pub recovered: u64,
    /// Ballots with at least one grade.
    pub valid: u64,
    /// Ballots without any.
    pub blank: u64,
    /// Paper sheets that are no ballot, because they cannot be read; none in what was stored before there was paper.
    #[serde(default)]
    pub invalid: u64,
}

/// Somebody or something judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// The object.
    pub object: ObjectId,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    pub place: usize,
    /// The measure it is judged by.
    pub measure: MeasureId,
    /// The positions of the groups that judge it.
    pub judged_by: Vec<usize>,
    /// Per item of the measure what may be shown.
    pub items: Vec<Item>,
    /// Why, per division of the items.
    pub reasons: Vec<Reasons>,
}

/// One item of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// All groups together.
    pub total: Standing,
    /// Each group by itself, as `judged_by` lists them.
    pub panels: Vec<Standing>,
}

/// What may be shown of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody graded it.
    Empty,
    /// These counts by grade, best first.
    Shown(Vec<u64>),
    /// Only the figure of this pool.
    Pooled(usize),
    /// Nothing.
    Withheld,
}

impl Standing {
    /// The counts by grade, where they are shown.
    #[must_use]
    pub fn counts(&self) -> Option<&[u64]> {
        match self {
            Self::Shown(counts) => Some(counts),
            Self::Empty | Self::Pooled(_) | Self::Withheld => None,
        }
    }
}

/// A figure of several groups together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// The measure.
    pub measure: MeasureId,
    /// The smallest place that contains all of them.
    pub place: usize,
    /// The object it lies within, where it is one only.
    pub object: Option<usize>,
    /// The groups: positions of object and panel.
    pub groups: Vec<(usize, usize)>,
    /// Valid ballots.
    pub valid: u64,
    /// The items it is for.
    pub items: Vec<usize>,
    /// Their counts by grade, in the order of the items.
    pub tables: Vec<Vec<u64>>,
}

impl Pool {
    /// The counts of an item.
    #[must_use]
    pub fn counts(&self, item: usize) -> Option<&[u64]> {
        let place = self.items.iter().position(|other| *other == item)?;
        self.tables.get(place).map(Vec::as_slice)
    }
}

/// The total of an organisation and everything below it on one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceTotal {
    /// The place.
    pub place: usize,
    /// The measure.
    pub measure: MeasureId,
    /// How many objects it adds up.
    pub objects: u64,
    /// Forms with a grade, one per object and ballot.
    pub valid: u64,
    /// Per item what may be shown.
    pub items: Vec<Standing>,
    /// Why, per division of the items.
    pub reasons: Vec<Reasons>,
}

/// The steps of the release plan that decide some items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// The items.
    pub items: Vec<usize>,
    /// The steps.
    pub steps: Vec<StoredStep>,
}

/// A step of a computation as it is stored. Positions of groups and nodes are written `object.panel`, `object:4` and
/// `place:0`, to be shown by their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredStep {
    /// Its key in the arithmetic's catalogue.
    pub key: String,
    /// The rule it applies.
    pub rule: String,
    /// Its numbers by name.
    pub arguments: Vec<(String, String)>,
}

impl From<&rules::Step> for StoredStep {
    fn from(step: &rules::Step) -> Self {
        let arguments = step.arguments();
        Self {
            key: step.key().to_owned(),
            rule: step.rule().id().to_owned(),
            arguments: arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

impl Release {
    /// The released figures of an object, with its position.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<(usize, &Object)> {
        self.objects.iter().enumerate().find(|(_, object)| object.object == id)
    }

    /// The position of an organisation in the frozen tree.
    #[must_use]
    pub fn place(&self, id: OrganisationId) -> Option<usize> {
        self.places.iter().position(|place| place.organisation == id)
    }

    /// Whether a place is another one or lies below it.
    #[must_use]
    pub fn lies_within(&self, place: usize, above: usize) -> bool {
        let mut at = Some(place);
        // The tree was checked when the plan was made; a damaged one ends the walk all the same.
        for _ in 0..=self.places.len() {
            match at {
                Some(here) if here == above => return true,
                Some(here) => at = self.places.get(here).and_then(|place| place.parent),
                None => return false,
            }
        }
        false
    }

    /// The ballots of the groups that judge an object: recovered, valid, blank.
    #[must_use]
    pub fn ballots_on(&self, object: &Object) -> (u64, u64, u64) {
        let groups = object.judged_by.iter().filter_map(|group| self.panels.get(*group));
        groups.fold((0, 0, 0), |(recovered, valid, blank), group| {
            (recovered + group.recovered, valid + group.valid, blank + group.blank)
        })
    }
}
