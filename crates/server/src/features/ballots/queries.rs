//! What a sheet asks, from what was frozen when issuing began.

use std::collections::BTreeMap;

use credentials::SheetId;
use storage::{ObjectId, Reads};
use texts::Language;

use super::answers::Places;
use crate::features::appraisals::model::{Definition, Frozen, Object, Sheet, Ungraded};
use crate::features::self_reports::{self, Introduction};
use crate::web::WebError;

/// What one sheet asks, in one language.
#[derive(Debug)]
pub(super) struct Asked {
    /// The sector's target (S053).
    pub target: Option<String>,
    /// Whom it asks about, in order.
    pub objects: Vec<AskedObject>,
}

/// Whom a sheet asks about.
#[derive(Debug)]
pub(super) struct AskedObject {
    /// The name.
    pub name: String,
    /// What they said about themselves.
    pub introduction: Option<Introduction>,
    /// The grades, best first.
    pub grades: Vec<String>,
    /// Whether 不了解 may be answered.
    pub may_be_unknown: bool,
    /// Whether a grade must come with words.
    pub needs_opinion: bool,
    /// What is asked.
    pub items: Vec<AskedItem>,
}

/// One thing to grade.
#[derive(Debug)]
pub(super) struct AskedItem {
    /// What is asked.
    pub name: String,
    /// A line that explains it; may be empty.
    pub explanation: String,
    /// The grade they gave themselves.
    pub own_grade: Option<String>,
}

/// The sheet of a number: whom it asks about with which instruments, in order; `None` where the round has none.
pub(super) struct Found<'a> {
    sheet: &'a Sheet,
    objects: Vec<(&'a Object, &'a Definition)>,
}

impl<'a> Found<'a> {
    /// Finds it.
    pub(super) fn of(frozen: &'a Frozen, number: SheetId) -> Option<Self> {
        let plan = &frozen.plan;
        let sheet = plan.sheet(plan.panel_numbered(number.0)?.sheet)?;
        Some(Self { sheet, objects: plan.objects_of(sheet) })
    }

    /// What answers must fit, without a word of what is asked: all that a posted sheet needs.
    pub(super) fn places(&self) -> Vec<Places> {
        let places = |(object, definition): &(&Object, &Definition)| Places {
            subject: object.subject,
            items: definition.items.len(),
            grades: definition.scale.grades.len(),
            may_be_unknown: definition.ungraded == Ungraded::NotKnown,
            needs_opinion: definition.needs_opinions(),
        };
        self.objects.iter().map(places).collect()
    }

    /// The name of an object, by its place.
    pub(super) fn name(&self, place: usize) -> Option<&'a str> {
        self.objects.get(place).map(|(object, _)| object.name.as_str())
    }

    /// What it asks, with what those it asks about said of themselves.
    pub(super) async fn asked(
        &self,
        reads: &impl Reads,
        frozen: &Frozen,
        language: Language,
    ) -> Result<Asked, WebError> {
        let reporters: Vec<ObjectId> = self.objects.iter().map(|(object, _)| object.reporter()).collect();
        let mut introductions = self_reports::introductions_of(reads, frozen.round, &reporters).await?;
        let objects = self.objects.iter().map(|(object, definition)| {
            let introduction = introductions.remove(&object.reporter());
            let own = introduction.as_ref().map(|said| &said.grades);
            let grades = definition.scale.grades.iter();
            AskedObject {
                name: object.name.clone(),
                grades: grades.map(|grade| grade.name.in_language(language).to_owned()).collect(),
                may_be_unknown: definition.ungraded == Ungraded::NotKnown,
                needs_opinion: definition.needs_opinions(),
                items: items(definition, own, language),
                introduction,
            }
        });
        let target = self.sheet.target_in(language).map(str::to_owned);
        Ok(Asked { objects: objects.collect(), target })
    }
}

fn items(definition: &Definition, own: Option<&BTreeMap<String, String>>, language: Language) -> Vec<AskedItem> {
    let own_grade = |item: &str| {
        let code = own?.get(item)?;
        let grade = definition.scale.grades.iter().find(|grade| grade.code == *code)?;
        Some(grade.name.in_language(language).to_owned())
    };
    let items = definition.items.iter();
    items
        .map(|item| AskedItem {
            name: item.name.in_language(language).to_owned(),
            explanation: item.explanation.in_language(language).to_owned(),
            own_grade: own_grade(&item.code),
        })
        .collect()
}
