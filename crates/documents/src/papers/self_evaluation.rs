//! F14 党员自我评价表, and its like for an organisation (S060): blank, or as it was filed.

use serde_json::{Value as Json, json};
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError};

/// Who evaluates itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// A member of the named organisation.
    Member {
        /// The party organisation the member belongs to.
        unit: String,
    },
    /// An organisation.
    Organisation,
}

/// One item with the grade chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is asked.
    pub text: String,
    /// The grade as a place in `View::grades`; `None` leaves the boxes empty.
    pub own_grade: Option<usize>,
}

/// A self-evaluation. Texts that are `None` leave lines to write on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Whose it is.
    pub whose: Whose,
    /// The name; empty on a blank form.
    pub name: String,
    /// The round's title.
    pub round: String,
    /// The items in order.
    pub items: Vec<Item>,
    /// The grades, best first.
    pub grades: Vec<String>,
    /// What was done.
    pub deeds: Option<String>,
    /// What fell short.
    pub shortcomings: Option<String>,
    /// What will be improved.
    pub plan: Option<String>,
    /// The day the paper is made, for the properties of the file; the signer writes the other one.
    pub date: Date,
}

/// The self-evaluation as PDF.
///
/// # Errors
/// `Shape` when an own grade is none of the grades.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    if let Some(item) = view.items.iter().find(|item| item.own_grade >= Some(view.grades.len())) {
        return Err(DocumentError::Shape(format!("own grade of “{}” is not on the scale", item.text)));
    }
    let wording = Wording::new(language)?;
    let (heading, facts) = match &view.whose {
        Whose::Member { unit } => ("self-member", vec![("name", &view.name), ("unit", unit)]),
        Whose::Organisation => ("self-organisation", vec![("organisation-name", &view.name)]),
    };
    let heading = wording.get(heading);
    let keys = ["item", "deeds", "shortcomings", "plan", "signature", "signed-on"];
    let mut data = super::data(wording, &heading, view.date, wording.labels("self", &keys));
    data["facts"] = facts
        .into_iter()
        .chain([("round", &view.round)])
        .map(|(key, value)| json!([wording.get(&format!("self-{key}")), value]))
        .collect();
    data["note"] = wording.get("self-note").into();
    data["grades"] = view.grades.clone().into();
    data["grade-width"] = super::instrument::grade_width(view.grades.len()).into();
    data["items"] = view.items.iter().map(|item| json!({ "text": item.text, "own": item.own_grade })).collect();
    for (key, text) in [("deeds", &view.deeds), ("shortcomings", &view.shortcomings), ("plan", &view.plan)] {
        data[key] = text.as_deref().map_or(Json::Null, Json::from);
    }
    let job = Job { template: template!("self_evaluation.typ"), data, drawings: vec![], keep: Keep::AWhile };
    engine::set(job, language)
}
