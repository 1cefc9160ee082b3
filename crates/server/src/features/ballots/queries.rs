//! What a sheet asks, from what was frozen when issuing began.

use std::collections::BTreeMap;

use credentials::SheetId;
use storage::Reads;
use texts::Language;

use crate::features::appraisals::model::{Definition, Frozen, Grade, Ungraded};
use crate::features::self_reports::{self, Introduction};
use crate::web::WebError;

/// What one sheet asks, in one language.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The round's title.
    pub title: String,
    /// The sector's target (S053).
    pub target: Option<String>,
    /// Whom it asks about, in order.
    pub objects: Vec<AskedObject>,
}

/// Whom a sheet asks about.
#[derive(Debug, Clone)]
pub(super) struct AskedObject {
    /// The number opinions carry.
    pub subject: u32,
    /// The name.
    pub name: String,
    /// What they said about themselves.
    pub introduction: Option<Introduction>,
    /// What is asked.
    pub items: Vec<AskedItem>,
}

/// One thing to grade.
#[derive(Debug, Clone)]
pub(super) struct AskedItem {
    /// What is asked.
    pub name: String,
    /// A line that explains it; may be empty.
    pub explanation: String,
    /// The grades, best first.
    pub grades: Vec<String>,
    /// The grade they gave themselves.
    pub own_grade: Option<String>,
    /// Whether it may be left out.
    pub may_be_blank: bool,
    /// Whether 不了解 may be answered.
    pub may_be_unknown: bool,
}

/// What the sheet of this number asks; `None` where the round has none.
pub(super) async fn asked(
    reads: &impl Reads,
    frozen: &Frozen,
    number: SheetId,
    language: Language,
) -> Result<Option<Asked>, WebError> {
    let plan = &frozen.plan;
    let panel = plan.panel_numbered(number.0);
    let Some(sheet) = panel.and_then(|panel| plan.sheet(panel.sheet)) else {
        return Ok(None);
    };
    let mut introductions = self_reports::introductions_of(reads, frozen.round, &sheet.objects).await?;
    let objects = plan
        .objects_of(sheet)
        .into_iter()
        .map(|(object, definition)| {
            let introduction = introductions.remove(&object.id);
            let own = introduction.as_ref().map(|said| &said.grades);
            AskedObject {
                subject: object.subject,
                name: object.name.clone(),
                items: items(definition, own, language),
                introduction,
            }
        })
        .collect();
    Ok(Some(Asked { title: frozen.title.clone(), target: sheet.target_in(language).map(str::to_owned), objects }))
}

fn items(definition: &Definition, own: Option<&BTreeMap<String, String>>, language: Language) -> Vec<AskedItem> {
    let grades = &definition.scale.grades;
    let own_grade = |item: &str| {
        let code = own?.get(item)?;
        let grade = grades.iter().find(|grade| grade.code == *code)?;
        Some(grade.name.in_language(language).to_owned())
    };
    let label = |grade: &Grade| grade.name.in_language(language).to_owned();
    definition
        .items
        .iter()
        .map(|item| AskedItem {
            name: item.name.in_language(language).to_owned(),
            explanation: item.explanation.in_language(language).to_owned(),
            grades: grades.iter().map(label).collect(),
            own_grade: own_grade(&item.code),
            may_be_blank: false,
            may_be_unknown: definition.ungraded == Ungraded::NotKnown,
        })
        .collect()
}
