//! Choosing service windows to be judged (S070): those that organisations of the subtree keep open.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use storage::WindowId;
use storage::entities::{round, service_window};

use super::choose::{self, ChoiceForm, ChooseView, Filtered, MOST_OFFERED, Tick};
use super::choosing::{self, Choosable};
use super::common::{self, OFFICE, Paths};
use super::library::Catalogue;
use super::{offers, queries, urls};
use crate::App;
use crate::features::{organisations, windows};
use crate::roles::Reach;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, Visitor, WebError, html};

/// The open windows one may choose from.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ChooseWindows>,
    Query(filtered): Query<Filtered>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = ChoiceForm { version: round.version, ..ChoiceForm::default() };
    html(&view(&app, &frame, &round, filtered, form, FieldErrors::default()).await?)
}

async fn view(
    app: &App,
    frame: &Frame,
    round: &round::Model,
    filtered: Filtered,
    choice: ChoiceForm,
    errors: FieldErrors,
) -> Result<ChooseView, WebError> {
    let page = frame.page("appraisals-choose-windows-title");
    let filter = windows::queries::Filter {
        search: filtered.search.clone(),
        among: vec![Reach::Under(vec![round.organisation_id])],
        only_open: true,
    };
    let found = windows::queries::all(&app.database, &filter).await?;
    let plan = queries::plan(&app.database, round.id).await?;
    let catalogue = Catalogue::of_round(&app.database, round).await?;
    let mut sectors = Vec::new();
    let mut ticks = Vec::new();
    let is_cut = found.len() > MOST_OFFERED;
    for window in found.into_iter().take(MOST_OFFERED) {
        let of = organisations::queries::find(&app.database, window.organisation_id).await?;
        let (name, sector) = of.map(|of| (of.name, of.sector)).unwrap_or_default();
        sectors.extend(sector);
        ticks.push(Tick {
            id: window.id.to_string(),
            beside: name,
            target: String::new(),
            there: choose::there(&page, &plan, (window.organisation_id, None, Some(window.id))),
            is_ticked: choice.chosen.contains(&window.id.to_string()),
            name: window.name,
        });
    }
    let sectors: Vec<&str> = sectors.iter().map(String::as_str).collect();
    Ok(ChooseView {
        paths: Paths { id: round.id },
        action: format!("{}?add", urls::ChooseWindows { id: round.id }.to_path()),
        version: choice.version,
        from: Choosable::Windows,
        ticks,
        is_cut,
        offers: offers::of(&catalogue, Choosable::Windows, &sectors, &page),
        directions: choose::directions(&page, &catalogue, (Choosable::Windows, &choice.direction)),
        filtered,
        choice,
        conflict: None,
        errors,
        kinds: Vec::new(),
        sectors: Vec::new(),
        page,
    })
}

/// The windows that were ticked: open, and of the subtree of the round's owner.
async fn ticked(app: &App, round: &round::Model, ids: &[String]) -> Result<Vec<choosing::Chosen>, WebError> {
    let subtree = organisations::queries::subtree(&app.database, round.organisation_id).await?;
    let mut chosen = Vec::new();
    for id in ids {
        let id: WindowId = id.parse().map_err(|_| WebError::NotFound)?;
        let found = windows::queries::find(&app.database, id).await?;
        let is_open = |window: &service_window::Model| window.closed_on.is_none();
        let found = found.filter(|window| is_open(window) && subtree.contains(&window.organisation_id));
        let window = found.ok_or(WebError::NotFound)?;
        let organisation = organisations::queries::find(&app.database, window.organisation_id).await?;
        chosen.push(choosing::Chosen {
            name: window.name,
            organisation: organisation.ok_or(WebError::NotFound)?,
            member: None,
            window: Some(id),
        });
    }
    Ok(chosen)
}

/// Adds the chosen windows.
pub async fn add(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ChooseWindows>,
    posted: Posted<ChoiceForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let catalogue = Catalogue::of_round(&app.database, &round).await?;
    let choice = choosing::instrument(&catalogue, &form.typed(), Choosable::Windows, &mut errors);
    let chosen = ticked(&app, &round, &form.chosen).await?;
    if chosen.is_empty() {
        errors.add("chosen", "appraisals-error-none-chosen");
    }
    let Some(choice) = choice.filter(|_| errors.is_empty()) else {
        let view = view(&app, &frame, &round, Filtered::default(), form, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    if let Some(answer) = choosing::take(&app, &visitor, (&posted.once, seen), (chosen, &choice, &catalogue)).await? {
        return Ok(answer);
    }
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = ChoiceForm { version: round.version, ..form };
    let mut shown = view(&app, &frame, &round, Filtered::default(), form, errors).await?;
    shown.conflict = Some(Conflict::beside());
    html_with(StatusCode::CONFLICT, &shown)
}
