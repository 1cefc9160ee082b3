//! What was said by name, after sealing: per object how often each grade was given, and the words as their authors allow.
//! By name, with its own number, and never added to the anonymous figures.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::named_sheet;
use storage::{ObjectId, RoundId};

use super::{queries, sheet, urls};
use crate::App;
use crate::features::appraisals::measure_title;
use crate::features::results;
use crate::features::results::context::Context;
use crate::features::results::figures::{grade_names, words};
use crate::people_names::sort_key;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct Line {
    path: String,
    name: String,
    measure: String,
    sheets: usize,
    public: usize,
}

#[derive(Template)]
#[template(path = "features/named/templates/figures.html")]
struct FiguresView {
    page: Page,
    round: (String, String),
    coverage: Option<String>,
    lines: Vec<Line>,
}

/// Everybody judged by name whom the visitor may see, by name.
pub(super) async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Figures>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let held = queries::measures(&app.database, url.round).await?;
    let mut of_object: BTreeMap<ObjectId, Vec<named_sheet::Model>> = BTreeMap::new();
    for row in queries::sheets(&app.database, url.round).await? {
        of_object.entry(row.object_id).or_default().push(row);
    }
    let plan = &context.frozen.plan;
    let mut lines = Vec::new();
    for object in &context.release.objects {
        if !held.contains(&object.measure) || !context.sees_object(object) {
            continue;
        }
        let rows = of_object.remove(&object.object).unwrap_or_default();
        let measure = plan.measure(object.measure).map(|measure| measure_title(plan, measure, frame.language));
        lines.push(Line {
            path: urls::ObjectFigures { round: url.round, object: object.object }.to_path(),
            name: object.name.clone(),
            measure: measure.unwrap_or_default(),
            sheets: rows.len(),
            public: rows.iter().filter(|row| row.is_public == "yes" && !row.words.is_empty()).count(),
        });
    }
    lines.sort_by_cached_key(|line| (sort_key(&line.name), line.path.clone()));
    let aggregates = results::context::AGGREGATES;
    html(&FiguresView {
        page: frame.page("named-figures-title"),
        round: (results::urls::Results { round: url.round }.to_path(), context.round.title.clone()),
        coverage: (context.sees_place(0) && aggregates.iter().any(|role| visitor.has(*role)))
            .then(|| urls::Coverage { round: url.round }.to_path()),
        lines,
    })
}

/// How many handed a named sheet about an object in, and where they stand; nothing where the round holds none of its
/// measure. For sealed rounds only.
///
/// # Errors
/// When the database does not answer.
pub async fn about(
    app: &App,
    round: RoundId,
    (object, measure): (ObjectId, storage::MeasureId),
) -> Result<Option<(usize, String)>, WebError> {
    if !queries::measures(&app.database, round).await?.contains(&measure) {
        return Ok(None);
    }
    let sheets = queries::sheets_about(&app.database, object).await?;
    Ok(Some((sheets.len(), urls::ObjectFigures { round, object }.to_path())))
}

struct Item {
    name: String,
    counts: Vec<usize>,
    graded: usize,
}

struct Said {
    author: String,
    words: String,
    is_public: bool,
}

#[derive(Template)]
#[template(path = "features/named/templates/object.html")]
struct ObjectView {
    page: Page,
    back: (String, String),
    object: String,
    sheets: usize,
    grades: Vec<String>,
    items: Vec<Item>,
    said: Vec<Said>,
    /// Words that only the office and the judged may read, where the visitor is neither.
    kept_back: usize,
}

/// One object.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ObjectFigures>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let (_, object) = context.object(url.object)?;
    if !queries::measures(&app.database, url.round).await?.contains(&object.measure) {
        return Err(WebError::NotFound);
    }
    let definition = context.definition(object.measure)?;
    let rows = queries::sheets_about(&app.database, url.object).await?;
    let given: Vec<BTreeMap<String, String>> =
        rows.iter().map(|(row, _)| sheet::grades_of(row)).collect::<Result<_, _>>()?;
    let items = definition.items.iter().map(|item| {
        let grades: Vec<&String> = given.iter().filter_map(|grades| grades.get(&item.code)).collect();
        let count = |code: &str| grades.iter().filter(|grade| grade.as_str() == code).count();
        Item {
            name: words(&item.name, frame.language),
            counts: definition.scale.grades.iter().map(|grade| count(&grade.code)).collect(),
            graded: grades.len(),
        }
    });
    // The author chose who reads the words: everybody here, or only the office and the judged.
    let reads_all = context.is_close_to(object);
    let spoken: Vec<Said> = rows
        .iter()
        .filter(|(row, _)| !row.words.is_empty())
        .map(|(row, author)| Said {
            author: author.clone(),
            words: row.words.clone(),
            is_public: row.is_public == "yes",
        })
        .collect();
    let all = spoken.len();
    let said: Vec<Said> = spoken.into_iter().filter(|said| said.is_public || reads_all).collect();
    html(&ObjectView {
        page: frame.titled(object.name.clone()),
        back: (urls::Figures { round: url.round }.to_path(), context.round.title.clone()),
        object: results::urls::Object { round: url.round, object: url.object }.to_path(),
        sheets: rows.len(),
        grades: grade_names(definition, frame.language),
        items: items.collect(),
        kept_back: all - said.len(),
        said,
    })
}
