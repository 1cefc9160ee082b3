//! The severity-adjusted scores of a round (S083), as they are stored beside the release: computed once at sealing,
//! shown beside the raw figures and never instead of them.
//!
//! Where judges grade different objects, an object that met strict ballots has a low rate through no fault of its own.
//! Only objects of which the release shows every group by itself take part, and nothing else is read of a ballot: so
//! nothing here depends on what the release hides ([decision 0013](../../../../../../docs/decisions/0013-adjusted-score.md)).

mod ballots;
mod question;
mod view;

use serde::{Deserialize, Serialize};
use storage::MeasureId;

pub use ballots::compute;
pub use question::{Asked, Question, ask};
pub use view::{AdjustedTable, of_object, of_place, remarks, sheet};

/// The version of the rule, as `docs/RULES.md` declares it: ten ballots, 0.3 points, links of k ballots.
pub const RULE: u32 = 1;
/// Fewer ballots than this on an object, and its adjusted score is hidden.
pub const FEWEST_BALLOTS: u64 = 10;
/// How many tenths of a point an extreme score is moved inwards.
pub const EXTREME_TENTHS: u8 = 3;

/// Everything that was adjusted of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// The version of the rule that was declared.
    pub rule: u32,
    /// One for each measure that judges several objects.
    pub measures: Vec<Measured>,
}

/// What came of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The measure.
    pub measure: MeasureId,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whether there are adjusted scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every ballot grades every object on every item: severity weighs on all alike.
    NotNeeded,
    /// Fewer than [`FEWEST_BALLOTS`] ballots.
    Hidden,
    /// There are none, for this reason.
    NotComputed(Reason),
    /// The scores.
    Scores(Scores),
}

/// Why there are no adjusted scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Of fewer than two objects the release shows every group by itself.
    FewObjects,
    /// Fewer than k ballots compare these parts with each other: the positions of their objects in the release.
    Separate(Vec<Vec<usize>>),
    /// No ballot tells two objects apart.
    NothingToCompare,
    /// Objects and items are not graded crosswise.
    Entangled,
    /// The grades are so one-sided that some score has no finite value.
    NotConverged,
    /// More than is computed at sealing.
    TooLarge,
}

/// The adjusted scores of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// The points of the best grade; the worst has none.
    pub highest: u64,
    /// Ballots with a grade on an object that takes part.
    pub ballots: u64,
    /// Those among them with nothing but best or nothing but worst grades: left out, as they compare nothing.
    pub all_alike: u64,
    /// Others left out, because what they grade has nothing but best or worst grades.
    pub left_out: u64,
    /// The objects that take part.
    pub objects: Vec<Scored>,
}

/// An object that takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// Its position in the release.
    pub object: usize,
    /// The grade expected of a ballot of average severity on an item of average difficulty, in tenths of a point;
    /// nothing where fewer than [`FEWEST_BALLOTS`] ballots grade the object.
    pub tenths: Option<u64>,
}

impl Adjusted {
    /// What came of a measure; nothing where it judges one object only.
    #[must_use]
    pub fn of(&self, measure: MeasureId) -> Option<&Outcome> {
        self.measures.iter().find(|measured| measured.measure == measure).map(|measured| &measured.outcome)
    }
}
