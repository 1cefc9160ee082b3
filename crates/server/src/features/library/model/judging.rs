//! Who judges whom, who judges, and what comes before: directions, categories of judges and procedures.
//!
//! The program brings some along; an office imports others with codes of its own, and a round keeps those it took.

use serde::{Deserialize, Serialize};

use super::{Item, ObjectKind, Words, first_version};
use crate::features::library::LIBRARY;

/// As which judges somebody may judge in a direction.
pub const JUDGES: [&str; 6] = ["superior", "subordinates", "members", "masses", "committee", "organisations"];
/// Where judges of a category stand.
pub const SIDES: [&str; 3] = ["members", "inside", "outside"];

/// A direction: who judges whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Direction {
    /// With the version its name for ever.
    pub code: String,
    /// The version.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// What an office should know of it; may be empty.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub about: Words,
    /// Who judges: one of [`JUDGES`].
    pub judges: String,
    /// The type of objects judged.
    pub object: String,
}

/// A coarse category of judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// With the version its name for ever.
    pub code: String,
    /// The version.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// What an office should know of it; may be empty.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub about: Words,
    /// One of [`SIDES`].
    pub side: String,
    /// As which judges of directions it may judge; where nothing is said, members as members and others as masses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judges: Option<Vec<String>>,
    /// Where one person fits several categories, the lowest number decides; where nothing is said, after all that say one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precedence: Option<u32>,
    /// With whom a panel below k is merged first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_with: Option<String>,
    /// Where such objects are judged, judges of this category may be among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<ObjectKind>,
    /// `refused`: they are counted and never named, because their names lead to children.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minors: Option<String>,
}

impl Category {
    /// Whether judges of this category may stand on a list by name (P20).
    #[must_use]
    pub fn takes_names(&self) -> bool {
        self.minors.as_deref() != Some("refused")
    }

    /// Whether such people may judge as these judges of a direction.
    #[must_use]
    pub fn judges_as(&self, judges: &str) -> bool {
        let usual = if self.side == "members" { "members" } else { "masses" };
        self.judges.as_ref().map_or(judges == usual, |these| these.iter().any(|these| these == judges))
    }
}

/// A step of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// Stable within the procedure.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// What is recorded of it.
    pub about: Words,
    /// `casting`: every organisation judged records it before casting opens.
    pub before: Option<String>,
    /// Whether the persons who took part are counted.
    #[serde(default)]
    pub persons: bool,
    /// Whether it must be said where the proof of it is.
    #[serde(default)]
    pub evidence: bool,
    /// Whether the members' written summaries are counted beside it (S076).
    #[serde(default)]
    pub summaries: bool,
    /// Whether it is recorded at each point of the procedure by itself.
    #[serde(default)]
    pub each_point: bool,
    /// Whether a procedure is complete without it.
    #[serde(default)]
    pub optional: bool,
    /// Whether what is recorded is a weak point, which a correction may put right (S064).
    #[serde(default)]
    pub weak_point: bool,
}

/// A procedure a round may follow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Procedure {
    /// With the version its name for ever.
    pub code: String,
    /// The version.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Its name.
    pub name: Words,
    /// What it is.
    pub about: Words,
    /// `organisation`, or `person` where each person goes through the steps.
    pub each: String,
    /// The instrument the program brings along whose items are the points of the procedure.
    pub points: Option<String>,
    /// Its steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// The steps one has to take, or those at one point.
pub struct Part<'a> {
    /// A person's name, the code of a point, or nothing: how its records are told apart.
    pub subject: String,
    /// Its steps, in order.
    pub steps: Vec<&'a Step>,
}

impl Part<'_> {
    /// The steps without which it is not complete.
    pub fn due(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().copied().filter(|step| !step.optional)
    }
}

impl Procedure {
    /// Whether each person goes through the steps.
    #[must_use]
    pub fn is_by_person(&self) -> bool {
        self.each == "person"
    }

    /// The points of the procedure, in order; most have none.
    #[must_use]
    pub fn points(&self) -> &'static [Item] {
        let instrument = self.points.as_ref().and_then(|code| LIBRARY.instrument(code));
        instrument.map_or(&[], |instrument| &instrument.items)
    }

    /// What there is to record at a unit: by person, of those the office planned; else once, and at each point.
    pub fn parts(&self, persons: impl IntoIterator<Item = String>) -> Vec<Part<'_>> {
        if self.is_by_person() {
            let part = |subject| Part { subject, steps: self.steps.iter().collect() };
            return persons.into_iter().map(part).collect();
        }
        let (at_points, once): (Vec<&Step>, Vec<&Step>) = self.steps.iter().partition(|step| step.each_point);
        let points = self.points().iter();
        let points = points.map(|point| Part { subject: point.code.clone(), steps: at_points.clone() });
        std::iter::once(Part { subject: String::new(), steps: once }).chain(points).collect()
    }

    /// A step.
    #[must_use]
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }
}
