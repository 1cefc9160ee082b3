//! The quarters of one organisation side by side, and the year from them (R44): object by object, instrument by
//! instrument. Only what was published enters, as it was released; nothing is computed from ballots here.

use documents::charts::{Trend, TrendPoint, trend};
use rules::Fraction;
use rules::yearly::{Quarter, Yearly, yearly};
use storage::{MemberId, OrganisationId, WindowId};

use super::periods::Period;
use super::queries::{self, Attached};
use super::seen::Seen;
use crate::App;
use crate::features::appraisals::model::{Definition, Words};
use crate::features::results::context::Context;
use crate::features::results::figures::{Row, overall, share, words};
use crate::features::results::release::{Object, StoredStep};
use crate::features::results::urls as results;
use crate::people_names::sort_key;
use crate::web::{Frame, Visitor, WebError};

/// A figure of one round, or why there is none.
#[derive(Clone)]
pub(super) struct Cell {
    /// The page of the object in that round.
    pub path: String,
    /// The figure in numbers, or what stands in its place.
    pub words: String,
    /// What is added up.
    share: Option<Fraction>,
}

/// The figures of one object by one instrument.
pub(super) struct Series {
    key: Key,
    /// Whose.
    pub name: String,
    /// The instrument with the versions that were used.
    pub instrument: String,
    versions: Vec<u32>,
    cells: Vec<(Period, Cell)>,
}

/// What must be the same for figures to be added up: the object, the instrument in its direction, the overall item and
/// what its grades count as (A15); the version may differ.
#[derive(PartialEq, Eq)]
struct Key {
    judged: (Option<MemberId>, Option<WindowId>, bool),
    code: String,
    direction: String,
    overall: (String, Words),
    grades: Vec<(String, bool, bool)>,
}

impl Key {
    fn of(
        definition: &Definition,
        direction: &str,
        (member, window): (Option<MemberId>, Option<WindowId>),
    ) -> Option<Self> {
        let item = definition.items.get(definition.overall_position()?)?;
        let grades = definition.scale.grades.iter();
        Some(Self {
            judged: (member, window, definition.is_of_team()),
            code: definition.code.clone(),
            direction: direction.to_owned(),
            overall: (item.code.clone(), item.name.clone()),
            grades: grades.map(|grade| (grade.code.clone(), grade.satisfied, grade.basic)).collect(),
        })
    }
}

/// What a year tells of an organisation.
pub(super) struct Told {
    /// Its figures and those of its members: the organisation's first, then by name.
    pub series: Vec<Series>,
    /// The rounds that judge it and are not published yet.
    pub pending: Vec<Attached>,
}

/// Whether the figures of a round are published.
pub(super) fn is_published(state: &str) -> bool {
    matches!(state, "published" | "finished")
}

/// Gathers what was published.
pub(super) async fn told(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (seen, organisation): (&Seen, OrganisationId),
) -> Result<Told, WebError> {
    let judging = queries::judging(&app.database, seen.cycle.id, organisation).await?;
    let mut told = Told { series: Vec::new(), pending: Vec::new() };
    for one in queries::attached(&app.database, &[seen.cycle.id]).await? {
        if !judging.contains(&one.round) {
            continue;
        }
        if !is_published(&one.state) {
            // A draft is the office's own.
            if one.state != "draft" || seen.is_office {
                told.pending.push(one);
            }
            continue;
        }
        let context = match Context::load(app, visitor, one.round).await {
            Ok(context) => context,
            Err(WebError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        for object in &context.release.objects {
            add((app, frame), &context, (object, organisation, one.period), &mut told.series);
        }
    }
    told.series
        .sort_by_cached_key(|series| (series.key.judged.0.is_some(), series.key.judged.1, sort_key(&series.name)));
    Ok(told)
}

fn add(
    (app, frame): (&App, &Frame),
    context: &Context,
    (object, organisation, period): (&Object, OrganisationId, Period),
    all: &mut Vec<Series>,
) {
    let declared = context.declared(object.object).filter(|declared| declared.organisation == organisation);
    let measure = context.frozen.plan.measure(object.measure);
    let (Some(declared), Some(measure)) = (declared.filter(|_| context.sees_object(object)), measure) else {
        return;
    };
    let definition = &measure.definition;
    let Some(key) = Key::of(definition, &measure.direction, (declared.member, declared.window)) else {
        return;
    };
    let Some((_, standing)) = overall(object, definition) else {
        return;
    };
    let (_, valid, _) = context.release.ballots_on(object);
    let counted = (valid, context.due(object));
    let row = Row::of((app, frame.language), context, object.name.clone(), standing, counted, definition);
    let figure = row.figure.as_ref();
    let cell = Cell {
        path: results::Object { round: context.round.id, object: object.object }.to_path(),
        words: figure.map_or(row.words, |figure| figure.rate()),
        share: figure.and_then(|figure| figure.satisfied),
    };
    let place = all.iter().position(|series| series.key == key);
    let place = place.unwrap_or_else(|| {
        let (name, instrument) = (object.name.clone(), words(&definition.name, frame.language));
        all.push(Series { key, name, instrument, versions: Vec::new(), cells: Vec::new() });
        all.len() - 1
    });
    if let Some(series) = all.get_mut(place) {
        if !series.versions.contains(&definition.version) {
            series.versions.push(definition.version);
        }
        series.cells.push((period, cell));
    }
}

impl Series {
    /// Whether it is of the organisation itself or its leading team.
    pub(super) const fn is_of_organisation(&self) -> bool {
        self.key.judged.0.is_none()
    }

    /// The versions of the instrument that were used.
    pub(super) fn versions(&self) -> String {
        let mut versions = self.versions.clone();
        versions.sort_unstable();
        versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// The figures of a period, one for each of its rounds.
    pub(super) fn of(&self, period: Period) -> Vec<Cell> {
        let cells = self.cells.iter().filter(|(of, _)| *of == period);
        cells.map(|(_, cell)| cell.clone()).collect()
    }

    /// The year's figure from some quarters.
    pub(super) fn pooled(&self, quarters: &[u8]) -> Yearly {
        let quarter = |number: &u8| Quarter {
            number: *number,
            released: self.of(Period::Quarter(*number)).into_iter().filter_map(|cell| cell.share).collect(),
        };
        yearly(&quarters.iter().map(quarter).collect::<Vec<_>>())
    }

    /// The year's figure in words, with both numbers or that there is none, and what it lacks. Semesters stand beside each
    /// other and are not added up (S034): only quarters are (R44).
    pub(super) fn year_words(&self, app: &App, frame: &Frame) -> (String, String) {
        let text = |key: &str| app.texts.get(frame.language, key);
        if self.cells.iter().all(|(period, _)| period.is_half()) {
            return (text("rhythm-no-figure"), text("rhythm-halves-beside"));
        }
        let found = self.pooled(Period::Year.quarters());
        (found.share.map_or_else(|| text("rhythm-no-figure"), share), missing_words(app, frame, &found))
    }

    /// The quarters as a chart; nothing where none has a figure.
    pub(super) fn chart(&self, app: &App, frame: &Frame) -> Option<String> {
        let text = |key: &str| app.texts.get(frame.language, key);
        let mut points = Vec::new();
        for number in Period::Year.quarters() {
            let period = Period::Quarter(*number);
            let label = text(&format!("rhythm-period-{}", period.code()));
            let cells = self.of(period);
            if cells.is_empty() {
                points.push(TrendPoint { label, share: None, words: text("rhythm-no-figure") });
                continue;
            }
            points.extend(cells.into_iter().map(|cell| TrendPoint {
                label: label.clone(),
                share: cell.share.map(|share| (share.numerator(), share.denominator())),
                words: if cell.share.is_some() { cell.words } else { text("rhythm-no-figure") },
            }));
        }
        points.iter().any(|point| point.share.is_some()).then(|| {
            trend(&Trend {
                title: format!("{} · {}", self.name, text("rhythm-chart")),
                description: text("rhythm-chart-about"),
                points,
            })
        })
    }
}

/// The quarters a year's figure lacks, in words; empty where it lacks none.
fn missing_words(app: &App, frame: &Frame, found: &Yearly) -> String {
    if found.missing.is_empty() {
        return String::new();
    }
    let name =
        |number: &u8| app.texts.get(frame.language, &format!("rhythm-period-{}", Period::Quarter(*number).code()));
    let names: Vec<String> = found.missing.iter().map(name).collect();
    let comma = crate::texts::comma(frame.language);
    app.texts.with(frame.language, "rhythm-year-lacks", &[("quarters", names.join(comma).into())])
}

/// The steps of a figure in words, each with its rule.
pub(super) fn step_words(app: &App, frame: &Frame, steps: &[rules::Step]) -> Vec<(String, String)> {
    let words = |step: &rules::Step| {
        let step = StoredStep::from(step);
        let arguments: Vec<(&str, texts::Value)> =
            step.arguments.iter().map(|(name, value)| (name.as_str(), value.into())).collect();
        (step.rule, app.texts.with(frame.language, &format!("results-step-{}", step.key), &arguments))
    };
    steps.iter().map(words).collect()
}
