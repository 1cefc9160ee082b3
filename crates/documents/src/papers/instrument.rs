//! F12 基层党组织群众评议表, F13 党员群众评议表 and F15 满意度测评表: blank forms to be filled in by hand.

use serde_json::{Value as Json, json};
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{DocumentError, Period};

/// Which form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// F12, organisations are judged.
    Organisation,
    /// F13, members are judged.
    Member,
    /// F15, satisfaction is measured, with whomever or whatever.
    Satisfaction,
}

/// How several objects share the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// A table for each, grades as columns.
    OneAfterAnother,
    /// Three a table as columns, grades inside the cells: for many members.
    AsColumns,
}

/// Whether an item may be left without a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// Every item needs a grade (the default of a round).
    Refused,
    /// The round declares that an item may stay blank.
    Allowed,
}

/// One thing to grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is asked, in full.
    pub text: String,
    /// Whether it is the overall item; set apart and not numbered.
    pub role: Role,
}

/// What an item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One aspect.
    Aspect,
    /// The one overall item, from which the 满意率 is read.
    Overall,
}

/// A blank form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which form.
    pub form: Form,
    /// The instrument's own name, such as 六方面评议表.
    pub instrument: String,
    /// Who organises the round.
    pub issuer: String,
    /// The round's title.
    pub round: String,
    /// When it takes place.
    pub period: Period,
    /// Who or what is judged, in the order of the form.
    pub objects: Vec<String>,
    /// The items in order.
    pub items: Vec<Item>,
    /// The grades, best first.
    pub grades: Vec<String>,
    /// Whether items may stay blank.
    pub blanks: Blanks,
    /// Further sentences shown to the judge: thresholds, retention, that own grades count.
    pub declared: Vec<String>,
    /// Lines to write an opinion on, for each object (or for the sheet, as columns); 0 for none.
    pub opinion_lines: u8,
    /// How objects share the paper.
    pub arrangement: Arrangement,
}

/// The blank form as PDF.
///
/// # Errors
/// Only when this crate's own files are at fault.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let heading = wording.get(match view.form {
        Form::Organisation => "form-organisation",
        Form::Member => "form-member",
        Form::Satisfaction => "form-satisfaction",
    });
    let keys = ["object", "item", "opinion", "opinion-note"];
    let mut data = super::data(wording, &heading, view.period.from, wording.labels("form", &keys));
    data["instrument"] = view.instrument.as_str().into();
    data["facts"] = json!([
        [wording.get("form-round"), view.round],
        [wording.get("form-period"), view.period.text(wording)],
        [wording.get("form-issuer"), view.issuer],
    ]);
    data["anonymity"] = wording.get("form-anonymous").into();
    data["notes"] = notes(view, wording).into();
    data["objects"] = view.objects.clone().into();
    data["grades"] = view.grades.clone().into();
    data["grade-width"] = grade_width(view.grades.len()).into();
    data["items"] = view.items.iter().map(|item| self::item(item, wording)).collect::<Vec<_>>().into();
    data["opinion-lines"] = view.opinion_lines.into();
    data["columns"] = (view.arrangement == Arrangement::AsColumns).into();
    let job = Job { template: template!("instrument.typ"), data, drawings: vec![], keep: Keep::AWhile };
    engine::set(job, language)
}

/// Millimetres for each grade column, so that the items keep at least a third of the width.
pub(super) fn grade_width(grades: usize) -> usize {
    (100 / grades.max(1)).clamp(8, 19)
}

fn notes(view: &View, wording: Wording) -> Vec<String> {
    let blanks = match view.blanks {
        Blanks::Refused => wording.get("form-every-item"),
        Blanks::Allowed => wording.get("form-some-blank"),
    };
    let how = format!("{}{}{blanks}", wording.get("form-how"), gap(wording.language));
    std::iter::once(how).chain(view.declared.iter().cloned()).collect()
}

/// Between two sentences: English needs a space, Chinese none.
fn gap(language: Language) -> &'static str {
    match language {
        Language::En => " ",
        Language::ZhHans | Language::ZhHant => "",
    }
}

fn item(item: &Item, wording: Wording) -> Json {
    let overall = item.role == Role::Overall;
    let text = if item.text.is_empty() && overall { wording.get("form-overall") } else { item.text.clone() };
    json!({ "text": text, "overall": overall })
}
