//! The year of one organisation: its quarters side by side, the year from them (R44), its summaries, a chart.

use askama::Template;
use axum::extract::{Path, State};
use storage::OrganisationId;

use super::periods::Period;
use super::queries;
use super::seen::{self, Seen};
use super::series::{self, Cell, Series, Told};
use super::urls;
use crate::App;
use crate::features::results;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// The figures of one object in the columns of a page.
pub(super) struct Line {
    pub name: String,
    pub instrument: String,
    /// The figures of each column.
    pub columns: Vec<Vec<Cell>>,
    /// The year's figure with the quarters it lacks, where the office declared that there is one.
    pub year: Option<(String, String)>,
}

/// Figures side by side.
pub(super) struct Table {
    pub headings: Vec<String>,
    pub lines: Vec<Line>,
    pub has_year: bool,
}

/// How a year's figure was found.
struct Found {
    name: String,
    steps: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/year.html")]
struct YearView {
    page: Page,
    calendar: (String, String),
    years: Option<String>,
    rule: String,
    table: Table,
    pending: Vec<(String, String, String)>,
    charts: Vec<String>,
    found: Vec<Found>,
    summaries: Vec<(String, String, bool)>,
}

/// Puts the figures of some periods side by side.
pub(super) fn table(
    (app, frame): (&App, &Frame),
    seen: &Seen,
    told: &Told,
    (periods, is_whole): (&[Period], bool),
) -> Table {
    let has_year = is_whole && seen.is_pooled();
    let text = |key: &str, number: String| app.texts.with(frame.language, key, &[("versions", number.into())]);
    let line = |series: &Series| Line {
        name: series.name.clone(),
        instrument: format!("{} {}", series.instrument, text("rhythm-versions", series.versions())),
        columns: periods.iter().map(|period| series.of(*period)).collect(),
        year: has_year.then(|| series.year_words(app, frame)),
    };
    let heading = |period: &Period| app.texts.get(frame.language, &period.rounds_key());
    Table { headings: periods.iter().map(heading).collect(), lines: told.series.iter().map(line).collect(), has_year }
}

/// The columns of a period: its quarters, and the half-years and the appraisal at the year's end where there was one. A year
/// of semesters alone has no quarters (S034).
pub(super) fn columns(told: &Told, period: Period) -> Vec<Period> {
    let has_figures = |period: &Period| told.series.iter().any(|series| !series.of(*period).is_empty());
    let quarters: Vec<Period> = period.quarters().iter().map(|number| Period::Quarter(*number)).collect();
    let beside = [Period::Half(1), Period::Half(2), Period::Year].into_iter().filter(|one| match period {
        Period::Year => true,
        _ => *one == period,
    });
    let beside: Vec<Period> = beside.filter(has_figures).collect();
    let is_of_halves = beside.iter().any(|one| one.is_half()) && !quarters.iter().any(has_figures);
    if is_of_halves { beside } else { [quarters, beside].concat() }
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Year>,
) -> Answer {
    let seen = seen::find(&app, &visitor, url.cycle).await?;
    let organisation = seen.organisation(&app, url.organisation).await?;
    let told = series::told(&app, &visitor, &frame, (&seen, url.organisation)).await?;
    let year = seen.cycle.year;
    let page = frame.titled(format!("{} · {year}", organisation.name));
    let own = told.series.iter().filter(|series| series.is_of_organisation());
    let own: Vec<&Series> = own.collect();
    let pooled = own.iter().filter(|_| seen.is_pooled());
    let found = pooled.map(|series| Found {
        name: format!("{} · {}", series.name, series.instrument),
        steps: series::step_words(&app, &frame, &series.pooled(Period::Year.quarters()).steps),
    });
    let pending = told.pending.iter().map(|one| {
        let period = page.t(&one.period.rounds_key());
        (period, one.title.clone(), page.coded("appraisals-state-", &one.state))
    });
    html(&YearView {
        summaries: summaries(&app, &page, (&seen, url.organisation)).await?,
        calendar: (urls::Calendar { cycle: seen.cycle.id }.to_path(), format!("{} · {year}", seen.owner)),
        years: results::years_path(&app, &visitor, url.organisation).await?,
        rule: page.coded("rhythm-rule-", &seen.cycle.yearly_rule),
        table: table((&app, &frame), &seen, &told, (&columns(&told, Period::Year), true)),
        charts: own.iter().filter_map(|series| series.chart(&app, &frame)).collect(),
        found: found.collect(),
        pending: pending.collect(),
        page,
    })
}

/// The summaries: where each is, its name, whether it is written.
async fn summaries(
    app: &App,
    page: &Page,
    (seen, organisation): (&Seen, OrganisationId),
) -> Result<Vec<(String, String, bool)>, WebError> {
    let written = queries::summed_up(&app.database, seen.cycle.id).await?;
    let summary = |period: Period| {
        let code = period.code().to_owned();
        let is_written = written.contains(&(organisation, code.clone()));
        let url = urls::Summary { cycle: seen.cycle.id, organisation, period: code };
        (url.to_path(), page.coded("rhythm-period-", period.code()), is_written)
    };
    Ok(Period::EVENTS.into_iter().filter(|period| period.is_summed_up()).map(summary).collect())
}
