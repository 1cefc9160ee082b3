//! Who judges whom in a round: what the program brings along, and what the round took of its office's own.

use texts::Language;

use super::{Category, Direction, Measure, Plan};
use crate::features::appraisals::library::LIBRARY;

impl Plan {
    fn known_directions(&self) -> impl Iterator<Item = &Direction> {
        LIBRARY.directions.iter().chain(&self.directions)
    }

    /// A direction.
    #[must_use]
    pub fn direction(&self, code: &str) -> Option<&Direction> {
        self.known_directions().find(|direction| direction.code == code)
    }

    /// The name of a direction; the code itself where nobody knows it any longer.
    #[must_use]
    pub fn direction_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.direction(code).map_or(code, |direction| direction.name.in_language(language))
    }

    /// Who judges in a direction; nobody where nobody knows it any longer.
    #[must_use]
    pub fn judges_in(&self, direction: &str) -> &str {
        self.direction(direction).map_or("", |direction| &direction.judges)
    }

    /// The measures, those of one direction together.
    #[must_use]
    pub fn measures_by_direction(&self) -> Vec<&Measure> {
        let mut measures: Vec<&Measure> = self.measures.iter().collect();
        measures.sort_by_key(|measure| self.known_directions().position(|known| known.code == measure.direction));
        measures
    }

    /// The categories of judges the round may name.
    pub fn known_categories(&self) -> impl Iterator<Item = &Category> {
        LIBRARY.categories.iter().chain(&self.categories)
    }

    /// A category of judges.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.known_categories().find(|category| category.code == code)
    }

    /// The name of a category; the code itself where nobody knows it any longer.
    #[must_use]
    pub fn category_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.category(code).map_or(code, |category| category.name.in_language(language))
    }
}
