//! An earlier round as a new draft: what it declared, whom it judged by what, how they stood on sheets, who judged
//! (S061). What it lived through stays with it: days, slips, records, results.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{measure, panel, round, round_object};
use storage::{MeasureId, MemberId, ObjectId, OrganisationId, PanelId, RoundId, SheetId, WriteTransaction};
use texts::Language;

use super::choosing::text_of;
use super::model::{Object, Panel, Plan, Sheet};
use super::rules::Arrangement;
use super::{arranging, queries};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::WebError;

/// What a copy is called and when it is held.
pub struct NewTerm {
    /// Its title.
    pub title: String,
    /// First and last day (ISO).
    pub period: (String, String),
}

/// Draws up a draft after an earlier round. Names and rolls are those of now: an organisation that was closed and a
/// member who left or went elsewhere are not taken along, nor are judges whose sheet has nobody left on it.
///
/// # Errors
/// When the database refuses.
pub async fn copy(
    transaction: &WriteTransaction,
    app: &App,
    source: &round::Model,
    term: NewTerm,
) -> Result<round::Model, WebError> {
    let plan = queries::plan(transaction, source.id).await?;
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
    let measures = copy_measures(transaction, app, &round, &plan).await?;
    let present = present(transaction, &round, &plan).await?;
    let objects = copy_objects(transaction, app, &round, (&plan, &measures, &present)).await?;
    let drawn_up = queries::plan(transaction, round.id).await?;
    arranging::arrange(transaction, app, &round, &drawn_up, Arrangement::of(&plan)).await?;
    copy_panels(transaction, app, &round, (&plan, &objects, &present)).await?;
    if let Some(rule) = queries::verdict(transaction, source).await? {
        queries::set_verdict_sources(transaction, round.id, &rule.sources).await?;
    }
    let composite = queries::composite(transaction, source.id).await?;
    queries::set_composite(transaction, round.id, composite.as_ref()).await?;
    Ok(round)
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

/// Who may still be judged: organisations below the owner that are open, with their names, and the members on their
/// rolls.
struct Present {
    organisations: BTreeMap<OrganisationId, String>,
    members: BTreeMap<MemberId, (OrganisationId, String)>,
}

async fn present(transaction: &WriteTransaction, round: &round::Model, plan: &Plan) -> Result<Present, WebError> {
    let among = vec![Reach::Under(vec![round.organisation_id])];
    let filter = organisations::queries::Filter { among, ..Default::default() };
    let open = organisations::queries::all(transaction, &filter).await?;
    let with_members: BTreeSet<OrganisationId> =
        plan.objects.iter().filter(|object| object.member.is_some()).map(|object| object.organisation).collect();
    let mut members = BTreeMap::new();
    for organisation in with_members {
        let roll = queries::members_of(transaction, organisation).await?;
        members.extend(roll.into_iter().map(|member| (member.id, (organisation, member.name))));
    }
    Ok(Present { organisations: open.into_iter().map(|one| (one.id, one.name)).collect(), members })
}

impl Present {
    /// The name on the sheet; nothing for whoever is there no longer.
    fn name(&self, app: &App, plan: &Plan, object: &Object) -> Option<String> {
        let organisation = self.organisations.get(&object.organisation)?;
        match object.member {
            Some(member) => {
                let (at, name) = self.members.get(&member)?;
                (*at == object.organisation).then(|| name.clone())
            }
            None if object.window.is_some() => Some(object.name.clone()),
            None if plan.judged(object).3 => {
                let arguments = [("name", organisation.into())];
                Some(app.texts.with(Language::ZhHans, "appraisals-leading-team", &arguments))
            }
            None => Some(organisation.clone()),
        }
    }
}

async fn copy_objects(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    (plan, measures, present): (&Plan, &BTreeMap<MeasureId, MeasureId>, &Present),
) -> Result<BTreeMap<ObjectId, ObjectId>, WebError> {
    let staying: Vec<(&Object, String)> =
        plan.objects.iter().filter_map(|object| Some((object, present.name(app, plan, object)?))).collect();
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
            // Areas are the earlier round's own.
            area_id: None,
            window_id: object.window,
        });
    }
    // Whoever introduces itself for others stands before them, as it did when it was chosen.
    rows.sort_by_key(|row| (row.reported_as_id.is_some(), row.subject));
    queries::insert_objects(transaction, rows).await?;
    Ok(ids)
}

/// The judge groups, each on the sheet that now has the objects of its old one. How many members are due is counted
/// anew.
async fn copy_panels(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    (plan, objects, present): (&Plan, &BTreeMap<ObjectId, ObjectId>, &Present),
) -> Result<(), WebError> {
    let sheets = queries::sheets(transaction, round.id).await?;
    let day = app.today().to_string();
    let (mut ids, mut number) = (BTreeMap::new(), 0);
    let is_open = |before: &&Panel| present.organisations.contains_key(&before.organisation);
    for before in plan.panels.iter().filter(is_open) {
        let old = plan.sheet(before.sheet);
        let Some(sheet_id) = old.and_then(|old| sheet_like(&sheets, old, objects)) else {
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
            area_id: None,
            window_id: before.window,
        };
        queries::insert_panel(transaction, row).await?;
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
