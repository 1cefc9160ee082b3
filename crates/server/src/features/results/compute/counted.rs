//! What was counted, before anything is released.

use storage::{MeasureId, ObjectId};

use crate::features::results::release::{Panel, Place};

/// What was judged, before anything is released.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The object.
    pub object: ObjectId,
    /// Its name.
    pub name: String,
    /// Its place.
    pub place: usize,
    /// Its measure.
    pub measure: MeasureId,
}

/// The counts of one group about one object.
#[derive(Debug, Clone)]
pub struct Table {
    /// Position of the object.
    pub object: usize,
    /// Position of the group.
    pub panel: usize,
    /// Per item the counts by grade.
    pub items: Vec<Vec<u64>>,
}

/// Everything a release is computed from.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// k.
    pub minimum: u64,
    /// k for opinions.
    pub opinion_minimum: u64,
    /// The frozen tree.
    pub places: Vec<Place>,
    /// The groups.
    pub panels: Vec<Panel>,
    /// The objects.
    pub objects: Vec<Judged>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Opinions per object.
    pub opinions: Vec<u64>,
}

/// Where the opinions about an object are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpinionPlace {
    /// Beside the object itself.
    Object,
    /// Among those of others at this place.
    Place(usize),
    /// Nowhere: they stay sealed.
    Sealed,
}
