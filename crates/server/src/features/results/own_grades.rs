//! Self versus others (S060): the grades the judged gave themselves before the ballot, beside the grades of others, item
//! by item. Shown to the judged and to their own office, on the page of the object and on its feedback sheet.

use std::collections::BTreeMap;

use rules::gap::{Gap, gap};
use texts::Language;

use super::context::Context;
use super::figures::words;
use super::queries;
use super::release::{Object, Standing};
use crate::App;
use crate::features::appraisals::model::{self, Definition, Item};
use crate::web::WebError;

/// The own grades of an object: item → grade.
pub struct OwnGrades(BTreeMap<String, String>);

/// One item.
pub struct Compared {
    /// What was asked.
    pub item: String,
    /// The own grade.
    pub own: String,
    /// How the others' grades stand to it, or why that is not shown.
    pub words: String,
    /// Where the steps are.
    pub steps: String,
}

impl OwnGrades {
    /// What the object handed in, for a visitor to whom it may be shown; nothing for anybody else.
    ///
    /// # Errors
    /// When the database does not answer or holds something else.
    pub async fn load(app: &App, context: &Context, object: &Object) -> Result<Self, WebError> {
        if !context.is_close_to(object) {
            return Ok(Self(BTreeMap::new()));
        }
        let reporter = context.declared(object.object).map_or(object.object, model::Object::reporter);
        let report = queries::self_report(&app.database, context.round.id, reporter).await?;
        let grades = report.map(|report| serde_json::from_str(&report.grades)).transpose();
        Ok(Self(grades.map_err(|error| WebError::Broken(error.to_string()))?.unwrap_or_default()))
    }

    /// The position of the own grade of an item on the scale.
    fn position(&self, definition: &Definition, item: &Item) -> Option<usize> {
        let code = self.0.get(&item.code)?;
        definition.scale.grades.iter().position(|grade| grade.code == *code)
    }

    /// The own grade of an item in words.
    pub fn grade(&self, definition: &Definition, item: &Item, language: Language) -> Option<String> {
        let grade = definition.scale.grades.get(self.position(definition, item)?)?;
        Some(words(&grade.name, language))
    }

    /// How the released grades of an item stand to the own one.
    pub fn gap(&self, definition: &Definition, item: &Item, standing: &Standing) -> Option<Gap> {
        gap(self.position(definition, item)?, standing.counts()?)
    }

    /// Every item with an own grade, for the page of the object. `steps` gives the path of an item's steps.
    pub fn compared(
        &self,
        app: &App,
        language: Language,
        (definition, object): (&Definition, &Object),
        steps: impl Fn(usize) -> String,
    ) -> Vec<Compared> {
        let asked = definition.items.iter().enumerate();
        let row = |(position, item): (usize, &Item)| {
            let own = self.grade(definition, item, language)?;
            let standing = &object.items.get(position)?.total;
            let found = self.gap(definition, item, standing);
            Some(Compared {
                item: words(&item.name, language),
                own,
                words: found.map_or_else(
                    || app.texts.get(language, "results-gap-not-shown"),
                    |found| gap_words(app, language, &found),
                ),
                steps: steps(position),
            })
        };
        asked.filter_map(row).collect()
    }
}

/// A gap in words.
pub fn gap_words(app: &App, language: Language, gap: &Gap) -> String {
    let base = gap.better + gap.same + gap.worse;
    let counts =
        [("base", base.into()), ("same", gap.same.into()), ("better", gap.better.into()), ("worse", gap.worse.into())];
    app.texts.with(language, "results-gap", &counts)
}
