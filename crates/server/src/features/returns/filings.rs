//! Filing a return upward: refused while a relation is broken; its figures are frozen.

use axum::extract::{Path, State};
use storage::Scope;

use super::show::{self, Trouble};
use super::{figures, lines, queries, standing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::results::{claims, notices};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Frame, Nothing, Posted, Visitor, WebError};

/// Files the return.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Filing>,
    posted: Posted<Nothing>,
) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = queries::find(&change.transaction, url.id).await?;
    let Some(mut row) = row.filter(standing::is_open) else {
        change.give_up().await?;
        return Err(WebError::refused("returns-already-filed"));
    };
    let found = standing::load_figures(&app, &change.transaction, &row, frame.language).await?;
    if lines::find(&found).counts() != (0, 0) {
        change.give_up().await?;
        return show::answer(&app, &visitor, &frame, standing, Trouble::NotFiled).await;
    }
    let record = queries::record(&change.transaction, row.round_id, row.organisation_id).await?;
    let claims = record.map(|record| claims::without_base(&notices::text_of(&record))).unwrap_or_default();
    if !claims.is_empty() {
        change.give_up().await?;
        let words = claims.iter().map(|claim| notices::words(&app, frame.language, claim)).collect();
        return show::answer(&app, &visitor, &frame, standing, Trouble::Claims(words)).await;
    }
    let (unit, organisation) = (row.unit_name.clone(), row.organisation_id);
    row.filed_figures = Some(figures::write(&found.total)?);
    row.state = "filed".to_owned();
    row.filled_on = Some(app.today().to_string());
    row.filed_at = Some(app.clock.now());
    row.filed_by = Some(visitor.account);
    row.decided_at = None;
    row.decided_by = None;
    if !queries::update(&change.transaction, row).await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let event = ("filed", "");
    queries::record_history(&change.transaction, &app, &visitor, &[url.id], event).await?;
    let about = About::organisation(organisation, format!("F19 {unit}"));
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::ReturnFiled, about).await?;
    change.answer(&urls::Return { id: url.id }, "returns-filed").await
}
