//! F23 群众评议结果反馈单: one object's results, opinions with their answers, and a receipt (S084).

use serde_json::{Value as Json, json};
use texts::Language;

use super::bulletin::Turnout;
use super::results::{self, Figures};
use super::template;
use crate::charts::{Distribution, DistributionRow};
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError, Period};

/// One item's result beside the object's own grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What was asked.
    pub text: String,
    /// Its figures; `None` where too few ballots grade it.
    pub figures: Option<Figures>,
    /// The grade the object gave itself before the ballot (S060); `None` where it gave none.
    pub own_grade: Option<String>,
    /// How the judges' grades stand to the own one, translated; `None` where nothing can be compared.
    pub gap: Option<String>,
}

/// A released opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its text as released.
    pub text: String,
    /// The answer; `None` while there is none.
    pub answer: Option<String>,
}

/// The feedback sheet of one object. The caller has shuffled the opinions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Whose results these are.
    pub object: String,
    /// The party organisation it belongs to; empty where it is one itself.
    pub unit: String,
    /// The round's title.
    pub round: String,
    /// When the round took place.
    pub period: Period,
    /// Forms of the sheet the object stood on.
    pub turnout: Turnout,
    /// The grades, best first.
    pub scale: Vec<String>,
    /// The items, the overall one among them.
    pub items: Vec<Item>,
    /// *k*: fewest valid ballots published.
    pub minimum: u64,
    /// Released opinions.
    pub opinions: Vec<Opinion>,
    /// Opinions that stay sealed.
    pub sealed_opinions: u64,
    /// Warnings and remarks, translated.
    pub remarks: Vec<String>,
    /// Who hands the sheet over.
    pub issuer: String,
    /// The day of the sheet.
    pub date: Date,
}

/// The feedback sheet as PDF.
///
/// # Errors
/// `Shape` when an item's grades are not the scale's.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let heading = wording.get("feedback-heading");
    let keys = [
        "items",
        "item",
        "own",
        "opinions",
        "opinion",
        "answer",
        "unanswered",
        "no-opinions",
        "order",
        "receipt",
        "receipt-text",
        "received-by",
        "received-on",
        "delivered-by",
    ];
    let mut data = super::data(wording, &heading, view.date, wording.labels("feedback", &keys));
    for key in ["valid", "rate", "basic", "base", "remarks"] {
        data["labels"][key] = wording.get(&format!("bulletin-{key}")).into();
    }
    data["facts"] = facts(view, wording);
    data["turnout"] = view.turnout.sentences(wording).into();
    data["scale"] = view.scale.clone().into();
    let rows: Result<Vec<Json>, DocumentError> = view.items.iter().map(|item| row(item, view, wording)).collect();
    data["items"] = rows?.into();
    data["opinions"] =
        view.opinions.iter().map(|opinion| json!({ "text": opinion.text, "answer": opinion.answer })).collect();
    data["sealed"] = match view.sealed_opinions {
        0 => Json::Null,
        count => wording.with("feedback-sealed", &[("count", count.into())]).into(),
    };
    data["remarks"] = view.remarks.clone().into();
    data["issuer"] = view.issuer.as_str().into();
    data["date"] = view.date.text(wording).into();
    let drawings = results::drawings("chart", &chart(view, wording));
    data["charts"] = results::names(&drawings);
    let job = Job { template: template!("feedback.typ"), data, drawings, keep: Keep::AWhile };
    engine::set(job, language)
}

fn facts(view: &View, wording: Wording) -> Json {
    let period = view.period.text(wording);
    [
        ("feedback-object", view.object.as_str()),
        ("feedback-unit", view.unit.as_str()),
        ("feedback-round", view.round.as_str()),
        ("bulletin-period", period.as_str()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| json!([wording.get(key), value]))
    .collect()
}

fn row(item: &Item, view: &View, wording: Wording) -> Result<Json, DocumentError> {
    let mut row = match &item.figures {
        Some(figures) => results::figures_row(figures, &view.scale, wording)?,
        None => json!({ "words": wording.with("withheld", &[("minimum", view.minimum.into())]) }),
    };
    row["name"] = item.text.as_str().into();
    row["gap"] = item.gap.clone().into();
    row["own"] = match &item.own_grade {
        Some(grade) => grade.as_str().into(),
        None => wording.get("feedback-not-given").into(),
    };
    Ok(row)
}

fn chart(view: &View, wording: Wording) -> Distribution {
    let row = |item: &Item| {
        let counts = item.figures.as_ref()?.counts.iter().map(|count| count.count).collect();
        Some(DistributionRow { label: item.text.clone(), counts })
    };
    let rows: Vec<DistributionRow> = view.items.iter().filter_map(row).collect();
    Distribution {
        name: String::new(),
        title: wording.get("feedback-items"),
        description: wording.get("feedback-chart-description"),
        grades: view.scale.clone(),
        rows,
    }
}
