//! F22 群众评议结果通报: what is announced of a round.

use serde_json::json;
use texts::Language;

use super::results::{self, Part};
use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError, Period, Rate};

/// Forms of the round (R04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnout {
    /// People due to take part, where known.
    pub due: Option<u64>,
    /// Forms or slips handed out.
    pub issued: u64,
    /// Ballots that came back.
    pub recovered: u64,
    /// Valid among them.
    pub valid: u64,
}

impl Turnout {
    pub(super) fn sentences(self, wording: Wording) -> Vec<String> {
        let rate = |numerator, denominator| Rate { numerator, denominator }.text();
        let counts = [
            ("issued", self.issued.into()),
            ("recovered", self.recovered.into()),
            ("valid", self.valid.into()),
            ("recovered-rate", rate(self.recovered, self.issued).into()),
            ("valid-rate", rate(self.valid, self.recovered).into()),
        ];
        let due =
            self.due.map(|due| wording.with("bulletin-due", &[("due", due.into()), ("issued", self.issued.into())]));
        due.into_iter().chain([wording.with("bulletin-turnout", &counts)]).collect()
    }
}

/// A bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Who announces; stands at the end with the date.
    pub issuer: String,
    /// The round's title.
    pub round: String,
    /// What was judged, by whom, in one sentence.
    pub scope: String,
    /// When the round took place.
    pub period: Period,
    /// Forms of the round.
    pub turnout: Turnout,
    /// The results, measure by measure.
    pub parts: Vec<Part>,
    /// *k*: fewest valid ballots published.
    pub minimum: u64,
    /// Warnings and remarks, translated.
    pub remarks: Vec<String>,
    /// The opening hash in hexadecimal.
    pub opening_hash: String,
    /// The root over the ballots in hexadecimal; rounds sealed before there was one have none.
    pub root: Option<String>,
    /// The day of the announcement.
    pub date: Date,
}

/// The bulletin as PDF.
///
/// # Errors
/// `Shape` when a result's grades are not the scale's, or an object is pooled into no group here.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let heading = wording.get("bulletin-heading");
    let keys = [
        "results",
        "object",
        "valid",
        "rate",
        "basic",
        "groups",
        "base",
        "remarks",
        "hash",
        "hash-note",
        "root",
        "root-note",
        "about",
        "period",
    ];
    let mut data = super::data(wording, &heading, view.date, wording.labels("bulletin", &keys));
    data["round"] = view.round.as_str().into();
    data["facts"] = json!([
        [wording.get("bulletin-about"), view.scope],
        [wording.get("bulletin-period"), view.period.text(wording)],
    ]);
    data["turnout"] = view.turnout.sentences(wording).into();
    let mut drawings = Vec::new();
    let mut parts = Vec::new();
    for (number, part) in view.parts.iter().enumerate() {
        let charts = results::drawings(&format!("chart-{number}"), &part.chart(wording));
        let mut data = part.data(view.minimum, wording)?;
        data["charts"] = results::names(&charts);
        drawings.extend(charts);
        parts.push(data);
    }
    data["parts"] = parts.into();
    data["minimum"] = wording.with("bulletin-minimum", &[("minimum", view.minimum.into())]).into();
    data["remarks"] = view.remarks.clone().into();
    data["hash"] = view.opening_hash.as_str().into();
    data["root"] = view.root.as_deref().into();
    data["issuer"] = view.issuer.as_str().into();
    data["date"] = view.date.text(wording).into();
    let job = Job { template: template!("bulletin.typ"), data, drawings, keep: Keep::AWhile };
    engine::set(job, language)
}
