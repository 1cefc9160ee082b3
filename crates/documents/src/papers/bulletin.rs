//! F22 群众评议结果通报: what is announced of a round.

use serde_json::{Value as Json, json};
use texts::Language;

use super::results::{self, Figures, ObjectResult, Published};
use super::template;
use crate::charts::{Distribution, DistributionRow};
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

/// Objects published together because each alone is too small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group's name, the same as in `Published::PooledInto`.
    pub name: String,
    /// The objects in it.
    pub members: Vec<String>,
    /// Their figures together.
    pub figures: Figures,
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
    /// The grades, best first.
    pub scale: Vec<String>,
    /// The results on the overall item.
    pub objects: Vec<ObjectResult>,
    /// Groups published together.
    pub groups: Vec<Group>,
    /// *k*: fewest valid ballots published.
    pub minimum: u64,
    /// Warnings and remarks, translated.
    pub remarks: Vec<String>,
    /// The opening hash in hexadecimal.
    pub opening_hash: String,
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
    data["scale"] = view.scale.clone().into();
    data["objects"] = objects(view, wording)?;
    data["groups"] = groups(view, wording)?;
    data["minimum"] = wording.with("bulletin-minimum", &[("minimum", view.minimum.into())]).into();
    data["remarks"] = view.remarks.clone().into();
    data["hash"] = view.opening_hash.as_str().into();
    data["issuer"] = view.issuer.as_str().into();
    data["date"] = view.date.text(wording).into();
    let drawings = results::drawings(&chart(view, wording));
    data["charts"] = results::names(&drawings);
    let job = Job { template: template!("bulletin.typ"), data, drawings, keep: Keep::AWhile };
    engine::set(job, language)
}

fn objects(view: &View, wording: Wording) -> Result<Json, DocumentError> {
    for object in &view.objects {
        if let Published::PooledInto(group) = &object.published
            && !view.groups.iter().any(|known| known.name == *group)
        {
            return Err(DocumentError::Shape(format!("“{}” is pooled into no group", object.name)));
        }
    }
    view.objects
        .iter()
        .map(|object| results::row(object, &view.scale, view.minimum, wording))
        .collect::<Result<Vec<_>, _>>()
        .map(Json::from)
}

fn groups(view: &View, wording: Wording) -> Result<Json, DocumentError> {
    let group = |group: &Group| {
        let mut row = results::figures_row(&group.figures, &view.scale, wording)?;
        row["name"] = group.name.as_str().into();
        row["of"] = wording.with("bulletin-group-of", &[("count", group.members.len().into())]).into();
        row["members"] = group.members.clone().into();
        Ok(row)
    };
    view.groups.iter().map(group).collect::<Result<Vec<_>, DocumentError>>().map(Json::from)
}

fn chart(view: &View, wording: Wording) -> Distribution {
    let shown = view.objects.iter().filter_map(|object| match &object.published {
        Published::Figures(figures) => Some((&object.name, figures)),
        Published::PooledInto(_) | Published::Withheld => None,
    });
    let pooled = view.groups.iter().map(|group| (&group.name, &group.figures));
    let rows: Vec<DistributionRow> = shown
        .chain(pooled)
        .map(|(name, figures)| DistributionRow {
            label: name.clone(),
            counts: figures.counts.iter().map(|count| count.count).collect(),
        })
        .collect();
    Distribution {
        title: wording.get("bulletin-chart"),
        description: wording.get("bulletin-chart-description"),
        grades: view.scale.clone(),
        rows,
    }
}
