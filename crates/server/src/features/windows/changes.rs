//! Opening a window, renaming it, closing it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::service_window;
use storage::{OrganisationId, Scope, WindowId};

use super::form::{ClosureForm, WindowForm};
use super::queries::{find, insert, named};
use super::show::{self, Typed};
use super::{KEEPERS, list, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations::queries as organisations;
use crate::people_names::{search_key, sort_key};
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most organisations offered; beyond that one comes from the organisation's own page.
const MOST_OFFERED: usize = 500;

#[derive(Template)]
#[template(path = "features/windows/templates/new.html")]
struct NewView {
    page: Page,
    action: String,
    back: String,
    form: WindowForm,
    errors: FieldErrors,
    organisations: Vec<(String, String, bool)>,
    is_cut: bool,
}

/// At which organisation a new window is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct At {
    organisation: String,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    form: WindowForm,
    errors: FieldErrors,
) -> Result<NewView, WebError> {
    let filter = organisations::Filter { among: vec![visitor.reach(KEEPERS)], ..Default::default() };
    let found = organisations::all(&app.database, &filter).await?;
    let is_cut = found.len() > MOST_OFFERED;
    let offered = found.into_iter().enumerate().filter_map(|(place, row)| {
        let id = row.id.to_string();
        let is_chosen = id == form.organisation;
        (is_chosen || place < MOST_OFFERED).then_some((id, row.name, is_chosen))
    });
    Ok(NewView {
        page: frame.page("windows-new-title"),
        action: urls::Windows {}.to_path(),
        back: urls::Windows {}.to_path(),
        organisations: offered.collect(),
        form,
        errors,
        is_cut,
    })
}

/// Shows the form of a new window.
pub(super) async fn new(State(app): State<App>, visitor: Visitor, frame: Frame, Query(at): Query<At>) -> Answer {
    if !at.organisation.is_empty() {
        list::kept(&app.database, &visitor, &at.organisation).await?;
    }
    let form = WindowForm { organisation: at.organisation, ..WindowForm::default() };
    html(&view(&app, &visitor, &frame, form, FieldErrors::default()).await?)
}

/// Opens a window.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<WindowForm>,
) -> Answer {
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let name = form.read(&mut errors);
    let organisation = match form.organisation.as_str() {
        "" => {
            errors.add("organisation", "error-choose");
            None
        }
        id => Some(list::kept(&app.database, &visitor, id).await?.0),
    };
    let Some(organisation) = organisation.filter(|_| errors.is_empty()) else {
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&app, &visitor, &frame, form, errors).await?);
    };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let at = organisations::find(transaction, organisation).await?;
    if at.is_none_or(|at| at.closed_on.is_some()) {
        errors.add("organisation", "windows-error-organisation-closed");
    }
    if named(transaction, organisation, &name).await?.is_some() {
        errors.add("name", "windows-error-taken");
    }
    if !errors.is_empty() {
        change.give_up().await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&app, &visitor, &frame, form, errors).await?);
    }
    let id = WindowId(app.clock.next_id());
    let row = service_window::Model {
        id,
        organisation_id: organisation,
        sort_key: sort_key(&name),
        search_key: search_key(&name),
        name: name.clone(),
        closed_on: None,
        version: 1,
    };
    insert(transaction, row).await?;
    note(&change, &app, &visitor, Event::WindowCreated, (organisation, &name)).await?;
    change.answer(&urls::Window { id }, "windows-created").await
}

async fn note(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    event: Event,
    (organisation, name): (OrganisationId, &str),
) -> Result<(), WebError> {
    let about = About::organisation(organisation, name);
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), event, about).await?)
}

/// How a change of a window begins.
enum Editing {
    /// For the first time, with the window as it stands.
    Fresh(Change, Box<service_window::Model>),
    /// It was answered before, or somebody changed the window since.
    Answered(Answer),
}

/// Begins a change of an open window.
async fn edit(app: &App, visitor: &Visitor, once_key: &str, id: WindowId) -> Result<Editing, WebError> {
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Answered(Ok(answer))),
    };
    match find(&change.transaction, id).await? {
        Some(window) if window.closed_on.is_none() => Ok(Editing::Fresh(change, Box::new(window))),
        found => {
            change.give_up().await?;
            let error = if found.is_some() { WebError::refused("windows-is-closed") } else { WebError::NotFound };
            Ok(Editing::Answered(Err(error)))
        }
    }
}

/// Renames a window.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Window>,
    posted: Posted<WindowForm>,
) -> Answer {
    let shown = show::kept(&app, &visitor, url.id).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let name = form.read(&mut errors);
    if !errors.is_empty() {
        let typed = Typed { form: Some(form), errors, ..Typed::default() };
        return show::page(&app, (&visitor, &frame), shown, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    let (change, window) = match edit(&app, &visitor, &posted.once, url.id).await? {
        Editing::Fresh(change, window) => (change, *window),
        Editing::Answered(answer) => return answer,
    };
    if window.version != form.version {
        change.give_up().await?;
        let conflict = Some(form.beside(&frame.page("windows-title"), &window));
        let form = WindowForm { version: window.version, ..form };
        let typed = Typed { form: Some(form), conflict, ..Typed::default() };
        return show::page(&app, (&visitor, &frame), window, StatusCode::CONFLICT, typed).await;
    }
    let namesake = named(&change.transaction, window.organisation_id, &name).await?;
    if namesake.is_some_and(|other| other.id != window.id) {
        change.give_up().await?;
        errors.add("name", "windows-error-taken");
        let typed = Typed { form: Some(form), errors, ..Typed::default() };
        return show::page(&app, (&visitor, &frame), window, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    let organisation = window.organisation_id;
    let renamed = service_window::Model {
        sort_key: sort_key(&name),
        search_key: search_key(&name),
        name: name.clone(),
        ..window
    };
    store(change, &app, &visitor, (renamed, Event::WindowChanged, "windows-renamed"), (organisation, &name)).await
}

/// Closes a window: no new round can choose it, what was judged stays.
pub(super) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Closure>,
    posted: Posted<ClosureForm>,
) -> Answer {
    let shown = show::kept(&app, &visitor, url.id).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let day = form.read(app.today(), &mut errors);
    let Some(day) = day else {
        let typed = Typed { closing: Some(form), errors, ..Typed::default() };
        return show::page(&app, (&visitor, &frame), shown, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    let (change, window) = match edit(&app, &visitor, &posted.once, url.id).await? {
        Editing::Fresh(change, window) => (change, *window),
        Editing::Answered(answer) => return answer,
    };
    if window.version != form.version {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let (organisation, name) = (window.organisation_id, window.name.clone());
    let closed = service_window::Model { closed_on: Some(day.to_string()), ..window };
    store(change, &app, &visitor, (closed, Event::WindowClosed, "windows-closed"), (organisation, &name)).await
}

async fn store(
    change: Change,
    app: &App,
    visitor: &Visitor,
    (window, event, notice): (service_window::Model, Event, &str),
    about: (OrganisationId, &str),
) -> Answer {
    let id = window.id;
    if !queries::update(&change.transaction, window).await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    note(&change, app, visitor, event, about).await?;
    change.answer(&urls::Window { id }, notice).await
}
