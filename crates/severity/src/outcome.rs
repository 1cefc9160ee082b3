//! What is found.

use crate::input::{MOST_CATEGORIES, MOST_GRADES, MOST_ITEMS, MOST_OBJECTS};

/// Whether there is an adjusted score.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Too few ballots to show one.
    Hidden {
        /// Ballots with a grade.
        ballots: u64,
    },
    /// Every ballot grades every object on every item: severity weighs on all alike, and the raw rate is fair as it is.
    NotNeeded {
        /// Ballots with a grade.
        ballots: u64,
    },
    /// The adjusted scores.
    Adjusted(Adjustment),
}

/// Why nothing is computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More than the limits.
    #[error(
        "at most {MOST_OBJECTS} objects, {MOST_ITEMS} items, {MOST_CATEGORIES} categories and {MOST_GRADES} grades"
    )]
    TooLarge,
    /// A scale of one category, no object or no item.
    #[error("nothing to grade")]
    EmptyDesign,
    /// An object, item or category the design does not have.
    #[error("ballot {ballot} grades what the design does not have")]
    OutsideDesign {
        /// Position of the ballot.
        ballot: usize,
    },
    /// The same object and item twice on one ballot.
    #[error("ballot {ballot} grades object {object} on item {item} twice")]
    GradedTwice {
        /// Position of the ballot.
        ballot: usize,
        /// The object.
        object: usize,
        /// The item.
        item: usize,
    },
    /// The points an extreme score is moved by are not above 0 and at most ½.
    #[error("an extreme score is moved by more than 0 and at most 0.5 points")]
    ExtremePoints,
    /// No ballot tells anything apart: each is all-alike, or each object or item is.
    #[error("no ballot tells objects apart")]
    NothingToCompare,
    /// The objects fall into parts that too few ballots with differing grades join: locations of different parts have
    /// no common zero, or one that rests on a handful of ballots.
    #[error("the objects fall into {} parts that too few ballots compare", parts.len())]
    Separate {
        /// The objects of each part, in order. An object with nothing but best or worst grades joins nothing and
        /// stands alone.
        parts: Vec<Vec<usize>>,
    },
    /// Ballots join the objects, but which items an object is graded on leaves its location and their difficulty mixed.
    #[error("items and objects cannot be told apart: they are not graded crosswise")]
    Entangled,
    /// The grades are so one-sided that some location has no finite value, or the iterations did not suffice.
    #[error("no finite locations after {iterations} iterations")]
    NotConverged {
        /// Iterations done.
        iterations: u32,
    },
}

/// An end of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing but the lowest category in use.
    Lowest,
    /// Nothing but the highest.
    Highest,
}

/// The raw figure: points and grades, of all ballots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Raw {
    /// Sum of the categories.
    pub points: u64,
    /// How many grades.
    pub grades: u64,
}

impl Raw {
    /// Mean category; nothing without a grade.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 15 × MOST_GRADES")]
    pub fn average(self) -> Option<f64> {
        (self.grades > 0).then(|| self.points as f64 / self.grades as f64)
    }
}

/// How well grades fit the model: mean squares, 1 expected, above 1 noisier, below 1 more alike than expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Weighted by information: Σ residual² ÷ Σ variance.
    pub infit: f64,
    /// Unweighted, sensitive to outliers: mean of residual² ÷ variance.
    pub outfit: f64,
}

/// A place on the line of logits: an object's measure, an item's difficulty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Logits. Objects with a fit have a mean of zero, and so have items.
    pub logits: f64,
    /// Standard error were everything else known, as Facets prints it; it does not see weak links between objects.
    pub model_error: f64,
    /// Standard error of the distance from the mean of all objects (of all items), everything estimated together, so
    /// that weak links show. For what is located after the others, the same as `model_error`.
    pub standard_error: f64,
    /// Fit; none for what is located after the others, being extreme or graded by or on nothing but extremes.
    pub fit: Option<Fit>,
    /// Where the score is extreme and the location rests on the declared points.
    pub extreme: Option<End>,
}

/// An object's scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The raw figure.
    pub raw: Raw,
    /// The adjusted score in logits; none where no ballot grades the object.
    pub location: Option<Location>,
    /// The category expected of a ballot of average severity on an item of average difficulty: the adjusted score on
    /// the scale that people know.
    pub fair_average: Option<f64>,
}

/// How strict a ballot is. Never to be published: beside a ballot's other marks it may betray its author.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severity {
    /// Logits; higher is stricter.
    pub logits: f64,
    /// Standard error were everything else known.
    pub model_error: f64,
    /// Where the ballot is all-alike and its severity rests on the declared points.
    pub extreme: Option<End>,
}

/// How many ballots went where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// Ballots with a grade.
    pub ballots: u64,
    /// Ballots without a grade, left out.
    pub blank: u64,
    /// All-alike ballots at the lowest category in use: they compare nothing, are left out of the locations of objects
    /// and items, and are located afterwards with `extreme_points`.
    pub all_lowest: u64,
    /// All-alike ballots at the highest category in use, treated in the same way.
    pub all_highest: u64,
    /// Ballots left out because what they grade is extreme itself.
    pub uninformative: u64,
    /// The points extreme scores of ballots, objects and items were moved inwards by.
    pub extreme_points: f64,
}

/// How the iterations ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Iterations.
    pub iterations: u32,
    /// Largest difference of an observed from an expected score, in points.
    pub residual: f64,
    /// Largest change of a logit in the last iteration.
    pub change: f64,
    /// Free parameters.
    pub parameters: u64,
    /// Grades the locations rest on.
    pub grades: u64,
    /// What every logit and error was multiplied by.
    pub reduction: f64,
}

/// Adjusted scores of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// By object.
    pub objects: Vec<Score>,
    /// Difficulty by item; none where no grade informs it.
    pub items: Vec<Option<Location>>,
    /// Andrich's thresholds: entry k − 1 is where categories k − 1 and k are equally likely, centred at zero; none
    /// where one of them was not used.
    pub thresholds: Vec<Option<f64>>,
    /// By ballot as given; none for a ballot without a grade that can be placed.
    pub severities: Vec<Option<Severity>>,
    /// How many ballots went where.
    pub counts: Counts,
    /// How the iterations ended.
    pub convergence: Convergence,
}
