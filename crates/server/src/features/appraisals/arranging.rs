//! How objects stand on sheets, and which panel answers which.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::{round, sheet, sheet_object};
use storage::{OrganisationId, SheetId, SheetObjectId, WriteTransaction};
use texts::Language;

use super::common::{self, DRAFT, Editing};
use super::model::Plan;
use super::rules::{self, Arrangement};
use super::{choosing, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::organisations;
use crate::web::{Answer, Posted, Visitor, WebError};

/// How objects shall stand.
#[derive(Debug, Deserialize)]
pub struct ArrangementForm {
    arrangement: String,
    version: i64,
}

/// Arranges the sheets anew; panels follow their organisation.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Sheets>,
    posted: Posted<ArrangementForm>,
) -> Answer {
    let arrangement =
        Arrangement::from_code(&posted.input.arrangement).ok_or_else(|| WebError::BadForm("arrangement".to_owned()))?;
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    arrange(&change.transaction, &app, &round, &plan, arrangement).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Objects { id: url.id }, "appraisals-arranged").await
}

/// Brings the sheets in line with the objects, arranged as they were.
pub async fn follow(transaction: &WriteTransaction, app: &App, round: &round::Model) -> Result<(), WebError> {
    let plan = queries::plan(transaction, round.id).await?;
    let arrangement = Arrangement::of(&plan);
    arrange(transaction, app, round, &plan, arrangement).await
}

/// Makes the sheets of this arrangement and takes the old ones away; panels whose organisation no sheet is about any
/// longer go with them.
pub async fn arrange(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    plan: &Plan,
    arrangement: Arrangement,
) -> Result<(), WebError> {
    let before = queries::panels(transaction, round.id).await?;
    let old: Vec<SheetId> = plan.sheets.iter().map(|sheet| sheet.id).collect();
    let mut made: Vec<(OrganisationId, SheetId)> = Vec::new();
    for (index, (organisation, objects)) in rules::arranged(plan, arrangement).into_iter().enumerate() {
        let found = organisations::queries::find(transaction, organisation).await?;
        let found = found.ok_or(WebError::NotFound)?;
        let id = SheetId(app.clock.next_id());
        // The target is the sector's; on a common sheet only where all share it.
        let mut targets = Vec::new();
        for object in objects.iter().filter_map(|id| plan.object(*id)) {
            let at = organisations::queries::find(transaction, object.organisation).await?;
            targets.push(at.map_or_else(String::new, |at| choosing::target_of(&at, Language::ZhHans)));
        }
        targets.dedup();
        let target = match targets.as_slice() {
            [one] if !one.is_empty() => Some(one.clone()),
            _ => None,
        };
        let row = sheet::Model {
            id,
            round_id: round.id,
            number: i64::try_from(index + 1).unwrap_or(i64::MAX),
            title: match arrangement {
                Arrangement::Own => found.name,
                Arrangement::Common => round.title.clone(),
            },
            target,
        };
        let places = objects.iter().enumerate().map(|(position, object)| sheet_object::Model {
            id: SheetObjectId(app.clock.next_id()),
            sheet_id: id,
            object_id: *object,
            position: i64::try_from(position).unwrap_or(i64::MAX),
        });
        queries::insert_sheet(transaction, row, places.collect()).await?;
        made.push((organisation, id));
    }
    for panel in before {
        let sheet = match arrangement {
            Arrangement::Common => made.first(),
            Arrangement::Own => made.iter().find(|(organisation, _)| *organisation == panel.organisation),
        };
        match sheet {
            Some((_, sheet)) => queries::move_panel(transaction, panel.id, *sheet).await?,
            None => queries::delete_panel(transaction, panel.id).await?,
        }
    }
    Ok(queries::delete_sheets(transaction, &old).await?)
}
