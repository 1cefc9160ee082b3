//! The rounds of a chain, level by level (S071): people judge members, members their branch, branches the committee. Each
//! level is shown as its own round released it, and no figure is computed from two of them.

use askama::Template;
use axum::extract::{Path, State};
use spreadsheets::write::{Field, TableSheet, write};
use storage::entities::round;
use storage::{RoundId, Scope};
use texts::Language;

use super::context::{AGGREGATES, Context};
use super::figures::{Figure, Row, words};
use super::release::{Object, Standing};
use super::{overview, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::Measure;
use crate::features::appraisals::{knows_of, linked_rounds, measure_name};
use crate::features::{appraisals, organisations};
use crate::people_names::sort_key;
use crate::roles::Role;
use crate::web::page::spreadsheet;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/results/templates/linked.html")]
struct LinkedView {
    page: Page,
    back: (String, String),
    /// For whoever sees aggregates of the whole round.
    export: Option<String>,
    levels: Vec<Level>,
}

/// One round of the chain.
struct Level {
    /// From 1, the lowest.
    number: u64,
    title: String,
    /// Its results, where the visitor sees some.
    path: Option<String>,
    state: String,
    period: String,
    /// The key of why nothing is shown; empty where something is.
    reason: &'static str,
    parts: Vec<Part>,
}

/// What was judged by one instrument in one direction.
struct Part {
    measure: String,
    direction: String,
    judges: String,
    /// The item the rates are those of; empty where the instrument has no overall item.
    item: String,
    /// Whose figures come from these judges alone: the one judged, or the level.
    subject: String,
    lines: Vec<Line>,
}

/// One object, or all of a measure together.
struct Line {
    row: Row,
    /// Forms handed out, returned and valid; nothing for a total, because one form may be about several objects.
    forms: Option<(u64, u64, u64)>,
}

/// Shows the chain.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Linked>) -> Answer {
    let (levels, own) = levels(&app, &visitor, &frame, url.round).await?;
    let sees_all = sees_whole(&app, &visitor, &own).await?;
    let is_shown = levels.iter().any(|level| level.path.as_ref().is_some_and(|path| *path == path_of(own.id)));
    let back = match is_shown {
        true => path_of(own.id),
        false if visitor.has(Role::CampaignOffice) => appraisals::urls::Round { id: own.id }.to_path(),
        false => urls::Rounds {}.to_path(),
    };
    html(&LinkedView {
        page: frame.page("results-linked-title"),
        back: (back, own.title),
        export: sees_all.then(|| urls::LinkedFile { round: url.round }.to_path()),
        levels,
    })
}

/// The same as a spreadsheet; taking it is an event.
pub async fn export(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::LinkedFile>,
) -> Answer {
    let (levels, own) = levels(&app, &visitor, &frame, url.round).await?;
    if !sees_whole(&app, &visitor, &own).await? {
        return Err(WebError::NotFound);
    }
    let page = frame.page("results-linked-title");
    let headings = HEADINGS.map(|key| page.t(key)).to_vec();
    let mut rows = Vec::new();
    for level in &levels {
        let mut begin = vec![Field::Count(level.number), Field::Text(level.title.clone())];
        let is_known = !level.state.is_empty();
        begin.push(if is_known { Field::Text(page.coded("appraisals-state-", &level.state)) } else { Field::Empty });
        if !level.reason.is_empty() {
            let mut row = begin.clone();
            row.extend((0..7).map(|_| Field::Empty));
            row.push(Field::Text(page.t(level.reason)));
            rows.push(row);
        }
        for part in &level.parts {
            rows.extend(part.lines.iter().map(|line| [begin.clone(), part.fields(line)].concat()));
        }
    }
    rows.push(vec![Field::Empty, Field::Text(page.t("results-linked-about"))]);
    let sheet = TableSheet { name: page.title.clone(), headings, rows };
    let bytes = write(&[sheet]).map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Round(own.id.0)).await?;
    let about = About::organisation(own.organisation_id, format!("{}: {}", own.title, page.title));
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::Exported, about).await?;
    transaction.commit().await?;
    Ok(spreadsheet("linked.xlsx", bytes))
}

/// The columns of the spreadsheet.
const HEADINGS: [&str; 13] = [
    "results-linked-level",
    "results-round",
    "results-state",
    "results-feedback-measure",
    "results-linked-direction",
    "results-linked-judges",
    "results-column-object",
    "results-issued",
    "results-recovered",
    "results-valid",
    "results-column-satisfied",
    "results-column-base",
    "results-column-certainty",
];

impl Part {
    /// The cells of a row behind level, round and state.
    fn fields(&self, line: &Line) -> Vec<Field> {
        let count = |number: Option<u64>| number.map_or(Field::Empty, Field::Count);
        let figure = line.row.figure.as_ref();
        vec![
            Field::Text(self.measure.clone()),
            Field::Text(self.direction.clone()),
            Field::Text(self.judges.clone()),
            Field::Text(line.row.name.clone()),
            count(line.forms.map(|(issued, _, _)| issued)),
            count(line.forms.map(|(_, recovered, _)| recovered)),
            count(line.forms.map(|(_, _, valid)| valid)),
            Field::Text(figure.map_or_else(|| line.row.words.clone(), Figure::rate)),
            count(figure.map(|figure| figure.base)),
            Field::Text(line.row.certainty.clone()),
        ]
    }
}

fn path_of(round: RoundId) -> String {
    urls::Results { round }.to_path()
}

/// Whether the visitor sees aggregates of the whole of a round.
async fn sees_whole(app: &App, visitor: &Visitor, round: &round::Model) -> Result<bool, WebError> {
    let reach = visitor.reach(AGGREGATES);
    Ok(organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?)
}

/// The levels of the chain a round belongs to, the lowest first, each as far as the visitor may see it; and the round.
/// A visitor who sees nothing of the round finds nothing, unless the office or the statistician waits for it to be sealed.
async fn levels(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    id: RoundId,
) -> Result<(Vec<Level>, round::Model), WebError> {
    let rounds = linked_rounds(app, id).await?;
    let own = rounds.iter().find(|round| round.id == id).cloned().ok_or(WebError::NotFound)?;
    let mut levels = Vec::new();
    for (number, round) in (1_u64..).zip(rounds) {
        let context = match Context::load(app, visitor, round.id).await {
            Ok(context) => Some(context),
            Err(WebError::NotFound) => None,
            Err(error) => return Err(error),
        };
        if round.id == id && context.is_none() && !sees_whole(app, visitor, &own).await? {
            return Err(WebError::NotFound);
        }
        if context.is_none() && !knows_of(app, visitor, &round).await? {
            // A draft is its office's own, and a void round is none.
            if !matches!(round.state.as_str(), "draft" | "void") {
                levels.push(Level::hidden(number));
            }
            continue;
        }
        let parts = match &context {
            Some(context) => parts(app, frame, context)?,
            None => Vec::new(),
        };
        levels.push(Level {
            number,
            path: context.is_some().then(|| path_of(round.id)),
            reason: if parts.is_empty() { reason(&round.state) } else { "" },
            period: format!("{} – {}", round.period_from, round.period_to),
            state: round.state,
            title: round.title,
            parts,
        });
    }
    Ok((levels, own))
}

impl Level {
    /// A level of which the visitor may know no more than that there is one.
    fn hidden(number: u64) -> Self {
        Self {
            number,
            title: String::new(),
            path: None,
            state: String::new(),
            period: String::new(),
            reason: "results-linked-elsewhere",
            parts: Vec::new(),
        }
    }
}

/// Why a level shows nothing.
fn reason(state: &str) -> &'static str {
    match state {
        "sealed" | "published" | "finished" => "results-linked-not-yours",
        "void" => "results-linked-void",
        _ => "results-linked-not-sealed",
    }
}

/// What a round released, direction by direction.
fn parts(app: &App, frame: &Frame, context: &Context) -> Result<Vec<Part>, WebError> {
    let mut parts = Vec::new();
    for measure in context.frozen.plan.measures_by_direction() {
        let objects = context.release.objects.iter();
        let mut objects: Vec<&Object> =
            objects.filter(|object| object.measure == measure.id && context.sees_object(object)).collect();
        objects.sort_by_cached_key(|object| (sort_key(&object.name), object.object));
        if !objects.is_empty() {
            parts.push(part(app, frame, context, (measure, &objects))?);
        }
    }
    Ok(parts)
}

fn part(
    app: &App,
    frame: &Frame,
    context: &Context,
    (measure, objects): (&Measure, &[&Object]),
) -> Result<Part, WebError> {
    let language = frame.language;
    let definition = context.definition(measure.id)?;
    let overall = definition.overall_position();
    let mut lines = Vec::new();
    for object in objects {
        let row = match overall {
            Some(item) => overview::object_row(app, frame, context, object, definition, item),
            None => Row {
                words: app.texts.get(language, "results-no-overall"),
                link: Some(urls::Object { round: context.round.id, object: object.object }.to_path()),
                ..Row::of((app, language), context, object.name.clone(), &Standing::Empty, (0, None), definition)
            },
        };
        let (recovered, valid, _) = context.release.ballots_on(object);
        lines.push(Line { row, forms: Some((context.issued_on(object), recovered, valid)) });
    }
    // The sum of those judged on this level, as the round released it; whoever sees a part of them sees no sum.
    if let (Some(item), Some(total)) = (overall, overview::total_of(context, 0, measure.id))
        && objects.len() > 1
        && context.sees_place(0)
    {
        let name = context.release.places.first().map_or("", |place| place.name.as_str());
        let name = app.texts.with(language, "results-total-of", &[("name", name.into())]);
        let standing = total.items.get(item).unwrap_or(&Standing::Empty);
        let steps = urls::PlaceSteps {
            round: context.round.id,
            organisation: context.round.organisation_id,
            measure: measure.id,
        };
        let row = Row::of((app, language), context, name, standing, (total.valid, None), definition);
        lines.push(Line { row: row.explained(steps.to_path()), forms: None });
    }
    let subject = match objects {
        [one] => one.name.clone(),
        _ => app.texts.get(language, "results-linked-this-level"),
    };
    Ok(Part {
        measure: measure_name(measure, language),
        direction: context.frozen.plan.direction_name(&measure.direction, language).to_owned(),
        judges: judges(context, language, objects),
        item: overall
            .and_then(|item| definition.items.get(item))
            .map(|item| words(&item.name, language))
            .unwrap_or_default(),
        subject,
        lines,
    })
}

/// Who judged these, each category once.
fn judges(context: &Context, language: Language, objects: &[&Object]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let groups = objects.iter().flat_map(|object| &object.judged_by);
    for code in groups.filter_map(|group| context.release.panels.get(*group)).flat_map(|panel| &panel.categories) {
        let name = context.frozen.plan.category_name(code, language);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(crate::texts::comma(language))
}
