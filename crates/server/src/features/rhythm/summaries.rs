//! Summaries of a half-year (半年小结) and of the year (年终总评), with the figures of their quarters beside the words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{cycle_summary, organisation};
use storage::{CycleSummaryId, Scope};

use super::organisation::{Table, columns, table};
use super::periods::Period;
use super::seen::{self, Seen};
use super::{changing, queries, series, urls};
use crate::App;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_WORDS: usize = 8_000;

#[derive(Template)]
#[template(path = "features/rhythm/templates/summary.html")]
struct SummaryView {
    page: Page,
    action: String,
    paper: String,
    back: (String, String),
    days: (String, String),
    table: Table,
    stored: String,
    typed: SummaryForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// A summary as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SummaryForm {
    version: i64,
    words: String,
}

impl From<&cycle_summary::Model> for SummaryForm {
    fn from(row: &cycle_summary::Model) -> Self {
        Self { version: row.version, words: row.words.clone() }
    }
}

/// A period of an organisation that is summed up.
pub(super) struct Found {
    /// The year.
    pub seen: Seen,
    /// The organisation.
    pub organisation: organisation::Model,
    /// The period.
    pub period: Period,
}

/// Finds it, where the visitor may see it.
pub(super) async fn find(app: &App, visitor: &Visitor, url: &urls::Summary) -> Result<Found, WebError> {
    let period = Period::from_code(&url.period).filter(|period| period.is_summed_up()).ok_or(WebError::NotFound)?;
    let seen = seen::find(app, visitor, url.cycle).await?;
    let organisation = seen.organisation(app, url.organisation).await?;
    Ok(Found { seen, organisation, period })
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Summary>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    page(&app, &visitor, &frame, &found, (StatusCode::OK, None)).await
}

/// What was typed, what is wrong with it, what somebody else stored meanwhile.
type Typed = (SummaryForm, FieldErrors, Option<Conflict>);

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &Found,
    (status, typed): (StatusCode, Option<Typed>),
) -> Answer {
    let Found { seen, organisation, period } = found;
    let stored = queries::summary(&app.database, (seen.cycle.id, organisation.id), *period).await?;
    let table = figures(app, visitor, frame, found).await?;
    let title = app.texts.get(frame.language, &format!("rhythm-period-{}", period.code()));
    let page = frame.titled(format!("{} · {} · {title}", organisation.name, seen.cycle.year));
    let form = stored.as_ref().map(SummaryForm::from).unwrap_or_default();
    let (typed, errors, conflict) = typed.unwrap_or((form, FieldErrors::default(), None));
    let back = urls::Year { cycle: seen.cycle.id, organisation: organisation.id };
    let paper =
        urls::SummaryPaper { cycle: seen.cycle.id, organisation: organisation.id, period: period.code().to_owned() };
    html_with(
        status,
        &SummaryView {
            action: page.path.clone(),
            paper: paper.to_path(),
            back: (back.to_path(), format!("{} · {}", organisation.name, seen.cycle.year)),
            days: period.days(seen.cycle.year),
            table,
            stored: stored.map(|stored| stored.words).unwrap_or_default(),
            typed,
            errors,
            conflict,
            page,
        },
    )
}

/// The figures of the period's quarters and of rounds that stand in the period itself; of a year also what was declared
/// for it.
pub(super) async fn figures(app: &App, visitor: &Visitor, frame: &Frame, found: &Found) -> Result<Table, WebError> {
    let Found { seen, organisation, period } = found;
    let told = series::told(app, visitor, frame, (seen, organisation.id)).await?;
    let is_whole = *period == Period::Year;
    Ok(table((app, frame), seen, &told, (&columns(&told, *period), is_whole)))
}

/// Writes it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Summary>,
    posted: Posted<SummaryForm>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    let mut errors = FieldErrors::default();
    let words = errors.required("words", &posted.input.words, LONGEST_WORDS);
    if !errors.is_empty() {
        let typed = Some((posted.input, errors, None));
        return page(&app, &visitor, &frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if queries::cycle(&change.transaction, url.cycle).await?.is_none() {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-cycle-gone"));
    }
    let stored = queries::summary(&change.transaction, (url.cycle, url.organisation), found.period).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != posted.input.version {
        change.give_up().await?;
        let before = stored.map(|row| row.words).unwrap_or_default();
        let both = [("rhythm-words", before, posted.input.words.clone())];
        let conflict = Conflict::between(&frame.page("rhythm-title"), both);
        let typed = Some((SummaryForm { version, ..posted.input }, errors, Some(conflict)));
        return page(&app, &visitor, &frame, &found, (StatusCode::CONFLICT, typed)).await;
    }
    let row = cycle_summary::Model {
        id: stored.as_ref().map_or_else(|| CycleSummaryId(app.clock.next_id()), |row| row.id),
        cycle_id: url.cycle,
        organisation_id: url.organisation,
        period: found.period.code().to_owned(),
        words,
        account_id: visitor.account,
        version: version + 1,
    };
    queries::store_summary(&change.transaction, row, stored.is_none()).await?;
    let details = format!("{} {}", found.organisation.name, found.period.code());
    changing::note(&change, &app, &visitor, (&found.seen, &details)).await?;
    change.answer(&url, "rhythm-summary-saved").await
}
