//! The results of a round at one place of the tree: forms, totals, what lies below by name, warnings.

use askama::Template;
use axum::extract::{Path, State};
use documents::charts::{Distribution, DistributionRow, distribution};
use storage::{MeasureId, RoundId};

use super::adjusted::{self, AdjustedTable};
use super::context::Context;
use super::figures::{Row, grade_names, pool_name, words};
use super::forms::{FormsLine, forms_line, participation_of};
use super::release::{Object, Standing};
use super::{notices, quality, urls, waits};
use crate::App;
use crate::features::appraisals::model::{Definition, Item};
use crate::features::appraisals::{Link, chain, measure_title};
use crate::people_names::sort_key;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// The most bars a chart shows; beyond it the table says it better.
const MOST_BARS: usize = 24;

#[derive(Template)]
#[template(path = "features/results/templates/overview.html")]
struct OverviewView {
    page: Page,
    state: String,
    period: String,
    breadcrumbs: Vec<(String, String)>,
    place: String,
    actions: Vec<(String, String)>,
    forms: Vec<FormsLine>,
    measures: Vec<MeasureTable>,
    warnings: Vec<(String, String)>,
    opening_hash: String,
    root: Option<String>,
    opinions: (u64, u64),
    /// How many of the staff took part (R07), where their number was declared, and how it was found.
    participation: Option<(String, String)>,
    /// What the round declared of its quality, of the round as a whole alone.
    quality: Vec<quality::Line>,
    /// The linked rounds (S071), from the lowest to the highest.
    chain: Vec<Link>,
    /// Where their results stand beside each other.
    linked: String,
}

struct MeasureTable {
    name: String,
    item: String,
    grades: Vec<String>,
    rows: Vec<Row>,
    pools: Vec<Row>,
    chart: Option<String>,
    adjusted: Option<AdjustedTable>,
}

/// The round as a whole, or the part of it the visitor may see.
pub async fn round(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Results>) -> Answer {
    if let Some(page) = waits::page(&app, &visitor, &frame, url.round).await? {
        return Ok(page);
    }
    let context = Context::load(&app, &visitor, url.round).await?;
    match context.top() {
        Some(top) => show(&app, &visitor, &frame, &context, top).await,
        None => own(&context),
    }
}

/// Somebody who sees nothing but the own sheet is led there.
fn own(context: &Context) -> Answer {
    let own = context.release.objects.iter().find(|object| context.sees_object(object)).ok_or(WebError::NotFound)?;
    let url = urls::Object { round: context.round.id, object: own.object };
    Ok(crate::web::see_other(&url.to_path()))
}

/// One organisation of the tree.
pub async fn place(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Place>) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let place =
        context.release.place(url.organisation).filter(|place| context.sees_place(*place)).ok_or(WebError::NotFound)?;
    show(&app, &visitor, &frame, &context, place).await
}

async fn show(app: &App, visitor: &Visitor, frame: &Frame, context: &Context, place: usize) -> Answer {
    let language = frame.language;
    let release = &context.release;
    let forms = release
        .panels
        .iter()
        .enumerate()
        .filter(|(_, panel)| release.lies_within(panel.place, place))
        .map(|(group, _)| forms_line(language, context, group))
        .collect();
    let mut measures = Vec::new();
    // Each direction by itself, never averaged: those of one stand together.
    for measure in context.frozen.plan.measures_by_direction() {
        if let Some(mut table) = measure_table(app, frame, context, place, measure.id)? {
            table.adjusted = adjusted::of_place((app, language), context, measure, place);
            measures.push(table);
        }
    }
    let mut warnings = Vec::new();
    let below = release.objects.iter().filter(|object| release.lies_within(object.place, place));
    for object in below {
        let definition = context.definition(object.measure)?;
        for warning in notices::of_object(context, object, definition) {
            warnings.push((object.name.clone(), notices::words(app, language, &warning)));
        }
    }
    if place == 0
        && let Some(warning) = notices::of_participation(context)
    {
        warnings.push((context.round.title.clone(), notices::words(app, language, &warning)));
    }
    let actions = super::actions::actions(app, visitor, frame, context).await?;
    let opening_hash = context.round.opening_hash.clone();
    let here = release.places.get(place);
    let name = here.map_or_else(String::new, |place| place.name.clone());
    html(&OverviewView {
        page: frame.titled(context.round.title.clone()),
        quality: if place == 0 { quality::lines((&app.texts, language), context) } else { Vec::new() },
        state: context.round.state.clone(),
        period: format!("{} – {}", context.round.period_from, context.round.period_to),
        breadcrumbs: breadcrumbs(context, place),
        place: name,
        actions,
        forms,
        measures,
        warnings,
        opening_hash: opening_hash.unwrap_or_default(),
        root: context.root.clone(),
        opinions: (release.opinions_received, release.opinions_sealed),
        participation: participation_of(context).filter(|_| place == 0).map(|found| {
            (super::figures::share(found.share), urls::Participation { round: context.round.id }.to_path())
        }),
        chain: chain(app, visitor, context.round.id, |round| urls::Results { round: round.id }.to_path()).await?,
        linked: urls::Linked { round: context.round.id }.to_path(),
    })
}

/// The organisations above a place that the visitor may see, the highest first.
pub fn breadcrumbs(context: &Context, place: usize) -> Vec<(String, String)> {
    let mut trail = Vec::new();
    let mut at = context.release.places.get(place).and_then(|place| place.parent);
    while let Some(position) = at.filter(|position| context.sees_place(*position)) {
        let Some(above) = context.release.places.get(position) else {
            break;
        };
        let url = urls::Place { round: context.round.id, organisation: above.organisation };
        trail.push((url.to_path(), above.name.clone()));
        at = above.parent;
    }
    trail.reverse();
    trail
}

fn measure_table(
    app: &App,
    frame: &Frame,
    context: &Context,
    place: usize,
    measure: MeasureId,
) -> Result<Option<MeasureTable>, WebError> {
    let definition = context.definition(measure)?;
    let release = &context.release;
    let Some(item) = definition.overall_position() else {
        return Ok(items_only(app, frame, context, place, measure, definition));
    };
    let here = frame.language;
    let mut rows = Vec::new();
    let mut lines: Vec<(Vec<u8>, Row)> = Vec::new();
    for (position, found) in release.places.iter().enumerate() {
        let is_child = found.parent == Some(place);
        if position != place && !is_child {
            continue;
        }
        let Some(total) = total_of(context, position, measure) else {
            continue;
        };
        let standing = total.items.get(item).unwrap_or(&Standing::Empty);
        let name = if is_child {
            found.name.clone()
        } else {
            app.texts.with(here, "results-total-of", &[("name", found.name.as_str().into())])
        };
        let row = Row::of((app, here), context, name, standing, (total.valid, None), definition).explained(
            urls::PlaceSteps { round: context.round.id, organisation: found.organisation, measure }.to_path(),
        );
        if is_child {
            let url = urls::Place { round: context.round.id, organisation: found.organisation };
            lines.push((sort_key(&found.name), row.linked(url.to_path())));
        } else {
            rows.push(row);
        }
    }
    let objects = release.objects.iter().filter(|object| object.measure == measure && object.place == place);
    for object in objects {
        lines.push((sort_key(&object.name), object_row(app, frame, context, object, definition, item)));
    }
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    rows.extend(lines.into_iter().map(|(_, row)| row));
    if rows.is_empty() {
        return Ok(None);
    }
    let grades = grade_names(definition, here);
    Ok(Some(MeasureTable {
        name: title(context, measure, here),
        item: definition.items.get(item).map(|item| words(&item.name, here)).unwrap_or_default(),
        chart: chart((app, frame), &chart_name(context, measure), &grades, &rows),
        pools: pools(app, frame, context, place, measure, definition, item),
        grades,
        rows,
        adjusted: None,
    }))
}

/// The name of a measure, with its direction where the round has several (S054).
pub fn title(context: &Context, measure: MeasureId, language: texts::Language) -> String {
    let plan = &context.frozen.plan;
    plan.measure(measure).map_or_else(String::new, |measure| measure_title(plan, measure, language))
}

/// Where an instrument names no overall item there are item rates only: those of the place here, those of each object on
/// its page.
fn items_only(
    app: &App,
    frame: &Frame,
    context: &Context,
    place: usize,
    measure: MeasureId,
    definition: &Definition,
) -> Option<MeasureTable> {
    let objects = context
        .release
        .objects
        .iter()
        .filter(|object| object.measure == measure && context.release.lies_within(object.place, place));
    let mut lines: Vec<(Vec<u8>, Row)> = objects
        .map(|object| {
            let url = urls::Object { round: context.round.id, object: object.object };
            let mut row =
                Row::of((app, frame.language), context, object.name.clone(), &Standing::Empty, (0, None), definition)
                    .linked(url.to_path());
            row.words = app.texts.get(frame.language, "results-no-overall");
            (sort_key(&object.name), row)
        })
        .collect();
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut rows = item_totals((app, frame), context, (place, measure), definition);
    let has_lines = !lines.is_empty();
    rows.extend(lines.into_iter().map(|(_, row)| row));
    has_lines.then(|| MeasureTable {
        name: title(context, measure, frame.language),
        item: String::new(),
        grades: grade_names(definition, frame.language),
        rows,
        pools: Vec::new(),
        chart: None,
        adjusted: None,
    })
}

/// The totals of a place item by item, where the instrument names no overall item (S070: three pooled rates).
fn item_totals(
    (app, frame): (&App, &Frame),
    context: &Context,
    (place, measure): (usize, MeasureId),
    definition: &Definition,
) -> Vec<Row> {
    let (Some(total), Some(found)) = (total_of(context, place, measure), context.release.places.get(place)) else {
        return Vec::new();
    };
    let language = frame.language;
    let of = app.texts.with(language, "results-total-of", &[("name", found.name.as_str().into())]);
    let steps = urls::PlaceSteps { round: context.round.id, organisation: found.organisation, measure }.to_path();
    let row = |(item, standing): (&Item, &Standing)| {
        let name = format!("{of} · {}", words(&item.name, language));
        let valid = (total.valid, None);
        Row::of((app, language), context, name, standing, valid, definition).explained(steps.clone())
    };
    definition.items.iter().zip(&total.items).map(row).collect()
}

/// The row of an object's overall item.
pub fn object_row(
    app: &App,
    frame: &Frame,
    context: &Context,
    object: &Object,
    definition: &Definition,
    item: usize,
) -> Row {
    let round: RoundId = context.round.id;
    let (_, valid, _) = context.release.ballots_on(object);
    let standing = object.items.get(item).map_or(&Standing::Empty, |item| &item.total);
    Row::of((app, frame.language), context, object.name.clone(), standing, (valid, context.due(object)), definition)
        .linked(urls::Object { round, object: object.object }.to_path())
        .explained(urls::Steps { round, object: object.object, item }.to_path())
}

/// The pools of an item within a place.
pub fn pools(
    app: &App,
    frame: &Frame,
    context: &Context,
    place: usize,
    measure: MeasureId,
    definition: &Definition,
    item: usize,
) -> Vec<Row> {
    let pools = context.release.pools.iter().enumerate();
    pools
        .filter(|(_, pool)| pool.measure == measure && context.release.lies_within(pool.place, place))
        .filter_map(|(position, pool)| {
            let standing = Standing::Shown(pool.counts(item)?.to_vec());
            let name = pool_name(app, frame.language, context, position);
            let (object, _) = pool.groups.first()?;
            let steps =
                urls::Steps { round: context.round.id, object: context.release.objects.get(*object)?.object, item };
            let row = Row::of((app, frame.language), context, name, &standing, (pool.valid, None), definition);
            Some(row.explained(steps.to_path()))
        })
        .collect()
}

/// The total of a place on a measure.
pub fn total_of(context: &Context, place: usize, measure: MeasureId) -> Option<&super::release::PlaceTotal> {
    let mut totals = context.release.totals.iter();
    totals.find(|total| total.place == place && total.measure == measure)
}

/// What tells a measure's chart from the others on the page.
fn chart_name(context: &Context, measure: MeasureId) -> String {
    let place = context.frozen.plan.measures.iter().position(|known| known.id == measure);
    place.map_or_else(String::new, |place| format!("{place}-"))
}

/// The distribution of the rows that show a figure; its name tells it from other charts on the page.
pub fn chart((app, frame): (&App, &Frame), name: &str, grades: &[String], rows: &[Row]) -> Option<String> {
    let shown: Vec<DistributionRow> = rows
        .iter()
        .filter_map(|row| {
            Some(DistributionRow { label: row.name.clone(), counts: row.figure.as_ref()?.counts.clone() })
        })
        .collect();
    if shown.is_empty() || shown.len() > MOST_BARS {
        return None;
    }
    let text = |key: &str| app.texts.get(frame.language, key);
    Some(distribution(&Distribution {
        name: name.to_owned(),
        title: text("results-chart"),
        description: text("results-chart-about"),
        grades: grades.to_vec(),
        rows: shown,
    }))
}
