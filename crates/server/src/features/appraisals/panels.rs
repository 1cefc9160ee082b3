//! Who judges: groups of one coarse category each, with planned numbers; groups below k are merged before issuing.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{panel, round};
use storage::{OrganisationId, PanelId, Reads, SheetId, StorageError, WindowId};
use texts::Language;

use super::common::{self, Editing, OFFICE, PREPARING, Paths};
use super::form;
use super::library::{self, Catalogue, Kind};
use super::model::{Category, Panel, Plan, Sheet, SplitId};
use super::rules::{self, Arrangement};
use super::settings::Confirmed;
use super::{arranging, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::organisations;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most judges of one panel.
pub const MOST_JUDGES: i64 = 100_000;

pub struct Row {
    pub path: String,
    pub number: u32,
    organisation: String,
    pub category: String,
    /// As it stands in its field.
    pub planned: String,
    in_all: u32,
    due: Option<u32>,
    merged_into: String,
    /// The group it is merged into, as its field holds it: which one is chosen on the group's own page, because a list of
    /// all others in every row would grow with the square of their number.
    pub into: String,
    may_merge: bool,
    is_merged: bool,
    is_small: bool,
}

pub struct SheetRows {
    title: String,
    target: String,
    objects: usize,
    answers: usize,
    preview: String,
    pub rows: Vec<Row>,
    total: u32,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/panels.html")]
pub struct PanelsView {
    pub page: Page,
    paths: Paths,
    round: round::Model,
    may_edit: bool,
    pub sheets: Vec<SheetRows>,
    is_common: bool,
    /// Whether windows are judged beside organisations or members.
    has_windows_beside: bool,
    small: usize,
    categories: Vec<(String, String)>,
    form: PanelForm,
    errors: FieldErrors,
    pub conflict: Option<Conflict>,
}

/// The same group for every organisation, or one for the whole round.
#[derive(Debug, Default, Deserialize)]
pub struct PanelForm {
    #[serde(default)]
    category: String,
    #[serde(default)]
    planned: String,
    /// `each` organisation and window judged, the `owner` of the round alone, `organisations` or `windows` alone.
    #[serde(default)]
    place: String,
    #[serde(default)]
    version: i64,
}

/// Shows the panels.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Panels>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = PanelForm::default();
    html(&view(&app, &frame, round, form, FieldErrors::default()).await?)
}

pub async fn view(
    app: &App,
    frame: &Frame,
    round: round::Model,
    form: PanelForm,
    errors: FieldErrors,
) -> Result<PanelsView, WebError> {
    let page = frame.page("appraisals-panels-title");
    let plan = queries::plan(&app.database, round.id).await?;
    let minimum = queries::number(round.minimum);
    let small = rules::too_small(&plan, minimum, |_| None);
    let at = plan.panels.iter().map(|panel| panel.organisation);
    let organisations = organisations::queries::names(&app.database, at).await?;
    let language = page.language;
    let mut sheets = Vec::new();
    for sheet in &plan.sheets {
        let mut rows = Vec::new();
        for panel in plan.panels.iter().filter(|panel| panel.sheet == sheet.id) {
            let mut others = plan.open_panels().filter(|other| other.sheet == sheet.id && other.id != panel.id);
            rows.push(Row {
                path: urls::Panel { id: round.id, panel: panel.id }.to_path(),
                number: panel.number,
                organisation: organisations.get(&panel.organisation).cloned().unwrap_or_default(),
                category: plan.category_name(&panel.category, language).to_owned(),
                planned: panel.planned.to_string(),
                in_all: plan.planned_in_all(panel),
                due: panel.due,
                merged_into: panel
                    .merged_into
                    .and_then(|into| plan.panel(into))
                    .map_or_else(String::new, |into| words(&plan, into, language)),
                into: panel.merged_into.map_or_else(String::new, |into| into.to_string()),
                may_merge: others.next().is_some(),
                is_merged: panel.merged_into.is_some(),
                is_small: small.iter().any(|(id, _)| *id == panel.id),
            });
        }
        let objects = plan.objects_of(sheet);
        sheets.push(SheetRows {
            title: plan.sheet_title(sheet, language),
            target: sheet.target_in(language).unwrap_or_default().to_owned(),
            objects: objects.len(),
            answers: objects.iter().map(|(_, definition)| definition.items.len()).sum(),
            preview: urls::Preview { id: round.id, sheet: sheet.id }.to_path(),
            total: plan.panels.iter().filter(|panel| panel.sheet == sheet.id).map(|panel| panel.planned).sum(),
            rows,
        });
    }
    let windows = plan.objects.iter().filter(|object| object.window.is_some()).count();
    let catalogue = Catalogue::of_round(&app.database, &round).await?;
    let categories = catalogue.categories().map(|category| {
        let name = category.name.in_language(language).to_owned();
        (category.code.clone(), name)
    });
    Ok(PanelsView {
        paths: Paths { id: round.id },
        may_edit: PREPARING.contains(&round.state.as_str()),
        sheets,
        is_common: Arrangement::of(&plan).is_common,
        has_windows_beside: (1..plan.objects.len()).contains(&windows),
        small: small.len(),
        categories: categories.collect(),
        form,
        errors,
        conflict: None,
        round,
        page,
    })
}

/// What a group is called beside others of its sheet.
pub(super) fn words(plan: &Plan, panel: &Panel, language: Language) -> String {
    format!("{} ({})", plan.category_name(&panel.category, language), panel.number)
}

/// Adds a group of this category to every organisation judged, or to the owner.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Panels>,
    posted: Posted<PanelForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let plan = queries::plan(&app.database, url.id).await?;
    let catalogue = Catalogue::of_round(&app.database, &round).await?;
    let category = catalogue.categories().find(|category| category.code == form.category);
    if category.is_none() {
        errors.add("category", "error-choose");
    }
    // The members' own number comes from the register where none is typed; it does not know who lives in which area.
    let is_split = plan.objects.iter().any(|object| rules::split_of(object).is_some());
    let from_register = form.category == "members" && form.planned.trim().is_empty() && !is_split;
    let planned = if from_register {
        None
    } else {
        let planned = form::whole("planned", &form.planned, &mut errors);
        if planned.is_some_and(|planned| !(1..=MOST_JUDGES).contains(&planned)) {
            errors.add("planned", "appraisals-error-planned");
        }
        planned
    };
    if plan.sheets.is_empty() {
        errors.add("category", "appraisals-error-no-sheets");
    }
    let wanted = places(&plan, (&form, category), round.organisation_id);
    if wanted.is_empty() && errors.is_empty() {
        errors.add("category", "appraisals-error-no-direction");
    }
    let free: Vec<Spot> = wanted
        .into_iter()
        .filter(|(organisation, sheet, _)| {
            !plan.panels.iter().any(|panel| {
                panel.organisation == *organisation && panel.sheet == *sheet && panel.category == form.category
            })
        })
        .collect();
    if free.is_empty() && errors.is_empty() {
        errors.add("category", "appraisals-error-panel-exists");
    }
    if !errors.is_empty() {
        let view = view(&app, &frame, round, form, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let day = app.today().to_string();
    let seen = (url.id, form.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let mut shown = view(&app, &frame, round, form, errors).await?;
            shown.conflict = Some(Conflict::beside());
            return html_with(StatusCode::CONFLICT, &shown);
        }
        Err(error) => return Err(error),
    };
    let before = plan.panels.iter().map(|panel| panel.number).max().unwrap_or(0);
    let mut number = before;
    for (organisation, sheet, window) in free {
        let split = plan.sheet(sheet).and_then(|sheet| rules::split_of_sheet(&plan, sheet));
        let counts = form.category == "members" && split.is_none();
        let due = if counts { Some(due_in(&change.transaction, organisation, &day).await?) } else { None };
        // S050: nobody judges where the register has nobody due; such a panel would only stand in the way of issuing.
        let Some(planned) = planned.or(due.map(i64::from)).filter(|planned| *planned > 0) else {
            continue;
        };
        number += 1;
        let row = panel::Model {
            id: PanelId(app.clock.next_id()),
            round_id: url.id,
            number: i64::from(number),
            sheet_id: sheet,
            organisation_id: organisation,
            category: form.category.clone(),
            planned,
            due: due.map(i64::from),
            merged_into: None,
            area_id: split.map(|SplitId::Area(area)| area),
            window_id: window,
        };
        queries::insert_panel(&change.transaction, row).await?;
    }
    if number == before {
        return common::refuse(change, WebError::refused("appraisals-error-nobody-due")).await;
    }
    library::taken::take(&change.transaction, url.id, (&catalogue, Kind::JudgeCategories, &form.category)).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &form.category).await?;
    change.answer(&url, "appraisals-panels-added").await
}

/// The members due of an organisation and of everything below it.
async fn due_in(reads: &impl Reads, organisation: OrganisationId, day: &str) -> Result<u32, StorageError> {
    let below = organisations::queries::subtree(reads, organisation).await?;
    let rolls = queries::rolls(reads, &below, day).await?;
    Ok(rolls.values().map(|roll| roll.due()).sum())
}

/// Where a group stands: its organisation, the sheet it answers, and the window whose visitors it is.
type Spot = (OrganisationId, SheetId, Option<WindowId>);

/// Whether a category may answer a sheet: where each direction has sheets of its own, those it may judge in; a window is
/// judged by its visitors alone.
fn answers(plan: &Plan, sheet: &Sheet, arrangement: Arrangement, category: Option<&Category>) -> bool {
    let first = sheet.objects.first().and_then(|id| plan.measure(plan.object(*id)?.measure));
    let has_own_judges = arrangement.is_by_direction || plan.window_of(sheet).is_some();
    let judges = first.filter(|_| has_own_judges).map(|measure| plan.judges_in(&measure.direction));
    arranging::may_judge(category, judges)
}

fn places(plan: &Plan, (form, category): (&PanelForm, Option<&Category>), owner: OrganisationId) -> Vec<Spot> {
    let mut places = Vec::new();
    let arrangement = Arrangement::of(plan);
    let is_of_owner = form.place == "owner" && arrangement.is_common;
    // A group of the whole round judges no window, but where the round judges nothing else.
    let is_beside = plan.sheets.iter().any(|sheet| plan.window_of(sheet).is_none());
    for sheet in plan.sheets.iter().filter(|sheet| answers(plan, sheet, arrangement, category)) {
        let window = plan.window_of(sheet);
        if matches!((form.place.as_str(), window), ("windows", None) | ("organisations", Some(_))) {
            continue;
        }
        if is_of_owner && is_beside && window.is_some() {
            continue;
        }
        let whole = is_of_owner && window.is_none();
        let objects = plan.objects_of(sheet);
        let organisations = objects.iter().map(|(object, _)| object.organisation);
        for organisation in organisations {
            let place = (if whole { owner } else { organisation }, sheet.id, window);
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

/// Merges every group below k into the one that hides it best.
pub async fn merge(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Mergers>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    let merge_with = |category: &str| plan.category(category)?.merge_with.clone();
    let mergers = rules::mergers(&plan, queries::number(round.minimum), merge_with);
    for (from, into) in &mergers {
        queries::set_merged(&change.transaction, *from, Some(*into)).await?;
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    let notice = if mergers.is_empty() { "appraisals-nothing-merged" } else { "appraisals-merged" };
    change.answer(&urls::Panels { id: url.id }, notice).await
}
