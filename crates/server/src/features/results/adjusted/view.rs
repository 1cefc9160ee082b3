//! Adjusted scores as pages, papers and spreadsheets show them: by name, beside the raw average, with what they are.

use spreadsheets::write::{Field, TableSheet};
use texts::{Language, Value};

use super::{EXTREME_TENTHS, FEWEST_BALLOTS, Outcome, Reason, Scores};
use crate::App;
use crate::features::appraisals::model::Measure;
use crate::features::results::context::Context;
use crate::features::results::release::{Object, Standing};
use crate::features::results::urls;
use crate::people_names::sort_key;

/// Beyond so many parts their number says enough.
const MOST_PARTS: usize = 12;

/// What a page says of the adjusted scores of a measure.
pub struct AdjustedTable {
    /// What they are, and that they are for reference only.
    pub about: String,
    /// In place of scores, or what was counted for them.
    pub words: String,
    /// The parts that are not compared with each other.
    pub parts: Vec<String>,
    /// The scores by name.
    pub rows: Vec<Line>,
}

/// The scores of an object.
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Its raw average, from the released tables.
    pub raw: String,
    /// Its adjusted score, or why there is none.
    pub adjusted: String,
    /// Whether it has one.
    has_score: bool,
}

/// The scores of the objects at a place and right below it; nothing where the measure judges one object only.
pub fn of_place(said: (&App, Language), context: &Context, measure: &Measure, place: usize) -> Option<AdjustedTable> {
    let is_near = |object: &Object| {
        let parent = context.release.places.get(object.place).and_then(|place| place.parent);
        object.place == place || parent == Some(place)
    };
    table(said, context, measure, is_near)
}

/// The score of one object.
pub fn of_object(said: (&App, Language), context: &Context, object: &Object) -> Option<AdjustedTable> {
    let measure = context.frozen.plan.measure(object.measure)?;
    table(said, context, measure, |other| other.object == object.object)
}

fn table(
    (app, language): (&App, Language),
    context: &Context,
    measure: &Measure,
    concerns: impl Fn(&Object) -> bool,
) -> Option<AdjustedTable> {
    let outcome = context.adjusted.as_ref()?.of(measure.id)?;
    let mut found = AdjustedTable {
        about: about(app, language, context, measure),
        words: words((app, language), context, outcome),
        parts: Vec::new(),
        rows: Vec::new(),
    };
    match outcome {
        Outcome::Scores(scores) => found.rows = lines((app, language), context, measure, (scores, &concerns)),
        Outcome::NotComputed(Reason::Separate(parts)) if parts.len() <= MOST_PARTS => {
            found.parts = parts.iter().filter_map(|part| names(language, context, part)).collect();
        }
        Outcome::NotNeeded | Outcome::Hidden | Outcome::NotComputed(_) => {}
    }
    Some(found)
}

/// The names of a part's objects, as far as the visitor sees them.
fn names(language: Language, context: &Context, part: &[usize]) -> Option<String> {
    let objects = part.iter().filter_map(|object| context.release.objects.get(*object));
    let mut names: Vec<&str> =
        objects.filter(|object| context.sees_object(object)).map(|object| object.name.as_str()).collect();
    names.sort_by_cached_key(|name| sort_key(name));
    (!names.is_empty()).then(|| names.join(crate::texts::comma(language)))
}

/// What adjusted scores are, for whoever reads them.
fn about(app: &App, language: Language, context: &Context, measure: &Measure) -> String {
    let highest = measure.definition.scale.grades.len().saturating_sub(1);
    let rule = context.adjusted.as_ref().map_or(super::RULE, |adjusted| adjusted.rule);
    let facts: [(&str, Value); 2] = [("highest", highest.into()), ("rule", u64::from(rule).into())];
    app.texts.with(language, "results-adjusted-about", &facts)
}

/// What came of a measure.
fn words((app, language): (&App, Language), context: &Context, outcome: &Outcome) -> String {
    let key = match outcome {
        Outcome::Scores(scores) => return counted((app, language), scores),
        Outcome::NotNeeded => "results-adjusted-not-needed",
        Outcome::Hidden => "results-adjusted-hidden",
        Outcome::NotComputed(Reason::Separate(parts)) => {
            let facts: [(&str, Value); 2] =
                [("parts", parts.len().into()), ("minimum", context.release.minimum.into())];
            return app.texts.with(language, "results-adjusted-separate", &facts);
        }
        Outcome::NotComputed(Reason::FewObjects) => "results-adjusted-few-objects",
        Outcome::NotComputed(Reason::NothingToCompare) => "results-adjusted-nothing-to-compare",
        Outcome::NotComputed(Reason::Entangled) => "results-adjusted-entangled",
        Outcome::NotComputed(Reason::NotConverged) => "results-adjusted-not-converged",
        Outcome::NotComputed(Reason::TooLarge) => "results-adjusted-too-large",
    };
    app.texts.with(language, key, &[("fewest", FEWEST_BALLOTS.into())])
}

/// How many ballots were counted, and what was done with those that are all alike.
fn counted((app, language): (&App, Language), scores: &Scores) -> String {
    let facts: [(&str, Value); 3] = [
        ("ballots", scores.ballots.into()),
        ("alike", scores.all_alike.into()),
        ("points", points(EXTREME_TENTHS.into()).into()),
    ];
    let mut said = app.texts.with(language, "results-adjusted-counted", &facts);
    if scores.left_out > 0 {
        said.push(' ');
        said.push_str(&app.texts.with(language, "results-adjusted-left-out", &[("count", scores.left_out.into())]));
    }
    said
}

/// The scores of the objects that concern somebody, by name and never by score.
fn lines(
    (app, language): (&App, Language),
    context: &Context,
    measure: &Measure,
    (scores, concerns): (&Scores, &dyn Fn(&Object) -> bool),
) -> Vec<Line> {
    let objects = context.release.objects.iter().enumerate();
    let mut concerned: Vec<(usize, &Object)> = objects
        .filter(|(_, object)| object.measure == measure.id && concerns(object) && context.sees_object(object))
        .collect();
    concerned.sort_by_cached_key(|(_, object)| (sort_key(&object.name), object.object));
    let line = |(position, object): &(usize, &Object)| {
        let scored = scores.objects.iter().find(|scored| scored.object == *position);
        let (raw, adjusted) = match scored {
            // What is no part of the sums is not averaged here either.
            None => (None, app.texts.get(language, "results-adjusted-not-shown")),
            Some(scored) => (
                raw_average(object, scores.highest),
                match scored.tenths {
                    Some(tenths) => points(tenths),
                    None => app.texts.with(language, "results-adjusted-few", &[("fewest", FEWEST_BALLOTS.into())]),
                },
            ),
        };
        Line {
            name: object.name.clone(),
            path: urls::Object { round: context.round.id, object: object.object }.to_path(),
            raw: raw.map_or_else(|| "—".to_owned(), points),
            adjusted,
            has_score: scored.is_some_and(|scored| scored.tenths.is_some()),
        }
    };
    concerned.iter().map(line).collect()
}

/// The mean of all released grades of an object in tenths of a point, half up.
fn raw_average(object: &Object, highest: u64) -> Option<u64> {
    let (mut points, mut grades) = (0, 0);
    for counts in object.items.iter().filter_map(|item| match &item.total {
        Standing::Shown(counts) => Some(counts),
        Standing::Empty | Standing::Pooled(_) | Standing::Withheld => None,
    }) {
        for (grade, count) in (0..=highest).rev().zip(counts) {
            points += grade * count;
            grades += count;
        }
    }
    (grades > 0).then(|| (20 * points + grades) / (2 * grades))
}

/// Tenths of a point as points.
fn points(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What a paper remarks: the scores there are, measure by measure and by name, with what they are.
pub fn remarks((app, language): (&App, Language), context: &Context) -> Vec<String> {
    let remark = |measure: &Measure| {
        let Outcome::Scores(scores) = context.adjusted.as_ref()?.of(measure.id)? else { return None };
        let line = |line: Line| {
            let facts: [(&str, Value); 3] =
                [("name", line.name.into()), ("raw", line.raw.into()), ("adjusted", line.adjusted.into())];
            app.texts.with(language, "results-adjusted-line", &facts)
        };
        let mut scored = lines((app, language), context, measure, (scores, &|_| true));
        scored.retain(|line| line.has_score);
        if scored.is_empty() {
            return None;
        }
        let facts: [(&str, Value); 3] = [
            ("about", about(app, language, context, measure).into()),
            ("scores", scored.into_iter().map(line).collect::<Vec<_>>().join(crate::texts::comma(language)).into()),
            ("counted", counted((app, language), scores).into()),
        ];
        Some(app.texts.with(language, "results-adjusted-remark", &facts))
    };
    context.frozen.plan.measures.iter().filter_map(remark).collect()
}

/// The same as a sheet of a spreadsheet, which says what it is good for.
pub fn sheet(
    (app, language): (&App, Language),
    context: &Context,
    measure: &Measure,
    number: usize,
) -> Option<TableSheet> {
    let found = table((app, language), context, measure, |_| true)?;
    let text = |key: &str| app.texts.get(language, key);
    let headings = ["results-column-object", "results-adjusted-raw", "results-adjusted-score"].map(text).to_vec();
    let row = |line: Line| vec![Field::Text(line.name), Field::Text(line.raw), Field::Text(line.adjusted)];
    let mut rows: Vec<Vec<Field>> = found.rows.into_iter().map(row).collect();
    rows.extend(found.parts.into_iter().chain([found.words, found.about]).map(|words| vec![Field::Text(words)]));
    Some(TableSheet { name: format!("{} {number}", text("results-adjusted-score")), headings, rows })
}
