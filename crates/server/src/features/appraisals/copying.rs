//! An earlier round as a new draft: what it declared, whom it judged by what, how they stood on sheets, who judged
//! (S061), its areas, procedures, measures held by name and working group. What it lived through stays with it: days,
//! slips, lists of people, records, results. What is left out of it is kept with the reason.

mod declared;
mod present;

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{measure, panel, panel_roll, round, round_object};
use storage::{MeasureId, ObjectId, PanelId, RoundAreaId, RoundId, SheetId, WriteTransaction};

use self::present::{Omitted, Present};
use super::choosing::text_of;
use super::model::{Object, Plan, Sheet};
use super::rules::Arrangement;
use super::{arranging, library, queries};
use crate::App;
use crate::features::{composition, organisations};
use crate::web::WebError;

/// What a copy is called and when it is held.
pub struct NewTerm {
    /// Its title.
    pub title: String,
    /// First and last day (ISO).
    pub period: (String, String),
    /// The objects taken along; nothing is all of them.
    pub objects: Option<BTreeSet<ObjectId>>,
}

/// Draws up a draft after an earlier round. Names and rolls are those of now: an organisation or a window that was closed
/// and a member who left or went elsewhere are not taken along, nor are judges whose sheet has nobody left on it, nor the
/// people on lists; the quotas are. What was left out is kept with the round.
///
/// # Errors
/// When the database refuses.
pub async fn copy(
    transaction: &WriteTransaction,
    app: &App,
    source: &round::Model,
    term: NewTerm,
) -> Result<round::Model, WebError> {
    let plan = narrowed(queries::plan(transaction, source.id).await?, term.objects.as_ref());
    let round = round::Model {
        id: RoundId(app.clock.next_id()),
        title: term.title,
        notice_number: None,
        period_from: term.period.0,
        period_to: term.period.1,
        state: "draft".to_owned(),
        casting_until: None,
        follows_id: None,
        frozen: None,
        opening_hash: None,
        version: 1,
        ..source.clone()
    };
    queries::insert_round(transaction, round.clone()).await?;
    let ids = (source.id, round.id);
    let mut omitted = Omitted::default();
    library::taken::copy(transaction, ids).await?;
    let measures = copy_measures(transaction, app, &round, &plan).await?;
    let present = Present::load(transaction, &round, &plan).await?;
    let areas = declared::areas(transaction, app, ids).await?;
    let staying = staying(app, &plan, &present, &mut omitted);
    let objects = copy_objects(transaction, app, &round, (staying, &measures, &areas)).await?;
    let drawn_up = queries::plan(transaction, round.id).await?;
    arranging::arrange(transaction, app, &round, &drawn_up, Arrangement::of(&plan)).await?;
    let was = Was { source: source.id, plan: &plan, objects: &objects, areas: &areas, present: &present };
    copy_panels(transaction, app, &round, (&was, &mut omitted)).await?;
    declared::named_measures(transaction, ids, &measures).await?;
    declared::followed(transaction, ids, &mut omitted).await?;
    declared::working_group(transaction, app, (source, round.id), &mut omitted).await?;
    if let Some(below) = source.follows_id {
        // The round below it of this time is another one, and the office says which.
        let below = queries::round(transaction, below).await?;
        omitted.add("lower-round", below.as_ref().map_or("", |below| below.title.as_str()));
    }
    if let Some(rule) = queries::verdict(transaction, source).await? {
        let mut sources = rule.sources;
        sources.retain(|source| plan.measures.iter().any(|measure| source.is_read_from(measure)));
        queries::set_verdict_sources(transaction, round.id, &sources).await?;
    }
    if let Some(composite) = queries::composite(transaction, source.id).await? {
        queries::set_composite(transaction, round.id, &composite).await?;
    }
    queries::set_quality(transaction, round.id, &queries::quality(transaction, source.id).await?).await?;
    queries::insert_omissions(transaction, omitted.into_rows(round.id)).await?;
    Ok(round)
}

/// The plan with these objects alone, and the measures by which they are judged.
fn narrowed(mut plan: Plan, objects: Option<&BTreeSet<ObjectId>>) -> Plan {
    if let Some(objects) = objects {
        plan.objects.retain(|object| objects.contains(&object.id));
        let used: BTreeSet<MeasureId> = plan.objects.iter().map(|object| object.measure).collect();
        plan.measures.retain(|measure| used.contains(&measure.id));
    }
    plan
}

/// The measures as they were: the same version of each instrument, so that quarters can be compared.
async fn copy_measures(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    plan: &Plan,
) -> Result<BTreeMap<MeasureId, MeasureId>, WebError> {
    let mut ids = BTreeMap::new();
    for (measure, position) in plan.measures.iter().zip(0..) {
        let id = MeasureId(app.clock.next_id());
        let row = measure::Model {
            id,
            round_id: round.id,
            position,
            instrument_code: measure.definition.code.clone(),
            instrument_version: i64::from(measure.definition.version),
            direction: measure.direction.clone(),
            definition: text_of(&measure.definition)?,
        };
        queries::insert_measure(transaction, row).await?;
        ids.insert(measure.id, id);
    }
    Ok(ids)
}

/// Whom and what the earlier round judged that is still there, with the name it has now.
fn staying<'a>(app: &App, plan: &'a Plan, present: &Present, omitted: &mut Omitted) -> Vec<(&'a Object, String)> {
    let mut staying = Vec::new();
    for object in &plan.objects {
        match present.name(app, plan, object) {
            Ok(name) => staying.push((object, name)),
            Err(reason) => omitted.add(reason, &object.name),
        }
    }
    staying
}

/// What was taken along: the old one and the new.
type Taken<Id> = BTreeMap<Id, Id>;

async fn copy_objects(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    (staying, measures, areas): (Vec<(&Object, String)>, &Taken<MeasureId>, &Taken<RoundAreaId>),
) -> Result<BTreeMap<ObjectId, ObjectId>, WebError> {
    let ids: BTreeMap<ObjectId, ObjectId> =
        staying.iter().map(|(object, _)| (object.id, ObjectId(app.clock.next_id()))).collect();
    let mut rows = Vec::new();
    for ((object, name), subject) in staying.into_iter().zip(1..) {
        let (Some(id), Some(measure)) = (ids.get(&object.id), measures.get(&object.measure)) else {
            continue;
        };
        rows.push(round_object::Model {
            id: *id,
            round_id: round.id,
            subject,
            kind: object.kind.code().to_owned(),
            organisation_id: object.organisation,
            member_id: object.member,
            name,
            measure_id: *measure,
            no_self_report_reason: None,
            reported_as_id: object.reported_as.and_then(|other| ids.get(&other).copied()),
            area_id: object.area.and_then(|area| areas.get(&area).copied()),
            window_id: object.window,
        });
    }
    // Whoever introduces itself for others stands before them, as it did when it was chosen.
    rows.sort_by_key(|row| (row.reported_as_id.is_some(), row.subject));
    queries::insert_objects(transaction, rows).await?;
    Ok(ids)
}

/// What the groups of an earlier round are copied from.
struct Was<'a> {
    source: RoundId,
    plan: &'a Plan,
    objects: &'a BTreeMap<ObjectId, ObjectId>,
    areas: &'a BTreeMap<RoundAreaId, RoundAreaId>,
    present: &'a Present,
}

/// The judge groups, each on the sheet that now has the objects of its old one. How many members are due is counted
/// anew; where judges came from a list the quota stays, and the list is to be entered.
async fn copy_panels(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    (was, omitted): (&Was<'_>, &mut Omitted),
) -> Result<(), WebError> {
    let plan = was.plan;
    let sheets = queries::sheets(transaction, round.id).await?;
    let listed = composition::queries::listed(transaction, was.source).await?;
    let day = app.today().to_string();
    let (mut ids, mut number) = (BTreeMap::new(), 0);
    for before in &plan.panels {
        if !was.present.organisations.contains_key(&before.organisation) {
            omitted.add_panel("judges-organisation", plan, before);
            continue;
        }
        let old = plan.sheet(before.sheet);
        let Some(sheet_id) = old.and_then(|old| sheet_like(&sheets, old, was.objects)) else {
            omitted.add_panel("judges-sheet", plan, before);
            continue;
        };
        let due = match before.due {
            Some(_) => {
                let below = organisations::queries::subtree(transaction, before.organisation).await?;
                let rolls = queries::rolls(transaction, &below, &day).await?;
                Some(rolls.values().map(|roll| roll.due()).sum::<u32>())
            }
            None => None,
        };
        let is_of_register = before.due == Some(before.planned);
        let planned = due.filter(|_| is_of_register).unwrap_or(before.planned);
        if planned == 0 {
            omitted.add_panel("judges-nobody", plan, before);
            continue;
        }
        number += 1;
        let id = PanelId(app.clock.next_id());
        let row = panel::Model {
            id,
            round_id: round.id,
            number,
            sheet_id,
            organisation_id: before.organisation,
            category: before.category.clone(),
            planned: i64::from(planned),
            due: due.map(i64::from),
            merged_into: None,
            area_id: before.area.and_then(|area| was.areas.get(&area).copied()),
            window_id: before.window,
        };
        queries::insert_panel(transaction, row).await?;
        if listed.contains(&before.id) {
            let (kind, attended) = ("list".to_owned(), None);
            let roll = panel_roll::Model { panel_id: id, round_id: round.id, kind, attended, version: 1 };
            composition::queries::store_roll(transaction, roll, true).await?;
            omitted.add_panel("list", plan, before);
        }
        ids.insert(before.id, id);
    }
    for before in &plan.panels {
        let into = before.merged_into.and_then(|into| ids.get(&into).copied());
        if let (Some(id), Some(into)) = (ids.get(&before.id), into) {
            queries::set_merged(transaction, *id, Some(into)).await?;
        }
    }
    Ok(())
}

fn sheet_like(sheets: &[Sheet], old: &Sheet, objects: &BTreeMap<ObjectId, ObjectId>) -> Option<SheetId> {
    let now: BTreeSet<ObjectId> = old.objects.iter().filter_map(|object| objects.get(object).copied()).collect();
    let found = sheets.iter().find(|sheet| sheet.objects.iter().any(|object| now.contains(object)));
    found.map(|sheet| sheet.id)
}
