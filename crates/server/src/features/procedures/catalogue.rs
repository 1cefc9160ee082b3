//! The procedures a round may follow, as `procedures.toml` has them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::features::library::model::Words;

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
    /// Its steps, in order.
    pub step: Vec<Step>,
}

impl Procedure {
    /// Whether each person goes through the steps.
    #[must_use]
    pub fn is_by_person(&self) -> bool {
        self.each == "person"
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
                assert!(step.before.is_none() || !procedure.is_by_person(), "{}", step.code);
            }
        }
    }
}
