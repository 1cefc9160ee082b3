//! Areas of neighbours (就近熟悉分组, S074): the office says which member judged belongs to which; each area has a sheet of
//! its own, judged by people of that area. Where anybody lives is not entered.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{round, round_area};
use storage::{ObjectId, RoundAreaId, RoundId, Scope};

use super::rules::{has_address, has_number};
use super::seen::{self, Seen};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
use crate::features::appraisals::Arrangement;
use crate::features::appraisals::model::ObjectKind;
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

/// The most areas of a round.
const MOST_AREAS: usize = 50;

struct AreaRow {
    id: String,
    name: String,
    action: String,
    objects: usize,
    panels: usize,
    planned: u32,
    is_small: bool,
    is_empty: bool,
}

struct ObjectRow {
    id: String,
    name: String,
    area: String,
}

#[derive(Template)]
#[template(path = "features/composition/templates/areas.html")]
struct AreasView {
    page: Page,
    back: (String, String),
    panels_path: String,
    action: String,
    objects_action: String,
    version: i64,
    minimum: i64,
    may_edit: bool,
    areas: Vec<AreaRow>,
    objects: Vec<ObjectRow>,
    /// Judges moved to another area: who, from whom they recuse, from where and where to.
    recusals: Vec<[String; 4]>,
    name: String,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    name: String,
    /// Each member judged with the area chosen.
    chosen: Option<Vec<(String, String)>>,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

async fn page(app: &App, frame: &Frame, seen: &Seen, (status, typed): (StatusCode, Typed)) -> Answer {
    let (round, plan) = (&seen.round, &seen.plan);
    let areas = queries::areas(&app.database, round.id).await?;
    let recusals = queries::recusals(&app.database, round.id).await?;
    let people = queries::all_candidates(&app.database, round.id).await?;
    let names = queries::area_names(&app.database, round.id).await?;
    let area_name = |id: &RoundAreaId| names.get(id).cloned().unwrap_or_default();
    let recusal = |row: &storage::entities::recusal::Model| {
        let who = people.values().flatten().find(|person| person.id == row.candidate_id);
        let object = plan.object(row.object_id).map(|object| object.name.clone());
        let who = who.map(|person| person.name.clone()).unwrap_or_default();
        [who, object.unwrap_or_default(), area_name(&row.moved_from), area_name(&row.moved_to)]
    };
    let row = |area: &round_area::Model| {
        let objects = plan.objects.iter().filter(|object| object.area == Some(area.id)).count();
        let here = || plan.panels.iter().filter(|panel| panel.area == Some(area.id));
        let planned: u32 = here().map(|panel| panel.planned).sum();
        let is_moved = recusals.iter().any(|one| one.moved_from == area.id || one.moved_to == area.id);
        AreaRow {
            id: area.id.to_string(),
            name: area.name.clone(),
            action: urls::Area { round: round.id, area: area.id }.to_path(),
            objects,
            panels: here().count(),
            planned,
            is_small: i64::from(planned) < round.minimum,
            is_empty: objects == 0 && here().count() == 0 && !is_moved,
        }
    };
    let members = plan.objects.iter().filter(|object| object.kind == ObjectKind::Member);
    let objects = members.map(|object| {
        let id = object.id.to_string();
        let typed = typed.chosen.iter().flatten().find(|(chosen, _)| *chosen == id).map(|(_, area)| area.clone());
        let stored = object.area.map_or_else(String::new, |area| area.to_string());
        ObjectRow { area: typed.unwrap_or(stored), name: object.name.clone(), id }
    });
    let view = AreasView {
        page: frame.page("composition-areas-title"),
        back: seen::back(frame, round),
        panels_path: appraisals::urls::Panels { id: round.id }.to_path(),
        action: urls::Areas { round: round.id }.to_path(),
        objects_action: format!("{}?_method=put", urls::AreaObjects { round: round.id }.to_path()),
        version: round.version,
        minimum: round.minimum,
        may_edit: round.state == "draft",
        areas: areas.iter().map(row).collect(),
        objects: objects.collect(),
        recusals: recusals.iter().map(recusal).collect(),
        name: typed.name.clone(),
        errors: typed.errors,
        conflict: typed.conflict,
    };
    html_with(status, &view)
}

/// Shows the areas.
pub(super) async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Areas>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    page(&app, &frame, &seen, (StatusCode::OK, Typed::default())).await
}

/// How a change of the areas begins.
enum Editing {
    Fresh(Change, Box<round::Model>),
    Answer(axum::response::Response),
    Stale,
}

/// Begins one: sheets are arranged while the round is a draft.
async fn begin(
    (app, visitor): (&App, &Visitor),
    once_key: &str,
    (id, seen): (RoundId, i64),
) -> Result<Editing, WebError> {
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Round(id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Answer(answer)),
    };
    let round = appraisals::queries::round(&change.transaction, id).await?;
    let Some(round) = round else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if round.state != "draft" {
        change.give_up().await?;
        return Err(WebError::refused("composition-refused-announced"));
    }
    if !appraisals::queries::claim_version(&change.transaction, id, seen).await? {
        change.give_up().await?;
        return Ok(Editing::Stale);
    }
    Ok(Editing::Fresh(change, Box::new(round)))
}

async fn note(change: &Change, (app, visitor): (&App, &Visitor), round: &round::Model) -> Result<(), WebError> {
    let about = About::organisation(round.organisation_id, format!("{} | areas", round.title));
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RoundChanged, about).await?)
}

/// An area as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AreaForm {
    version: i64,
    name: String,
}

/// Adds an area.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Areas>,
    posted: Posted<AreaForm>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    let mut errors = FieldErrors::default();
    let typed = posted.input.name.clone();
    let name = errors.required("name", &typed, 20);
    if has_number(&name) || has_address(&name) {
        errors.add("name", "composition-error-area-address");
    }
    let areas = queries::areas(&app.database, url.round).await?;
    if areas.iter().any(|area| area.name == name) {
        errors.add("name", "composition-error-area-twice");
    }
    if areas.len() >= MOST_AREAS {
        errors.add_with("name", "composition-error-areas-full", vec![("most", MOST_AREAS.into())]);
    }
    if !errors.is_empty() {
        let typed = Typed { name: typed, errors, ..Typed::default() };
        return page(&app, &frame, &seen, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let place = (url.round, posted.input.version);
    let (change, round) = match begin((&app, &visitor), &posted.once, place).await? {
        Editing::Fresh(change, round) => (change, round),
        Editing::Answer(answer) => return Ok(answer),
        Editing::Stale => {
            let typed = Typed { name: typed, conflict: Some(Conflict::beside()), ..Typed::default() };
            return page(&app, &frame, &seen, (StatusCode::CONFLICT, typed)).await;
        }
    };
    let row = round_area::Model { id: RoundAreaId(app.clock.next_id()), round_id: url.round, name };
    queries::insert_area(&change.transaction, row).await?;
    note(&change, (&app, &visitor), &round).await?;
    change.answer(&url, "composition-area-saved").await
}

/// Each member judged with the area chosen, in two columns of the same length.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct AssignForm {
    version: i64,
    object: Vec<String>,
    area: Vec<String>,
}

/// Assigns members judged to areas and arranges the sheets anew.
pub(super) async fn assign(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::AreaObjects>,
    posted: Posted<AssignForm>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    let form = posted.input;
    let chosen: Vec<(String, String)> = form.object.iter().cloned().zip(form.area.iter().cloned()).collect();
    let place = (url.round, form.version);
    let (change, round) = match begin((&app, &visitor), &posted.once, place).await? {
        Editing::Fresh(change, round) => (change, round),
        Editing::Answer(answer) => return Ok(answer),
        Editing::Stale => {
            let typed = Typed { chosen: Some(chosen), conflict: Some(Conflict::beside()), ..Typed::default() };
            return page(&app, &frame, &seen, (StatusCode::CONFLICT, typed)).await;
        }
    };
    let before = appraisals::queries::plan(&change.transaction, url.round).await?;
    let names = queries::area_names(&change.transaction, url.round).await?;
    if !queries::draws(&change.transaction, url.round).await?.is_empty() {
        change.give_up().await?;
        return Err(WebError::refused("composition-refused-fixed"));
    }
    for (object, area) in &chosen {
        let object = object.parse::<ObjectId>().ok().and_then(|id| before.object(id));
        let area = match area.as_str() {
            "" => Some(None),
            area => area.parse::<RoundAreaId>().ok().filter(|id| names.contains_key(id)).map(Some),
        };
        let object = object.filter(|object| object.kind == ObjectKind::Member);
        let (Some(object), Some(area)) = (object, area) else {
            change.give_up().await?;
            return Err(WebError::NotFound);
        };
        queries::assign_object(&change.transaction, object.id, area).await?;
    }
    let after = appraisals::queries::plan(&change.transaction, url.round).await?;
    let arrangement = Arrangement::of(&before);
    appraisals::arrange(&change.transaction, &app, &round, &after, arrangement).await?;
    note(&change, (&app, &visitor), &round).await?;
    change.answer(&urls::Areas { round: url.round }, "composition-areas-assigned").await
}

/// Takes an area away to which nobody belongs.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Area>,
    posted: Posted<SeenVersion>,
) -> Answer {
    seen::seen(&app, &visitor, url.round).await?;
    let place = (url.round, posted.input.version);
    let (change, round) = match begin((&app, &visitor), &posted.once, place).await? {
        Editing::Fresh(change, round) => (change, round),
        Editing::Answer(answer) => return Ok(answer),
        Editing::Stale => return Err(WebError::ChangedMeanwhile),
    };
    let known = queries::area_names(&change.transaction, url.round).await?;
    if !known.contains_key(&url.area) {
        change.give_up().await?;
        return Err(WebError::NotFound);
    }
    if !queries::is_area_empty(&change.transaction, url.area).await? {
        change.give_up().await?;
        return Err(WebError::refused("composition-refused-area"));
    }
    queries::delete_area(&change.transaction, url.area).await?;
    note(&change, (&app, &visitor), &round).await?;
    change.answer(&urls::Areas { round: url.round }, "composition-area-removed").await
}
