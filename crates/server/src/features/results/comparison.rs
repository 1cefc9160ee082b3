//! The organisations of one sector beside each other, on the common items all of them were asked (S053), with the
//! interval of every rate (S083). For the office and the statistician only, by name, and never ranked: the order as far as rates carry
//! one is a page of its own (`order.rs`).

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use spreadsheets::write::{Field, TableSheet, write};
use storage::{RoundId, Scope};
use texts::Language;

use super::context::{AGGREGATES, Context};
use super::figures::{Figure, Row, words};
use super::release::{Object, Standing};
use super::urls;
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::library::LIBRARY;
use crate::features::appraisals::measure_title;
use crate::features::appraisals::model::{Definition, Item, Measure, ObjectKind};
use crate::features::organisations;
use crate::people_names::sort_key;
use crate::roles::Role;
use crate::web::page::spreadsheet;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// What is asked for; nothing means the first there is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// The code of a sector.
    pub sector: String,
    /// An instrument and its direction.
    pub measure: String,
}

/// Something to choose.
pub struct Choice {
    /// As the address names it.
    pub code: String,
    /// In words.
    pub name: String,
    /// Whether it is shown.
    pub is_chosen: bool,
}

/// A row of the page.
struct Line {
    path: String,
    name: String,
    cells: Vec<Row>,
}

#[derive(Template)]
#[template(path = "features/results/templates/comparison.html")]
struct ComparisonView {
    page: Page,
    round: (String, String),
    action: String,
    export: String,
    /// The order of the same, for the office that runs the round.
    order: Option<String>,
    sectors: Vec<Choice>,
    measures: Vec<Choice>,
    items: Vec<String>,
    rows: Vec<Line>,
}

/// An organisation or leading team that was judged.
pub struct Judged<'a> {
    /// What was released of it.
    pub object: &'a Object,
    /// By what it was judged.
    pub measure: &'a Measure,
    /// Its sector.
    sector: &'a str,
}

/// What stands beside each other.
pub struct Comparison<'a> {
    /// The sectors of those judged, as the library lists them.
    sectors: Vec<&'a str>,
    /// The chosen one; empty where there is none.
    sector: &'a str,
    /// One measure for each instrument and direction, as the round declares them.
    measures: Vec<&'a Measure>,
    /// The chosen one.
    measure: Option<&'a Measure>,
    /// The columns.
    items: Vec<&'a Item>,
    /// The rows, by name.
    pub judged: Vec<Judged<'a>>,
}

/// Shows the comparison.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Comparison>,
    Query(wish): Query<Wish>,
) -> Answer {
    let context = load(&app, &visitor, url.round).await?;
    let language = frame.language;
    let found = Comparison::of(&context, &wish);
    let query = found.query();
    let (sectors, measures) = found.choices(&context, language);
    let order = urls::Order { round: url.round }.to_path();
    let order = is_office(&app, &visitor, &context).await?.then(|| format!("{order}?{query}"));
    let line = |one: &Judged<'_>| Line {
        path: urls::Object { round: url.round, object: one.object.object }.to_path(),
        name: one.object.name.clone(),
        cells: found.cells((&app, language), &context, one),
    };
    html(&ComparisonView {
        page: frame.page("results-comparison-title"),
        round: (urls::Results { round: url.round }.to_path(), context.round.title.clone()),
        action: url.to_path(),
        export: format!("{}?{query}", urls::ComparisonFile { round: url.round }.to_path()),
        order,
        sectors,
        measures,
        items: found.items.iter().map(|item| words(&item.name, language)).collect(),
        rows: found.judged.iter().map(line).collect(),
    })
}

/// The same as a spreadsheet, which says what it is good for; taking it is an event.
pub async fn export(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ComparisonFile>,
    Query(wish): Query<Wish>,
) -> Answer {
    let context = load(&app, &visitor, url.round).await?;
    let language = frame.language;
    let found = Comparison::of(&context, &wish);
    let page = frame.page("results-comparison-title");
    let certainty = page.t("results-column-certainty");
    let mut headings = vec![page.t("results-column-name")];
    for item in &found.items {
        let name = words(&item.name, language);
        headings.extend([name.clone(), format!("{name} · {certainty}")]);
    }
    let mut rows = Vec::new();
    for one in &found.judged {
        let mut row = vec![Field::Text(one.object.name.clone())];
        for cell in found.cells((&app, language), &context, one) {
            row.push(Field::Text(cell.figure.as_ref().map_or(cell.words, Figure::rate)));
            row.push(Field::Text(cell.certainty));
        }
        rows.push(row);
    }
    rows.push(vec![Field::Text(page.t("results-comparison-about"))]);
    let sheet = TableSheet { name: page.title.clone(), headings, rows };
    let bytes = write(&[sheet]).map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Round(context.round.id.0)).await?;
    let details = format!("{}: {}", context.round.title, page.title);
    let about = About::organisation(context.round.organisation_id, details);
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::Exported, about).await?;
    transaction.commit().await?;
    Ok(spreadsheet("comparison.xlsx", bytes))
}

/// The round, for those whose reach holds the whole of it and who see aggregates: what a secretary may see of a
/// published round is no comparison.
async fn load(app: &App, visitor: &Visitor, round: RoundId) -> Result<Context, WebError> {
    let context = Context::load(app, visitor, round).await?;
    let reach = visitor.reach(AGGREGATES);
    if !organisations::queries::in_reach(&app.database, &reach, context.round.organisation_id).await? {
        return Err(WebError::NotFound);
    }
    Ok(context)
}

/// Whether the visitor is of the office that runs the round, and not of a part of it only.
pub async fn is_office(app: &App, visitor: &Visitor, context: &Context) -> Result<bool, WebError> {
    let reach = visitor.reach(&[Role::CampaignOffice]);
    Ok(organisations::queries::in_reach(&app.database, &reach, context.round.organisation_id).await?)
}

impl<'a> Comparison<'a> {
    fn of(context: &'a Context, wish: &Wish) -> Self {
        Self::among(context, wish, judged(context))
    }

    /// What was chosen among these.
    pub fn among(context: &'a Context, wish: &Wish, mut judged: Vec<Judged<'a>>) -> Self {
        let mut sectors: Vec<&'a str> = Vec::new();
        for known in LIBRARY.sector_codes() {
            sectors.extend(judged.iter().map(|one| one.sector).find(|sector| *sector == known));
        }
        let wished = sectors.iter().find(|sector| **sector == wish.sector);
        let sector = wished.or_else(|| sectors.first()).copied().unwrap_or_default();
        let mut measures: Vec<&'a Measure> = Vec::new();
        for measure in &context.frozen.plan.measures {
            let is_new = !measures.iter().any(|known| is_same(known, measure));
            if is_new && judged.iter().any(|one| is_same(one.measure, measure)) {
                measures.push(measure);
            }
        }
        let asked_here =
            |measure: &&&Measure| judged.iter().any(|one| one.sector == sector && is_same(one.measure, measure));
        let wished = measures.iter().find(|measure| code(measure) == wish.measure);
        let measure = wished.or_else(|| measures.iter().find(asked_here)).copied();
        judged.retain(|one| one.sector == sector && measure.is_some_and(|measure| is_same(one.measure, measure)));
        Self { sectors, sector, measures, measure, items: common_items(&judged), judged }
    }

    /// What was chosen, as an address says it.
    pub fn query(&self) -> String {
        let measure = self.measure.map(code).unwrap_or_default();
        let chosen = [("sector", self.sector), ("measure", measure.as_str())];
        form_urlencoded::Serializer::new(String::new()).extend_pairs(chosen).finish()
    }

    /// The sectors and the measures to choose among.
    pub fn choices(&self, context: &Context, language: Language) -> (Vec<Choice>, Vec<Choice>) {
        let sector = |sector: &&str| Choice {
            code: (*sector).to_owned(),
            name: LIBRARY.sector_name(sector, language).to_owned(),
            is_chosen: *sector == self.sector,
        };
        let measure = |measure: &&Measure| Choice {
            code: code(measure),
            name: title(context, measure, language),
            is_chosen: self.measure.is_some_and(|chosen| is_same(chosen, measure)),
        };
        (self.sectors.iter().map(sector).collect(), self.measures.iter().map(measure).collect())
    }

    /// What is shown of one organisation, column by column.
    fn cells(&self, (app, language): (&App, Language), context: &Context, one: &Judged<'_>) -> Vec<Row> {
        let definition = &one.measure.definition;
        let (_, valid, _) = context.release.ballots_on(one.object);
        let due = context.due(one.object);
        let cell = |asked: &&Item| {
            let item = position(definition, asked)?;
            let standing = one.object.items.get(item).map_or(&Standing::Empty, |item| &item.total);
            let steps = urls::Steps { round: context.round.id, object: one.object.object, item };
            let name = words(&asked.name, language);
            let row = Row::of((app, language), context, name, standing, (valid, due), definition);
            Some(row.explained(steps.to_path()))
        };
        self.items.iter().filter_map(cell).collect()
    }
}

/// The organisations and leading teams that were judged and have a sector, as the round froze them, by name.
pub fn judged(context: &Context) -> Vec<Judged<'_>> {
    let plan = &context.frozen.plan;
    let mut judged = Vec::new();
    for object in &context.release.objects {
        let declared = context.declared(object.object).filter(|one| one.kind == ObjectKind::Organisation);
        let organisation = declared.and_then(|declared| context.frozen.organisation(declared.organisation));
        let sector = organisation.and_then(|organisation| organisation.sector.as_deref());
        if let (Some(sector), Some(measure)) = (sector, plan.measure(object.measure)) {
            judged.push(Judged { object, measure, sector });
        }
    }
    judged.sort_by_cached_key(|one| (sort_key(&one.object.name), one.object.object));
    judged
}

/// Whether two measures are one instrument in one direction, whichever its version and whosever words.
fn is_same(one: &Measure, other: &Measure) -> bool {
    one.definition.code == other.definition.code && one.direction == other.direction
}

/// A measure as the address names it.
fn code(measure: &Measure) -> String {
    format!("{}@{}", measure.definition.code, measure.direction)
}

/// The name of an instrument without the sector's words it may have been asked in.
fn title(context: &Context, measure: &Measure, language: Language) -> String {
    let definition = Definition { variant: None, variant_name: None, ..measure.definition.clone() };
    let common = Measure { definition, ..measure.clone() };
    measure_title(&context.frozen.plan, &common, language)
}

/// The common items that all of these were asked, in the words of the instrument itself where any was asked in them.
fn common_items<'a>(judged: &[Judged<'a>]) -> Vec<&'a Item> {
    let plain = judged.iter().find(|one| one.measure.definition.variant.is_none());
    let Some(first) = plain.or_else(|| judged.first()) else {
        return Vec::new();
    };
    let is_asked_of_all = |item: &&Item| judged.iter().all(|one| position(&one.measure.definition, item).is_some());
    first.measure.definition.items.iter().filter(|item| item.common).filter(is_asked_of_all).collect()
}

/// Where an instrument asks a common item.
fn position(definition: &Definition, item: &Item) -> Option<usize> {
    definition.items.iter().position(|asked| asked.common && asked.code == item.code)
}
