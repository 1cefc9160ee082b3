//! What the page of a direction, a category of judges or a procedure tells of it.

use texts::Language;

use super::catalogue::Catalogue;
use super::model::{Category, Direction, Procedure};
use super::show::joined;
use crate::web::Page;

/// A step as the page shows it.
pub struct StepRow {
    /// Its name.
    pub name: String,
    /// What is recorded of it.
    pub about: String,
    /// Whether casting waits for it.
    pub is_before_casting: bool,
}

type Facts = Vec<(String, String)>;

/// The name of a direction in sight; the code itself where it is in sight no longer.
#[must_use]
pub fn direction_name(catalogue: &Catalogue, code: &str, language: Language) -> String {
    let found = catalogue.directions().find(|direction| direction.code == code);
    found.map_or_else(|| code.to_owned(), |direction| direction.name.in_language(language).to_owned())
}

/// Who judges whom.
#[must_use]
pub fn of_direction(page: &Page, direction: &Direction) -> Facts {
    vec![
        (page.t("library-judges"), page.coded("library-judges-", &direction.judges)),
        (page.t("library-object"), page.coded("library-object-", &direction.object)),
    ]
}

/// Who they are, as whom they may judge, and with whom they are merged first.
#[must_use]
pub fn of_category(page: &Page, category: &Category, catalogue: &Catalogue) -> Facts {
    let usual = if category.side == "members" { "members" } else { "masses" };
    let judges = category.judges.clone().unwrap_or_else(|| vec![usual.to_owned()]);
    let judges = judges.iter().map(|judges| page.coded("library-judges-", judges));
    let judged = category.judged.map_or("nobody", super::model::ObjectKind::code);
    let mut facts = vec![
        (page.t("library-side"), page.coded("library-side-", &category.side)),
        (page.t("library-judges-as"), joined(page, judges.collect())),
        (page.t("library-judged"), page.coded("library-judged-", judged)),
    ];
    if let Some(precedence) = category.precedence {
        facts.push((page.t("library-precedence"), precedence.to_string()));
    }
    let other = category.merge_with.as_ref();
    if let Some(other) = other.and_then(|code| catalogue.categories().find(|other| other.code == *code)) {
        facts.push((page.t("library-merge-with"), other.name.in_language(page.language).to_owned()));
    }
    facts
}

/// Whose steps they are.
#[must_use]
pub fn of_procedure(page: &Page, procedure: &Procedure) -> Facts {
    vec![(page.t("library-each"), page.coded("library-each-", &procedure.each))]
}

/// The steps.
#[must_use]
pub fn steps(page: &Page, procedure: &Procedure) -> Vec<StepRow> {
    let step = |step: &super::model::Step| StepRow {
        name: step.name.in_language(page.language).to_owned(),
        about: step.about.in_language(page.language).to_owned(),
        is_before_casting: step.before.is_some(),
    };
    procedure.steps.iter().map(step).collect()
}
