//! One window: whose it is, its name, whether it is still open.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::WindowId;
use storage::entities::service_window;

use super::form::{ClosureForm, WindowForm};
use super::{KEEPERS, queries, urls};
use crate::App;
use crate::features::{corrections, organisations};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/windows/templates/show.html")]
struct ShowView {
    page: Page,
    window: service_window::Model,
    organisation: (String, String),
    /// The rounds with forms for its visitors.
    rounds: Vec<(String, String)>,
    /// The corrections that answer opinions about it: path, name, state.
    corrections: Vec<(String, String, String)>,
    action: String,
    closure: String,
    form: WindowForm,
    closing: ClosureForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed on the page of a window, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// The name.
    pub form: Option<WindowForm>,
    /// The day it was closed on.
    pub closing: Option<ClosureForm>,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

/// A window of the visitor's reach.
///
/// # Errors
/// [`WebError::NotFound`] where there is none.
pub(super) async fn kept(app: &App, visitor: &Visitor, id: WindowId) -> Result<service_window::Model, WebError> {
    let found = queries::find(&app.database, id).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(KEEPERS);
    if organisations::queries::in_reach(&app.database, &reach, found.organisation_id).await? {
        Ok(found)
    } else {
        Err(WebError::NotFound)
    }
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Window>,
) -> Answer {
    let window = kept(&app, &visitor, url.id).await?;
    page(&app, (&visitor, &frame), window, StatusCode::OK, Typed::default()).await
}

/// The page, with what was typed.
pub(super) async fn page(
    app: &App,
    (visitor, frame): (&Visitor, &Frame),
    window: service_window::Model,
    status: StatusCode,
    typed: Typed,
) -> Answer {
    let id = window.organisation_id;
    let of = organisations::queries::find(&app.database, id).await?;
    let path = organisations::urls::Organisation { id }.to_path();
    let rounds = queries::rounds(&app.database, window.id).await?.into_iter();
    let rounds = rounds.map(|(round, title)| (urls::HandOut { id: round }.to_path(), title));
    let corrections = corrections::about_window(app, visitor, window.id).await?;
    let closing = ClosureForm { closed_on: app.today().to_string(), version: window.version };
    html_with(
        status,
        &ShowView {
            page: frame.titled(window.name.clone()),
            rounds: rounds.collect(),
            corrections,
            organisation: (path, of.map(|of| of.name).unwrap_or_default()),
            action: urls::Window { id: window.id }.to_path(),
            closure: urls::Closure { id: window.id }.to_path(),
            form: typed.form.unwrap_or_else(|| WindowForm::of(&window)),
            closing: typed.closing.unwrap_or(closing),
            errors: typed.errors,
            conflict: typed.conflict,
            window,
        },
    )
}
