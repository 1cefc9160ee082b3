//! One object: every item, every judge group, warnings; and the steps behind each figure.

use askama::Template;
use axum::extract::{Path, State};
use rules::attendance::attendance;
use texts::{Language, Value};

use super::acknowledgements::Receiving;
use super::adjusted::{self, AdjustedTable};
use super::context::Context;
use super::figures::{Figure, Row, grade_names, group_name, scale_of, words};
use super::forms::{self, FormsLine, forms_line};
use super::overview::{self, breadcrumbs};
use super::own_grades::{Compared, OwnGrades};
use super::release::{Reasons, Standing, StoredStep};
use super::years::years_path;
use super::{notices, urls};
use crate::App;
use crate::features::named;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/results/templates/show.html")]
struct ShowView {
    page: Page,
    breadcrumbs: Vec<(String, String)>,
    round: (String, String),
    overall: Option<Row>,
    forms: Vec<FormsLine>,
    grades: Vec<String>,
    items: Vec<Row>,
    panels: Vec<(String, Vec<Row>)>,
    pools: Vec<Row>,
    chart: Option<String>,
    /// The adjusted score beside the raw average.
    adjusted: Option<AdjustedTable>,
    /// The own grades beside others', where the visitor is close to the object.
    compared: Vec<Compared>,
    warnings: Vec<String>,
    feedback: Option<String>,
    /// Whether the feedback sheet was acknowledged, where the visitor is close to the object.
    receiving: Receiving,
    opinions: String,
    /// The rounds that judged the organisation, for whoever may read them.
    years: Option<String>,
    /// How many judged it by name (S069), and where that stands: never added to these figures.
    named: Option<(usize, String)>,
}

/// Shows an object.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Object>) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let (position, object) = context.object(url.object)?;
    let definition = context.definition(object.measure)?;
    let language = frame.language;
    let (_, valid, _) = context.release.ballots_on(object);
    let due = context.due(object);
    let row = |name: String, standing: &Standing, item, valid, due| {
        Row::of((&app, language), &context, name, standing, (valid, due), definition)
            .explained(urls::Steps { round: url.round, object: url.object, item }.to_path())
    };
    let mut items = Vec::new();
    let mut panels = Vec::new();
    for (item, asked) in definition.items.iter().enumerate() {
        let Some(found) = object.items.get(item) else {
            continue;
        };
        let name = words(&asked.name, language);
        items.push(row(name.clone(), &found.total, item, valid, due));
        let groups = object.judged_by.iter().zip(&found.panels);
        let rows: Vec<Row> = groups
            .map(|(group, standing)| {
                let panel = context.release.panels.get(*group);
                let name = group_name(language, &context, *group);
                let valid = panel.map_or(0, |panel| panel.valid);
                row(name, standing, item, valid, panel.and_then(|panel| panel.due))
            })
            .collect();
        if rows.len() > 1 {
            panels.push((name, rows));
        }
    }
    let overall = definition.overall_position();
    let mine = |pool: &super::release::Pool| {
        pool.measure == object.measure && pool.groups.iter().any(|(other, _)| *other == position)
    };
    let pools = context.release.pools.iter().enumerate();
    let pools = pools
        .filter(|(_, pool)| mine(pool))
        .filter_map(|(number, pool)| {
            let item = overall.or_else(|| pool.items.first().copied())?;
            let standing = Standing::Shown(pool.counts(item)?.to_vec());
            let name = super::figures::pool_name(&app, language, &context, number);
            Some(row(name, &standing, item, pool.valid, None))
        })
        .collect();
    let grades = grade_names(definition, language);
    let own = OwnGrades::load(&app, &context, object).await?;
    let receiving = Receiving::load(&app, &visitor, &context, object).await?;
    let steps_of = |item| urls::Steps { round: url.round, object: url.object, item }.to_path();
    let organisation = context.declared(object.object).filter(|declared| declared.is_of_organisation());
    let years = match organisation {
        Some(declared) => years_path(&app, &visitor, declared.organisation).await?,
        None => None,
    };
    let compared = own.compared(&app, language, (definition, object), steps_of);
    html(&ShowView {
        page: frame.titled(object.name.clone()),
        breadcrumbs: trail(&context, object.place),
        round: (urls::Results { round: url.round }.to_path(), context.round.title.clone()),
        overall: overall.map(|item| overview::object_row(&app, &frame, &context, object, definition, item)),
        forms: object.judged_by.iter().map(|group| forms_line(language, &context, *group)).collect(),
        chart: overview::chart((&app, &frame), "", &grades, &items),
        adjusted: adjusted::of_object((&app, language), &context, object),
        grades,
        items,
        panels,
        pools,
        warnings: notices::of_object(&context, object, definition)
            .iter()
            .map(|warning| notices::words(&app, language, warning))
            .collect(),
        compared,
        feedback: context
            .is_close_to(object)
            .then(|| urls::Feedback { round: url.round, object: url.object }.to_path()),
        receiving,
        opinions: urls::Opinions { round: url.round }.to_path(),
        years,
        named: named::about(&app, url.round, (object.object, object.measure)).await?,
    })
}

/// The way up from an object: its own place and what is above it.
fn trail(context: &Context, place: usize) -> Vec<(String, String)> {
    let mut trail = breadcrumbs(context, place);
    if context.sees_place(place)
        && let Some(found) = context.release.places.get(place)
    {
        let own = urls::Place { round: context.round.id, organisation: found.organisation };
        trail.push((own.to_path(), found.name.clone()));
    }
    trail
}

#[derive(Template)]
#[template(path = "features/results/templates/steps.html")]
struct StepsView {
    page: Page,
    back: String,
    subject: String,
    parts: Vec<Part>,
}

struct Part {
    name: String,
    steps: Vec<(String, String)>,
}

/// The steps behind the figures of one item of an object.
pub async fn steps(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Steps>) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let (_, object) = context.object(url.object)?;
    let definition = context.definition(object.measure)?;
    let asked = definition.items.get(url.item).ok_or(WebError::NotFound)?;
    let found = object.items.get(url.item).ok_or(WebError::NotFound)?;
    let language = frame.language;
    let scale = scale_of(definition);
    let (_, valid, _) = context.release.ballots_on(object);
    let say = |steps: &[StoredStep]| -> Vec<(String, String)> {
        let steps = steps.iter();
        steps.map(|step| (step.rule.clone(), step_words(&app, language, &context, step))).collect()
    };
    let figure_steps = |standing: &Standing, valid, due| -> Vec<StoredStep> {
        let figure = standing.counts().zip(scale.as_ref()).map(|(counts, scale)| Figure::of(counts, valid, due, scale));
        let steps = figure.map(|figure| figure.steps).unwrap_or_default();
        steps.iter().map(StoredStep::from).collect()
    };
    let mut parts = vec![
        Part {
            name: app.texts.get(language, "results-steps-release"),
            steps: say(&reasons_of(&object.reasons, url.item)),
        },
        Part {
            name: app.texts.get(language, "results-steps-total"),
            steps: say(&figure_steps(&found.total, valid, context.due(object))),
        },
    ];
    if let Some(gap) = OwnGrades::load(&app, &context, object).await?.gap(definition, asked, &found.total) {
        let steps: Vec<StoredStep> = gap.steps.iter().map(StoredStep::from).collect();
        parts.push(Part { name: app.texts.get(language, "results-gap-title"), steps: say(&steps) });
    }
    for (group, standing) in object.judged_by.iter().zip(&found.panels) {
        let Some(panel) = context.release.panels.get(*group) else {
            continue;
        };
        let mut steps = forms_steps(&context, *group);
        if object.judged_by.len() > 1 {
            steps.extend(figure_steps(standing, panel.valid, panel.due));
        }
        parts.push(Part { name: group_name(language, &context, *group), steps: say(&steps) });
    }
    let mut pools: Vec<usize> = found
        .panels
        .iter()
        .filter_map(|standing| match standing {
            Standing::Pooled(pool) => Some(*pool),
            _ => None,
        })
        .collect();
    pools.dedup();
    for number in pools {
        let pool = context.release.pools.get(number);
        if let Some((pool, counts)) = pool.and_then(|pool| Some((pool, pool.counts(url.item)?))) {
            let standing = Standing::Shown(counts.to_vec());
            parts.push(Part {
                name: super::figures::pool_name(&app, language, &context, number),
                steps: say(&figure_steps(&standing, pool.valid, None)),
            });
        }
    }
    parts.retain(|part| !part.steps.is_empty());
    html(&StepsView {
        page: frame.page("results-steps-title"),
        back: urls::Object { round: url.round, object: url.object }.to_path(),
        subject: format!("{} · {}", object.name, words(&asked.name, language)),
        parts,
    })
}

/// The steps behind an organisation's total.
pub async fn place_steps(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::PlaceSteps>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let place =
        context.release.place(url.organisation).filter(|place| context.sees_place(*place)).ok_or(WebError::NotFound)?;
    let total = overview::total_of(&context, place, url.measure).ok_or(WebError::NotFound)?;
    let definition = context.definition(url.measure)?;
    let language = frame.language;
    let part = |(item, name): (usize, String)| {
        let mut steps = reasons_of(&total.reasons, item);
        if let (Some(Standing::Shown(counts)), Some(scale)) = (total.items.get(item), scale_of(definition)) {
            let figure = Figure::of(counts, total.valid, None, &scale);
            steps.extend(figure.steps.iter().map(StoredStep::from));
        }
        let said = steps.iter().map(|step| (step.rule.clone(), step_words(&app, language, &context, step)));
        Part { name, steps: said.collect() }
    };
    // Without an overall item each item has a total of its own.
    let items = match definition.overall_position() {
        Some(item) => vec![(item, app.texts.get(language, "results-steps-total"))],
        None => definition.items.iter().map(|item| words(&item.name, language)).enumerate().collect(),
    };
    let name = context.release.places.get(place).map_or("", |place| place.name.as_str());
    html(&StepsView {
        page: frame.page("results-steps-title"),
        back: urls::Place { round: url.round, organisation: url.organisation }.to_path(),
        subject: format!("{name} · {}", overview::title(&context, url.measure, language)),
        parts: items.into_iter().map(part).collect(),
    })
}

/// The steps behind the numbers of a judge group's forms (R04), and its attendance (R03).
pub async fn group_forms(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::FormsSteps>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let panel = context.release.panels.get(url.group).ok_or(WebError::NotFound)?;
    let judges_seen = context
        .release
        .objects
        .iter()
        .any(|object| object.judged_by.contains(&url.group) && context.sees_object(object));
    if !judges_seen && !context.sees_place(panel.place) {
        return Err(WebError::NotFound);
    }
    let name = group_name(frame.language, &context, url.group);
    let steps = forms_steps(&context, url.group);
    steps_page(&app, &frame, &context, (name, "results-steps-forms"), &steps)
}

/// The steps behind the share of the staff who took part (R07).
pub async fn participation_steps(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Participation>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let found = forms::participation_of(&context).filter(|_| context.sees_place(0)).ok_or(WebError::NotFound)?;
    let steps: Vec<StoredStep> = found.steps.iter().map(StoredStep::from).collect();
    steps_page(&app, &frame, &context, (context.round.title.clone(), "results-participation"), &steps)
}

fn steps_page(
    app: &App,
    frame: &Frame,
    context: &Context,
    (subject, part): (String, &str),
    steps: &[StoredStep],
) -> Answer {
    let language = frame.language;
    let words = |step: &StoredStep| (step.rule.clone(), step_words(app, language, context, step));
    html(&StepsView {
        page: frame.page("results-steps-title"),
        back: urls::Results { round: context.round.id }.to_path(),
        subject,
        parts: vec![Part { name: app.texts.get(language, part), steps: steps.iter().map(words).collect() }],
    })
}

fn reasons_of(reasons: &[Reasons], item: usize) -> Vec<StoredStep> {
    let found = reasons.iter().find(|reasons| reasons.items.contains(&item));
    found.map(|reasons| reasons.steps.clone()).unwrap_or_default()
}

/// How the forms of a group add up, who was due and who came.
fn forms_steps(context: &Context, group: usize) -> Vec<StoredStep> {
    let Some(panel) = context.release.panels.get(group) else {
        return Vec::new();
    };
    let issued = context.issued.get(group).copied().unwrap_or(0);
    let mut steps = vec![StoredStep::from(&rules::Step::BallotsCounted { valid: panel.valid, blank: panel.blank })];
    if let Ok(step) = forms::recovery(issued, Some(panel)).check() {
        steps.push(StoredStep::from(&step));
    }
    if let Some(Ok(found)) = forms::roll(context, group).map(attendance) {
        steps.extend(found.steps.iter().map(StoredStep::from));
    }
    steps
}

/// A step in words, with names in place of references.
pub fn step_words(app: &App, language: Language, context: &Context, step: &StoredStep) -> String {
    let arguments: Vec<(&str, Value)> = step
        .arguments
        .iter()
        .map(|(name, value)| {
            let value = match name.as_str() {
                "group" => group_reference(language, context, value),
                "node" => node_reference(context, value),
                _ => value.clone(),
            };
            (name.as_str(), Value::Text(value))
        })
        .collect();
    app.texts.with(language, &format!("results-step-{}", step.key), &arguments)
}

fn group_reference(language: Language, context: &Context, value: &str) -> String {
    let parts = value.split_once('.');
    let parts = parts.and_then(|(object, panel)| Some((object.parse::<usize>().ok()?, panel.parse::<usize>().ok()?)));
    let Some((object, panel)) = parts else {
        return value.to_owned();
    };
    let name = context.release.objects.get(object).map_or("", |object| object.name.as_str());
    format!("{name} ({})", group_name(language, context, panel))
}

fn node_reference(context: &Context, value: &str) -> String {
    let found = match value.split_once(':') {
        Some(("object", number)) => number
            .parse::<usize>()
            .ok()
            .and_then(|number| context.release.objects.get(number))
            .map(|object| object.name.clone()),
        Some(("place", number)) => number
            .parse::<usize>()
            .ok()
            .and_then(|number| context.release.places.get(number))
            .map(|place| place.name.clone()),
        _ => None,
    };
    found.unwrap_or_else(|| value.to_owned())
}
