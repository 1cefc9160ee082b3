//! Who judges whom in a round: what the program brings along, and what the round took of its office's own.

use storage::{ObjectId, SheetId};
use texts::Language;

use super::{Category, Direction, Measure, Plan, Sheet};
use crate::features::appraisals::library::LIBRARY;

/// What stands between whose a sheet is and its directions.
pub const BESIDE: &str = " · ";

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

    /// The title of a sheet as a page shows it: stored in simplified Chinese, its directions are named in the page's
    /// language; whose it is stays as it was written.
    #[must_use]
    pub fn sheet_title(&self, sheet: &Sheet, language: Language) -> String {
        let stored = &sheet.title;
        let name = stored.strip_suffix(&self.directions_of(&sheet.objects, Language::ZhHans));
        let name = name.and_then(|name| name.strip_suffix(BESIDE)).filter(|_| language != Language::ZhHans);
        name.map_or_else(
            || stored.clone(),
            |name| format!("{name}{BESIDE}{}", self.directions_of(&sheet.objects, language)),
        )
    }

    /// The title of a sheet by its row; empty where there is none.
    #[must_use]
    pub fn title_of(&self, sheet: SheetId, language: Language) -> String {
        self.sheet(sheet).map_or_else(String::new, |sheet| self.sheet_title(sheet, language))
    }

    /// The names of the directions in which these objects are judged, each once, in their order.
    #[must_use]
    pub fn directions_of(&self, objects: &[ObjectId], language: Language) -> String {
        let mut directions: Vec<&str> = Vec::new();
        for measure in objects.iter().filter_map(|id| self.measure(self.object(*id)?.measure)) {
            let direction = self.direction_name(&measure.direction, language);
            if !directions.contains(&direction) {
                directions.push(direction);
            }
        }
        directions.join(crate::texts::comma(language))
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

    /// The names of the categories that judge, in the declared order of precedence: whoever fits several stands in the
    /// first. Nothing where there is but one.
    #[must_use]
    pub fn precedence(&self, language: Language) -> Option<String> {
        let mut codes: Vec<&str> = self.panels.iter().map(|panel| panel.category.as_str()).collect();
        codes.sort_by_key(|code| {
            (self.category(code).and_then(|category| category.precedence).unwrap_or(u32::MAX), *code)
        });
        codes.dedup();
        let names: Vec<&str> = codes.iter().map(|code| self.category_name(code, language)).collect();
        (names.len() > 1).then(|| names.join(" → "))
    }

    /// The name of a category; the code itself where nobody knows it any longer.
    #[must_use]
    pub fn category_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.category(code).map_or(code, |category| category.name.in_language(language))
    }
}
