//! The procedures a round may follow, as `procedures.toml` has them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::features::library::LIBRARY;
use crate::features::library::model::{Item, Words};

/// A step of a procedure.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// Stable.
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

/// A procedure.
#[derive(Debug, Clone, Deserialize)]
pub struct Procedure {
    /// Stable.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// What it is.
    pub about: Words,
    /// `organisation`, or `person` where each person goes through the steps.
    pub each: String,
    /// The instrument of the library whose items are the points of the procedure.
    pub points: Option<String>,
    /// Its steps, in order.
    pub step: Vec<Step>,
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
            let part = |subject| Part { subject, steps: self.step.iter().collect() };
            return persons.into_iter().map(part).collect();
        }
        let (at_points, once): (Vec<&Step>, Vec<&Step>) = self.step.iter().partition(|step| step.each_point);
        let points = self.points().iter();
        let points = points.map(|point| Part { subject: point.code.clone(), steps: at_points.clone() });
        std::iter::once(Part { subject: String::new(), steps: once }).chain(points).collect()
    }

    /// A step.
    #[must_use]
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.step.iter().find(|step| step.code == code)
    }
}

#[derive(Deserialize)]
struct File {
    procedure: Vec<Procedure>,
}

/// All of them, in the order of the file.
///
/// # Panics
/// When the embedded file is damaged, which a test finds before anything is released.
pub static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let file: Result<File, _> = toml::from_str(include_str!("../../../templates_library/procedures.toml"));
    match file {
        Ok(file) => file.procedure,
        Err(error) => panic!("the embedded procedures are damaged: {error}"),
    }
});

/// A procedure.
#[must_use]
pub fn procedure(code: &str) -> Option<&'static Procedure> {
    PROCEDURES.iter().find(|procedure| procedure.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::PROCEDURES;

    #[test]
    fn every_code_is_there_once_and_nothing_waits_for_what_is_unknown() {
        let codes: BTreeSet<&str> = PROCEDURES.iter().map(|procedure| procedure.code.as_str()).collect();
        assert_eq!(codes.len(), PROCEDURES.len());
        for procedure in PROCEDURES.iter() {
            let steps: BTreeSet<&str> = procedure.step.iter().map(|step| step.code.as_str()).collect();
            assert_eq!(steps.len(), procedure.step.len(), "{}", procedure.code);
            assert!(matches!(procedure.each.as_str(), "organisation" | "person"), "{}", procedure.code);
            for step in &procedure.step {
                assert!(step.before.as_deref().is_none_or(|before| before == "casting"), "{}", step.code);
                // Nobody knows beforehand which persons there will be: casting cannot wait for them.
                assert!(step.before.is_none() || !(procedure.is_by_person() || step.each_point), "{}", step.code);
                assert!(!step.each_point || !procedure.points().is_empty(), "{}: no such points", procedure.code);
            }
            assert!(procedure.points.is_none() || !procedure.is_by_person(), "{}", procedure.code);
        }
    }
}
