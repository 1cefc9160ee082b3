//! Taking over a proposed value, and filling in again from the records: both only by a click.

use ::rules::statistics_return::Line;
use axum::extract::{Path, State};
use serde::Deserialize;
use storage::Scope;
use texts::Language;

use super::drafts::Draft;
use super::{lines, queries, records, rules, standing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Nothing, Posted, Visitor, WebError};

/// Which value is taken over.
#[derive(Debug, Deserialize)]
pub struct CorrectionForm {
    line: String,
    value: u64,
}

/// Takes over a proposed value. What is no longer proposed is refused.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Correction>,
    posted: Posted<CorrectionForm>,
) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let CorrectionForm { line, value } = posted.input;
    let row = queries::find(&change.transaction, url.id).await?;
    let row = row.filter(standing::is_open).ok_or(WebError::NotFound)?;
    let figures = standing::load_figures(&app, &change.transaction, &row, Language::ZhHans).await?;
    let proposed = lines::find(&figures).proposed(&line) == Some(value);
    let Some(line) = Line::from_code(&line).filter(|_| proposed) else {
        change.give_up().await?;
        return Err(WebError::refused("returns-no-longer-proposed"));
    };
    let mut draft = Draft::of(&row)?;
    draft.count(line, value);
    let details = format!("{} = {value}", line.code());
    store(&app, &visitor, &change, row, (&draft, "corrected", &details)).await?;
    change.answer(&urls::Return { id: url.id }, "returns-corrected").await
}

/// Fills in again from the records; what was written before is replaced.
pub async fn fill_again(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Prefill>,
    posted: Posted<Nothing>,
) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = queries::find(&change.transaction, url.id).await?;
    let row = row.filter(standing::is_open).ok_or(WebError::NotFound)?;
    let records = records::load(&change.transaction, &standing.round).await?;
    let facts = records.facts(row.organisation_id);
    let draft = rules::prefill(&facts, records.verdict_rule, records.threshold);
    store(&app, &visitor, &change, row, (&draft, "filled_again", "")).await?;
    change.answer(&urls::Return { id: url.id }, "returns-filled-again").await
}

/// Stores a draft with its history and its audit event.
pub async fn store(
    app: &App,
    visitor: &Visitor,
    change: &Change,
    row: storage::entities::statistics_return::Model,
    (draft, kind, details): (&Draft, &str, &str),
) -> Result<(), WebError> {
    let (id, organisation) = (row.id, row.organisation_id);
    let about = About::organisation(organisation, format!("F19 {} {details}", row.unit_name));
    let mut row = row;
    (row.lines, row.reasons) = draft.stored()?;
    if !queries::update(&change.transaction, row).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    queries::record_history(&change.transaction, app, visitor, &[id], (kind, details)).await?;
    let actor = Actor::from(visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::ReturnChanged, about).await?;
    Ok(())
}
