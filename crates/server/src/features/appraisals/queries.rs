//! What rounds are asked, here and by the other slices of a round.

mod changes;
mod choices;
mod composite;
mod listed;
mod quality;
mod tablets;
mod verdict;

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use storage::entities::{batch, measure, panel, panel_roll, round, round_object, round_step, sheet, sheet_object};
use storage::{ObjectId, PanelId, Reads, RoundId, SheetId, StorageError};

pub use changes::*;
pub use choices::*;
pub use composite::*;
pub use listed::*;
pub use quality::*;
pub use tablets::*;
pub use verdict::*;

use super::library::{self, TakenWords};
use super::model::{Frozen, Measure, Object, ObjectKind, Panel, Plan, Sheet};

/// One round.
///
/// # Errors
/// When the database does not answer.
pub async fn round(reads: &impl Reads, id: RoundId) -> Result<Option<round::Model>, StorageError> {
    Ok(round::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Where a round stands, without the long text that was frozen: asked for judges.
///
/// # Errors
/// When the database does not answer.
pub async fn state(reads: &impl Reads, id: RoundId) -> Result<Option<String>, StorageError> {
    Ok(round::Entity::find_by_id(id)
        .select_only()
        .column(round::Column::State)
        .into_tuple()
        .one(reads.connection())
        .await?)
}

/// The rounds in one of these states, oldest first: for what runs by itself at start.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_in(reads: &impl Reads, states: &[&str]) -> Result<Vec<round::Model>, StorageError> {
    Ok(round::Entity::find()
        .filter(round::Column::State.is_in(states.iter().copied()))
        .order_by_asc(round::Column::Id)
        .all(reads.connection())
        .await?)
}

/// What was frozen when issuing began; nothing before.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn frozen(reads: &impl Reads, id: RoundId) -> Result<Option<Frozen>, StorageError> {
    let text = round(reads, id).await?.and_then(|round| round.frozen);
    text.map(|text| Frozen::from_text(&text))
        .transpose()
        .map_err(|_| StorageError::Damaged("the frozen text of a round"))
}

/// What the office declared, as it stands: before issuing it may still change, afterwards it equals what is frozen.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn plan(reads: &impl Reads, id: RoundId) -> Result<Plan, StorageError> {
    let TakenWords { directions, categories, .. } = library::taken::words(reads, id).await?;
    Ok(Plan {
        directions,
        categories,
        measures: measures(reads, id).await?,
        objects: objects(reads, id).await?,
        sheets: sheets(reads, id).await?,
        panels: panels(reads, id).await?,
    })
}

/// The measures.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn measures(reads: &impl Reads, id: RoundId) -> Result<Vec<Measure>, StorageError> {
    let rows = measure::Entity::find()
        .filter(measure::Column::RoundId.eq(id))
        .order_by_asc(measure::Column::Position)
        .order_by_asc(measure::Column::Id)
        .all(reads.connection())
        .await?;
    let measure = |row: measure::Model| {
        Ok(Measure {
            id: row.id,
            direction: row.direction,
            definition: serde_json::from_str(&row.definition)
                .map_err(|_| StorageError::Damaged("the definition of a measure"))?,
        })
    };
    rows.into_iter().map(measure).collect()
}

/// The objects, by subject.
///
/// # Errors
/// When the database does not answer.
pub async fn objects(reads: &impl Reads, id: RoundId) -> Result<Vec<Object>, StorageError> {
    let rows = round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(id))
        .order_by_asc(round_object::Column::Subject)
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(object).collect())
}

fn object(row: round_object::Model) -> Object {
    Object {
        id: row.id,
        subject: number(row.subject),
        kind: ObjectKind::from_code(&row.kind),
        organisation: row.organisation_id,
        member: row.member_id,
        name: row.name,
        measure: row.measure_id,
        reported_as: row.reported_as_id,
        area: row.area_id,
        window: row.window_id,
    }
}

/// One object with its round.
///
/// # Errors
/// When the database does not answer.
pub async fn find_object(reads: &impl Reads, id: ObjectId) -> Result<Option<(RoundId, Object)>, StorageError> {
    let row = round_object::Entity::find_by_id(id).one(reads.connection()).await?;
    Ok(row.map(|row| (row.round_id, object(row))))
}

/// The objects whose self-report casting does not wait for, with the reason.
///
/// # Errors
/// When the database does not answer.
pub async fn excused_objects(reads: &impl Reads, id: RoundId) -> Result<Vec<(ObjectId, String)>, StorageError> {
    let rows = round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(id))
        .filter(round_object::Column::NoSelfReportReason.is_not_null())
        .order_by_asc(round_object::Column::Subject)
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.no_self_report_reason?))).collect())
}

/// The sheets, by position, each with its objects in order.
///
/// # Errors
/// When the database does not answer.
pub async fn sheets(reads: &impl Reads, id: RoundId) -> Result<Vec<Sheet>, StorageError> {
    let connection = reads.connection();
    let rows = sheet::Entity::find()
        .filter(sheet::Column::RoundId.eq(id))
        .order_by_asc(sheet::Column::Number)
        .order_by_asc(sheet::Column::Id)
        .all(connection)
        .await?;
    let places = sheet_object::Entity::find().inner_join_sheets(id).all(connection).await?;
    let mut objects: std::collections::BTreeMap<SheetId, Vec<ObjectId>> = Default::default();
    for place in places {
        objects.entry(place.sheet_id).or_default().push(place.object_id);
    }
    Ok(rows
        .into_iter()
        .map(|row| Sheet {
            id: row.id,
            position: number(row.number),
            title: row.title,
            target: row.target,
            objects: objects.remove(&row.id).unwrap_or_default(),
        })
        .collect())
}

/// The places of the objects on the sheets of a round, in order.
trait OfRound {
    fn inner_join_sheets(self, round: RoundId) -> Self;
}

impl OfRound for sea_orm::Select<sheet_object::Entity> {
    fn inner_join_sheets(self, round: RoundId) -> Self {
        let of_round =
            sheet::Entity::find().select_only().column(sheet::Column::Id).filter(sheet::Column::RoundId.eq(round));
        self.filter(sheet_object::Column::SheetId.in_subquery(sea_orm::QueryTrait::into_query(of_round)))
            .order_by_asc(sheet_object::Column::SheetId)
            .order_by_asc(sheet_object::Column::Position)
            .order_by_asc(sheet_object::Column::Id)
    }
}

/// The panels, by number, merged ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn panels(reads: &impl Reads, id: RoundId) -> Result<Vec<Panel>, StorageError> {
    let rows = panel::Entity::find()
        .filter(panel::Column::RoundId.eq(id))
        .order_by_asc(panel::Column::Number)
        .all(reads.connection())
        .await?;
    let rolls = panel_roll::Entity::find()
        .filter(panel_roll::Column::RoundId.eq(id))
        .filter(panel_roll::Column::Kind.eq("list"))
        .all(reads.connection())
        .await?;
    let listed: BTreeSet<PanelId> = rolls.into_iter().map(|roll| roll.panel_id).collect();
    Ok(rows
        .into_iter()
        .map(|row| Panel {
            id: row.id,
            number: number(row.number),
            sheet: row.sheet_id,
            organisation: row.organisation_id,
            category: row.category,
            planned: number(row.planned),
            due: row.due.map(number),
            merged_into: row.merged_into,
            area: row.area_id,
            window: row.window_id,
            is_listed: listed.contains(&row.id),
        })
        .collect())
}

/// The batches of slips, by number, voided ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn batches(reads: &impl Reads, id: RoundId) -> Result<Vec<batch::Model>, StorageError> {
    Ok(batch::Entity::find()
        .filter(batch::Column::RoundId.eq(id))
        .order_by_asc(batch::Column::Number)
        .all(reads.connection())
        .await?)
}

/// The steps of a round, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn steps(reads: &impl Reads, id: RoundId) -> Result<Vec<round_step::Model>, StorageError> {
    Ok(round_step::Entity::find()
        .filter(round_step::Column::RoundId.eq(id))
        .order_by_asc(round_step::Column::HappenedAt)
        .order_by_asc(round_step::Column::Id)
        .all(reads.connection())
        .await?)
}

/// A small number as a column holds it; what a CHECK or a form let through always fits.
#[must_use]
pub fn number(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or_default()
}
