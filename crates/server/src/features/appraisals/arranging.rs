//! How objects stand on sheets, and which panel answers which.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::{round, sheet, sheet_object};
use storage::{SheetId, SheetObjectId, WriteTransaction};
use texts::Language;

use super::common::{self, DRAFT, Editing};
use super::model::{BESIDE, Category, Object, Plan, SplitId};
use super::rules::{self, Arranged, Arrangement};
use super::{choosing, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::{composition, organisations};
use crate::web::{Answer, Posted, Visitor, WebError};

/// How objects shall stand.
#[derive(Debug, Deserialize)]
pub struct ArrangementForm {
    /// `own` or `common`.
    arrangement: String,
    /// Ticked: the judges of each direction have a sheet of their own.
    #[serde(default)]
    by_direction: String,
    version: i64,
}

/// Arranges the sheets anew; panels follow their organisation.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Sheets>,
    posted: Posted<ArrangementForm>,
) -> Answer {
    let arrangement = Arrangement {
        is_common: match posted.input.arrangement.as_str() {
            "own" => false,
            "common" => true,
            _ => return Err(WebError::BadForm("arrangement".to_owned())),
        },
        is_by_direction: posted.input.by_direction == "yes",
    };
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

/// Whether a category may judge as these judges of directions say; any may where the directions share a sheet.
#[must_use]
pub fn may_judge(category: Option<&Category>, judges: Option<&str>) -> bool {
    judges.is_none_or(|judges| category.is_some_and(|category| category.judges_as(judges)))
}

/// What a sheet is called, as stored: in simplified Chinese, with its directions where each has sheets of its own.
fn title(plan: &Plan, sheet: &Arranged, name: &str) -> String {
    if sheet.judges.is_none() {
        return name.to_owned();
    }
    format!("{name}{BESIDE}{}", plan.directions_of(&sheet.objects, Language::ZhHans))
}

/// What a sheet is about, in words: its window, where several of the round share a name with their organisation; the
/// round where everything stands together; else its organisation.
fn heading(plan: &Plan, sheet: &Arranged, (is_common, round): (bool, &str), organisation: &str) -> String {
    let object = sheet.objects.first().and_then(|id| plan.object(*id));
    let Some((window, name)) = object.and_then(|object| Some((object.window?, object.name.as_str()))) else {
        return if is_common { round.to_owned() } else { organisation.to_owned() };
    };
    let is_shared = |other: &Object| other.name == name && other.window.is_some_and(|other| other != window);
    if plan.objects.iter().any(is_shared) { format!("{organisation} {name}") } else { name.to_owned() }
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
    let mut made: Vec<(Arranged, SheetId)> = Vec::new();
    let judges = |direction: &str| plan.judges_in(direction).to_owned();
    let areas = composition::queries::area_names(transaction, round.id).await?;
    let of_split = |name: &str, split: Option<SplitId>| match split {
        Some(SplitId::Area(area)) => format!("{name} · {}", areas.get(&area).map_or("", String::as_str)),
        None => name.to_owned(),
    };
    let all = rules::arranged(plan, arrangement, judges);
    // All organisations at once: a round may have hundreds of sheets.
    let ids = plan.objects.iter().map(|object| object.organisation);
    let ids = ids.chain(all.iter().map(|arranged| arranged.organisation));
    let organisations = organisations::queries::find_all(transaction, ids).await?;
    for (index, arranged) in all.into_iter().enumerate() {
        let objects = &arranged.objects;
        let found = organisations.get(&arranged.organisation).ok_or(WebError::NotFound)?;
        let id = SheetId(app.clock.next_id());
        // The target is the sector's; on a common sheet only where all share it.
        let mut targets = Vec::new();
        for object in objects.iter().filter_map(|id| plan.object(*id)) {
            let at = organisations.get(&object.organisation);
            targets.push(at.map_or_else(String::new, |at| choosing::target_of(at, Language::ZhHans)));
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
            title: {
                let common = (arrangement.is_common, round.title.as_str());
                let name = heading(plan, &arranged, common, &found.name);
                title(plan, &arranged, &of_split(&name, arranged.split))
            },
            target,
        };
        let places = arranged.objects.iter().enumerate().map(|(position, object)| sheet_object::Model {
            id: SheetObjectId(app.clock.next_id()),
            sheet_id: id,
            object_id: *object,
            position: i64::try_from(position).unwrap_or(i64::MAX),
        });
        queries::insert_sheet(transaction, row, places.collect()).await?;
        made.push((arranged, id));
    }
    for panel in before {
        let fits = |(sheet, _): &&(Arranged, SheetId)| {
            let is_together = panel.window.is_some() || arrangement.is_common;
            sheet.window == panel.window
                && sheet.split == rules::split_of_panel(&panel)
                && (is_together || sheet.organisation == panel.organisation)
                && may_judge(plan.category(&panel.category), sheet.judges.as_deref())
        };
        match made.iter().find(fits) {
            Some((_, sheet)) => queries::move_panel(transaction, panel.id, *sheet).await?,
            // Else a draw could be repeated until it pleases.
            None if composition::queries::is_fixed(transaction, panel.id).await? => {
                return Err(WebError::refused("composition-refused-fixed"));
            }
            None => queries::delete_panel(transaction, panel.id).await?,
        }
    }
    Ok(queries::delete_sheets(transaction, &old).await?)
}
