//! Who judges: groups of one coarse category each, with planned numbers; groups below k are merged before issuing.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{panel, round};
use storage::{OrganisationId, PanelId, SheetId};

use super::common::{self, Editing, OFFICE, PREPARING, Paths};
use super::form;
use super::library::LIBRARY;
use super::model::{Panel, Plan, Sheet};
use super::rules::{self, Arrangement};
use super::settings::Confirmed;
use super::{arranging, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::organisations;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most judges of one panel.
const MOST_JUDGES: i64 = 100_000;

struct Row {
    path: String,
    number: u32,
    organisation: String,
    category: String,
    /// As it stands in its field.
    planned: String,
    in_all: u32,
    due: Option<u32>,
    merged_into: String,
    is_merged: bool,
    is_small: bool,
    /// Others on the same sheet: id, words, chosen.
    others: Vec<(String, String, bool)>,
}

struct SheetRows {
    title: String,
    target: String,
    objects: usize,
    answers: usize,
    preview: String,
    rows: Vec<Row>,
    total: u32,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/panels.html")]
struct PanelsView {
    page: Page,
    paths: Paths,
    round: round::Model,
    may_edit: bool,
    sheets: Vec<SheetRows>,
    is_common: bool,
    small: usize,
    categories: Vec<(String, String)>,
    form: PanelForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// The same group for every organisation, or one for the whole round.
#[derive(Debug, Default, Deserialize)]
pub struct PanelForm {
    #[serde(default)]
    category: String,
    #[serde(default)]
    planned: String,
    /// `each` organisation judged, or the `owner` of the round alone.
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

async fn view(
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
    let language = page.language;
    let mut sheets = Vec::new();
    for sheet in &plan.sheets {
        let mut rows = Vec::new();
        for panel in plan.panels.iter().filter(|panel| panel.sheet == sheet.id) {
            let at = organisations::queries::find(&app.database, panel.organisation).await?;
            let name = |panel: &Panel| {
                let category = LIBRARY.category_name(&panel.category, language);
                format!("{category} ({})", panel.number)
            };
            let others = plan.open_panels().filter(|other| other.sheet == sheet.id && other.id != panel.id);
            rows.push(Row {
                path: urls::Panel { id: round.id, panel: panel.id }.to_path(),
                number: panel.number,
                organisation: at.map(|at| at.name).unwrap_or_default(),
                category: LIBRARY.category_name(&panel.category, language).to_owned(),
                planned: panel.planned.to_string(),
                in_all: plan.planned_in_all(panel),
                due: panel.due,
                merged_into: panel.merged_into.and_then(|into| plan.panel(into)).map_or_else(String::new, name),
                is_merged: panel.merged_into.is_some(),
                is_small: small.iter().any(|(id, _)| *id == panel.id),
                others: others
                    .map(|other| {
                        let chosen = panel.merged_into == Some(other.id);
                        (other.id.to_string(), name(other), chosen)
                    })
                    .collect(),
            });
        }
        let objects = plan.objects_of(sheet);
        sheets.push(SheetRows {
            title: sheet.title.clone(),
            target: sheet.target_in(language).unwrap_or_default().to_owned(),
            objects: objects.len(),
            answers: objects.iter().map(|(_, definition)| definition.items.len()).sum(),
            preview: urls::Preview { id: round.id, sheet: sheet.id }.to_path(),
            total: plan.panels.iter().filter(|panel| panel.sheet == sheet.id).map(|panel| panel.planned).sum(),
            rows,
        });
    }
    let categories = LIBRARY.categories.iter().map(|category| {
        let name = category.name.in_language(language).to_owned();
        (category.code.clone(), name)
    });
    Ok(PanelsView {
        paths: Paths { id: round.id },
        may_edit: PREPARING.contains(&round.state.as_str()),
        sheets,
        is_common: Arrangement::of(&plan).is_common,
        small: small.len(),
        categories: categories.collect(),
        form,
        errors,
        conflict: None,
        round,
        page,
    })
}

impl PanelsView {
    /// The page with what was typed of one group in its row, and what is stored beside it.
    fn with_typed(mut self, panel: &str, typed: &OneForm) -> Self {
        let mut conflict = Conflict::beside();
        let rows = self.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
        for row in rows.filter(|row| row.path.ends_with(panel)) {
            let planned = std::mem::replace(&mut row.planned, typed.planned.clone());
            conflict = conflict.and(
                self.page.t1("appraisals-of-panel", "panel", format!("{} ({})", row.category, row.number)),
                planned,
                typed.planned.clone(),
            );
            let name =
                |row: &Row| row.others.iter().find(|other| other.2).map_or("", |other| other.1.as_str()).to_owned();
            let stored = name(row);
            for other in &mut row.others {
                other.2 = other.0 == typed.merged_into;
            }
            conflict = conflict.and(self.page.t("appraisals-merge-into"), stored, name(row));
        }
        self.conflict = Some(conflict);
        self
    }
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
    if LIBRARY.category(&form.category).is_none() {
        errors.add("category", "error-choose");
    }
    // The members' own number comes from the register where none is typed.
    let from_register = form.category == "members" && form.planned.trim().is_empty();
    let planned = if from_register {
        None
    } else {
        let planned = form::whole("planned", &form.planned, &mut errors);
        if planned.is_some_and(|planned| !(1..=MOST_JUDGES).contains(&planned)) {
            errors.add("planned", "appraisals-error-planned");
        }
        planned
    };
    let plan = queries::plan(&app.database, url.id).await?;
    if plan.sheets.is_empty() {
        errors.add("category", "appraisals-error-no-sheets");
    }
    let wanted = places(&plan, &form, round.organisation_id);
    if wanted.is_empty() && errors.is_empty() {
        errors.add("category", "appraisals-error-no-direction");
    }
    let free: Vec<(OrganisationId, SheetId)> = wanted
        .into_iter()
        .filter(|(organisation, sheet)| {
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
    let mut number = plan.panels.iter().map(|panel| panel.number).max().unwrap_or(0);
    for (organisation, sheet) in free {
        let due = if form.category == "members" {
            let below = organisations::queries::subtree(&change.transaction, organisation).await?;
            let rolls = queries::rolls(&change.transaction, &below, &day).await?;
            Some(rolls.values().map(|roll| roll.due()).sum::<u32>())
        } else {
            None
        };
        let planned = planned.or(due.map(i64::from)).unwrap_or_default();
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
        };
        queries::insert_panel(&change.transaction, row).await?;
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &form.category).await?;
    change.answer(&url, "appraisals-panels-added").await
}

/// Whether a category may answer a sheet: where each direction has sheets of its own, those it may judge in.
fn answers(plan: &Plan, sheet: &Sheet, arrangement: Arrangement, category: &str) -> bool {
    let first = sheet.objects.first().and_then(|id| plan.measure(plan.object(*id)?.measure));
    let judges = first.filter(|_| arrangement.is_by_direction).map(|measure| LIBRARY.judges_in(&measure.direction));
    arranging::may_judge(category, judges)
}

fn places(plan: &Plan, form: &PanelForm, owner: OrganisationId) -> Vec<(OrganisationId, SheetId)> {
    let mut places = Vec::new();
    let arrangement = Arrangement::of(plan);
    for sheet in plan.sheets.iter().filter(|sheet| answers(plan, sheet, arrangement, &form.category)) {
        let whole = form.place == "owner" && arrangement.is_common;
        let objects = plan.objects_of(sheet);
        let organisations = objects.iter().map(|(object, _)| object.organisation);
        for organisation in organisations {
            let place = (if whole { owner } else { organisation }, sheet.id);
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

/// One group as typed.
#[derive(Debug, Deserialize)]
pub struct OneForm {
    planned: String,
    #[serde(default)]
    merged_into: String,
    version: i64,
}

/// Changes a group's number, or with whom it is merged.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Panel>,
    posted: Posted<OneForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let planned = form::whole("one", &form.planned, &mut errors);
    let planned = planned.filter(|planned| *planned <= MOST_JUDGES);
    let planned = planned.and_then(|planned| u32::try_from(planned).ok());
    let Some(planned) = planned else {
        errors.add("one", "appraisals-error-planned");
        let view = view(&app, &frame, round, PanelForm::default(), errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let shown = view(&app, &frame, round, PanelForm::default(), errors).await?;
            return html_with(StatusCode::CONFLICT, &shown.with_typed(&url.panel.to_string(), &form));
        }
        Err(error) => return Err(error),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    let into = match form.merged_into.as_str() {
        "" => Ok(None),
        id => id.parse::<PanelId>().map(Some),
    };
    let panel = plan.panel(url.panel);
    let (Some(panel), Ok(into)) = (panel, into) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    let fits = |into: PanelId| {
        plan.panel(into)
            .is_some_and(|other| other.id != panel.id && other.sheet == panel.sheet && other.merged_into.is_none())
    };
    if into.is_some_and(|into| !fits(into)) {
        return common::refuse(change, WebError::NotFound).await;
    }
    queries::set_planned(&change.transaction, panel.id, planned).await?;
    queries::set_merged(&change.transaction, panel.id, into).await?;
    if into.is_some() {
        // Whoever was merged into this one goes along.
        for other in plan.merged_into(panel.id) {
            queries::set_merged(&change.transaction, other.id, into).await?;
        }
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Panels { id: url.id }, "appraisals-saved").await
}

/// Takes a group away.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Panel>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let panels = queries::panels(&change.transaction, url.id).await?;
    if !panels.iter().any(|panel| panel.id == url.panel) {
        return common::refuse(change, WebError::NotFound).await;
    }
    queries::delete_panel(&change.transaction, url.panel).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Panels { id: url.id }, "appraisals-panel-removed").await
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
    let merge_with = |category: &str| LIBRARY.category(category)?.merge_with.clone();
    let mergers = rules::mergers(&plan, queries::number(round.minimum), merge_with);
    for (from, into) in &mergers {
        queries::set_merged(&change.transaction, *from, Some(*into)).await?;
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    let notice = if mergers.is_empty() { "appraisals-nothing-merged" } else { "appraisals-merged" };
    change.answer(&urls::Panels { id: url.id }, notice).await
}
