//! Declaring one figure over the four appraisals (S078, R40): what each weighs and what each grade is worth. Nothing is
//! proposed: without a declaration the four stand side by side and no more.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::composite::{Points, PointsError, Source, Weights};
use storage::entities::round;
use texts::Language;

use super::common::{self, Editing, OFFICE, PREPARING, Paths};
use super::model::{Composite, Plan, Scale};
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::percent::{percent, permille};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page, Posted, Visitor, WebError};

/// The fields as they were typed, in the order of the page.
type Fields = Vec<(String, String)>;

struct Field {
    name: String,
    label: String,
    value: String,
}

struct ScaleFields {
    name: String,
    grades: Vec<Field>,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/composite.html")]
struct CompositeView {
    page: Page,
    paths: Paths,
    round: round::Model,
    conflict: Option<Conflict>,
    is_declared: bool,
    /// What holds now, in words.
    declared: Vec<String>,
    weights: Vec<Field>,
    weights_error: Option<String>,
    scales: Vec<ScaleFields>,
}

/// What is wrong with what was typed: the key of the text, its number.
type Fault = (&'static str, String);

#[derive(Default)]
struct Faults {
    weights: Option<Fault>,
    /// By the scale's code.
    points: BTreeMap<String, Fault>,
}

/// The scales of a round whose instruments have an overall item, each once.
fn scales(plan: &Plan) -> Vec<&Scale> {
    let mut found: Vec<&Scale> = Vec::new();
    for measure in plan.measures.iter().filter(|measure| measure.definition.overall_position().is_some()) {
        if !found.iter().any(|scale| scale.code == measure.definition.scale.code) {
            found.push(&measure.definition.scale);
        }
    }
    found
}

fn weight_field(source: Source) -> String {
    format!("weight-{}", source.code())
}

fn points_field(scale: &Scale, grade: usize) -> String {
    format!("points-{}-{grade}", scale.code)
}

fn typed<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

/// What is declared, as one would type it.
fn as_typed(declared: &Composite, plan: &Plan) -> Fields {
    let weights = Source::ALL.iter().zip(declared.weights);
    let mut fields: Fields = weights.map(|(source, weight)| (weight_field(*source), percent(weight))).collect();
    for scale in scales(plan) {
        let points = declared.points.get(&scale.code).into_iter().flatten();
        fields.extend(points.enumerate().map(|(grade, worth)| (points_field(scale, grade), worth.to_string())));
    }
    fields
}

/// Reads what was typed, as its first version; what is wrong is noted.
fn read(fields: &Fields, plan: &Plan, language: Language, faults: &mut Faults) -> Option<Composite> {
    let permille = |source: Source| match typed(fields, &weight_field(source)) {
        "" => Some(0),
        typed => permille(typed),
    };
    let weights = Source::ALL.map(permille);
    let weights = match weights {
        [Some(first), Some(second), Some(third), Some(fourth)] => {
            let weights = [first, second, third, fourth];
            if let Err(error) = Weights::declare(weights) {
                let sum = u32::try_from(error.sum).map_or_else(|_| error.sum.to_string(), percent);
                faults.weights = Some(("appraisals-error-weights-sum", sum));
            }
            Some(weights)
        }
        _ => {
            faults.weights = Some(("appraisals-error-weight", String::new()));
            None
        }
    };
    let mut points = BTreeMap::new();
    for scale in scales(plan) {
        let number = |grade| rules::digits::plain_text(typed(fields, &points_field(scale, grade))).parse::<u32>().ok();
        let Some(worths) = (0..scale.grades.len()).map(number).collect::<Option<Vec<u32>>>() else {
            faults.points.insert(scale.code.clone(), ("appraisals-error-points", String::new()));
            continue;
        };
        let grade = |grade: usize| {
            let grade = scale.grades.get(grade);
            grade.map_or("", |grade| grade.name.in_language(language)).to_owned()
        };
        match Points::declare(worths.clone()) {
            Ok(_) => drop(points.insert(scale.code.clone(), worths)),
            Err(PointsError::AboveHundred { grade: at }) => {
                faults.points.insert(scale.code.clone(), ("appraisals-error-points-above", grade(at)));
            }
            Err(PointsError::Rising { grade: at }) => {
                faults.points.insert(scale.code.clone(), ("appraisals-error-points-rising", grade(at)));
            }
        }
    }
    (faults.weights.is_none() && faults.points.is_empty()).then_some(Composite {
        revision: 1,
        weights: weights?,
        points,
    })
}

fn view(
    frame: &Frame,
    round: round::Model,
    plan: &Plan,
    (is_declared, fields): (bool, &Fields),
    faults: &Faults,
) -> CompositeView {
    let page = frame.page("appraisals-composite-title");
    let say = |fault: &Fault| page.t1(fault.0, "found", &fault.1);
    let weights = Source::ALL.map(|source| Field {
        label: page.coded("appraisals-source-of-", source.code()),
        value: typed(fields, &weight_field(source)).to_owned(),
        name: weight_field(source),
    });
    let scales = scales(plan).into_iter().map(|scale| ScaleFields {
        name: scale.name.in_language(frame.language).to_owned(),
        grades: (0..)
            .zip(&scale.grades)
            .map(|(grade, found)| Field {
                label: found.name.in_language(frame.language).to_owned(),
                value: typed(fields, &points_field(scale, grade)).to_owned(),
                name: points_field(scale, grade),
            })
            .collect(),
        error: faults.points.get(&scale.code).map(say),
    });
    CompositeView {
        paths: Paths { id: round.id },
        conflict: None,
        is_declared,
        declared: Vec::new(),
        weights: weights.into(),
        weights_error: faults.weights.as_ref().map(say),
        scales: scales.collect(),
        round,
        page,
    }
}

/// What is stored beside what was typed.
fn both_versions(shown: &CompositeView, stored: &Fields) -> Conflict {
    let fields = shown.weights.iter().chain(shown.scales.iter().flat_map(|scale| &scale.grades));
    fields.fold(Conflict::beside(), |conflict, field| {
        conflict.and(field.label.clone(), typed(stored, &field.name).to_owned(), field.value.clone())
    })
}

/// Shows what is declared.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Composite>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let declared = queries::composite(&app.database, url.id).await?;
    let fields = declared.as_ref().map(|declared| as_typed(declared, &plan)).unwrap_or_default();
    let mut shown = view(&frame, round, &plan, (declared.is_some(), &fields), &Faults::default());
    shown.declared = sentences(&shown.page, declared.as_ref(), &plan);
    html_with(StatusCode::OK, &shown)
}

/// Declares it.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Composite>,
    posted: Posted<Fields>,
) -> Answer {
    let fields = posted.input;
    let before = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let mut faults = Faults::default();
    let Some(declared) = read(&fields, &plan, frame.language, &mut faults) else {
        let shown = view(&frame, before, &plan, (false, &fields), &faults);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    let (change, round) = match common::edit(&app, &visitor, &posted.once, (url.id, seen(&fields)?), PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let stored = queries::composite(&app.database, url.id).await?;
            let stored = stored.as_ref().map(|stored| as_typed(stored, &plan)).unwrap_or_default();
            let mut shown = view(&frame, round, &plan, (!stored.is_empty(), &fields), &faults);
            shown.conflict = Some(both_versions(&shown, &stored));
            return html_with(StatusCode::CONFLICT, &shown);
        }
        Err(error) => return Err(error),
    };
    let revision = queries::next_revision(&change.transaction, url.id).await?;
    let declared = Composite { revision, ..declared };
    queries::set_composite(&change.transaction, url.id, &declared).await?;
    let words = format!("v{revision} {}", declared.weights.map(percent).join(" : "));
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &words).await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-composite-saved").await
}

/// Takes the declaration back: the four stand side by side and no more.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Composite>,
    posted: Posted<Fields>,
) -> Answer {
    let seen = (url.id, seen(&posted.input)?);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    queries::withdraw_composite(&change.transaction, url.id).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-composite-removed").await
}

fn seen(fields: &Fields) -> Result<i64, WebError> {
    typed(fields, "version").parse().map_err(|_| WebError::BadForm("version".to_owned()))
}

/// What is declared in words: in which version, what each appraisal weighs and what the grades are worth.
pub fn sentences(page: &Page, declared: Option<&Composite>, plan: &Plan) -> Vec<String> {
    let Some(declared) = declared else {
        return vec![page.t("appraisals-composite-none")];
    };
    let weights = Source::ALL.iter().zip(declared.weights).filter(|(_, weight)| *weight > 0);
    let weights: Vec<String> = weights
        .map(|(source, weight)| format!("{} {} %", page.coded("appraisals-source-of-", source.code()), percent(weight)))
        .collect();
    let version = page.t1("appraisals-composite-version", "version", declared.revision);
    let mut sentences = vec![version, weights.join(" + ")];
    for scale in scales(plan) {
        let points = declared.points.get(&scale.code).into_iter().flatten().zip(&scale.grades);
        let points: Vec<String> =
            points.map(|(worth, grade)| format!("{} {worth}", grade.name.in_language(page.language))).collect();
        sentences.push(page.t1("appraisals-composite-points", "points", points.join(" · ")));
    }
    sentences
}
