//! F21 群众评议工作总结: what an organisation reports of its round (S048).

use serde_json::json;
use texts::Language;

use super::bulletin::Turnout;
use super::results::Part;
use super::statistics_return::Method;
use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError, Period};

/// Opinions of the round, however many are released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpinionCounts {
    /// Received.
    pub received: u64,
    /// Answered.
    pub answered: u64,
}

/// A round summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The reporting organisation.
    pub unit: String,
    /// The round's title.
    pub round: String,
    /// The notice or plan the round rests on.
    pub basis: String,
    /// When it took place.
    pub period: Period,
    /// Appraisal meetings; `None` where none was recorded, which is not nought.
    pub meetings: Option<u64>,
    /// People who took part; `None` where not recorded.
    pub participants: Option<u64>,
    /// Forms of the round.
    pub turnout: Turnout,
    /// Opinions.
    pub opinions: OpinionCounts,
    /// Ways besides meetings.
    pub methods: Vec<Method>,
    /// The results, measure by measure.
    pub parts: Vec<Part>,
    /// *k*: fewest valid ballots published.
    pub minimum: u64,
    /// Warnings, translated.
    pub warnings: Vec<String>,
    /// Problems found.
    pub problems: Vec<String>,
    /// Next steps.
    pub next_steps: Vec<String>,
    /// The day of the summary.
    pub date: Date,
}

/// The summary as PDF.
///
/// # Errors
/// `Shape` when a result's grades are not the scale's.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let heading = wording.get("summary-heading");
    let keys = ["overview", "methods", "results", "warnings", "problems", "next", "object", "valid", "rate"];
    let mut data = super::data(wording, &heading, view.date, wording.labels("summary", &keys));
    for key in ["basic", "base", "groups"] {
        data["labels"][key] = wording.get(&format!("bulletin-{key}")).into();
    }
    data["round"] = view.round.as_str().into();
    data["facts"] = json!([
        [wording.get("summary-unit"), view.unit],
        [wording.get("summary-basis"), view.basis],
        [wording.get("bulletin-period"), view.period.text(wording)],
    ]);
    data["counts"] = counts(view, wording).into_iter().map(|(key, value)| json!([key, value])).collect();
    data["methods"] = view.methods.iter().map(Method::text).collect();
    let parts: Result<Vec<_>, _> = view.parts.iter().map(|part| part.data(view.minimum, wording)).collect();
    data["parts"] = parts?.into();
    data["warnings"] = view.warnings.clone().into();
    data["problems"] = view.problems.clone().into();
    data["next"] = view.next_steps.clone().into();
    data["date"] = view.date.text(wording).into();
    data["unit"] = view.unit.as_str().into();
    let job = Job { template: template!("summary.typ"), data, drawings: vec![], keep: Keep::AWhile };
    engine::set(job, language)
}

fn counts(view: &View, wording: Wording) -> Vec<(String, String)> {
    let counted = |key: &str, count: Option<u64>| {
        count.map_or_else(
            || wording.get("summary-not-recorded"),
            |count| wording.with(&format!("summary-{key}-count"), &[("count", count.into())]),
        )
    };
    let forms = [
        ("issued", view.turnout.issued.into()),
        ("recovered", view.turnout.recovered.into()),
        ("valid", view.turnout.valid.into()),
    ];
    let opinions = [("received", view.opinions.received.into()), ("answered", view.opinions.answered.into())];
    let objects = u64::try_from(view.parts.iter().map(|part| part.objects.len()).sum::<usize>()).ok();
    [
        ("meetings", counted("meetings", view.meetings)),
        ("participants", counted("participants", view.participants)),
        ("forms", wording.with("summary-forms-counts", &forms)),
        ("objects", counted("objects", objects)),
        ("opinions", wording.with("summary-opinions-counts", &opinions)),
    ]
    .into_iter()
    .map(|(key, value)| (wording.get(&format!("summary-{key}")), value))
    .collect()
}
