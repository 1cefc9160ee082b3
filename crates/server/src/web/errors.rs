//! Errors: one edge that turns them into a status and a translated page.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;
use storage::StorageError;
use texts::Value;

use crate::App;
use crate::features::ballots::faults;
use crate::secrets::{self, SecretError};
use crate::web::page::{Frame, html_with, see_other};

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// There is no such thing, or none the visitor may see.
    #[error("not found")]
    NotFound,
    /// The session is over; nothing was changed.
    #[error("the session has ended")]
    SessionEnded,
    /// A form that did not come from one of our pages.
    #[error("a form from elsewhere")]
    ForeignForm,
    /// A form that counted before: its answer is where the first one led.
    #[error("answered before")]
    Answered(String),
    /// A form that no page of ours sends.
    #[error("a form that does not fit: {0}")]
    BadForm(String),
    /// Too many bytes.
    #[error("too large")]
    TooLarge,
    /// A rule refuses; the text says which and what to do.
    #[error("refused: {key}")]
    Refused {
        /// The key of the text.
        key: String,
        /// Its arguments.
        arguments: Vec<(&'static str, Value)>,
    },
    /// Somebody else changed it since the form was shown.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// Others write, and the wait for one's turn was too long; nothing was changed.
    #[error("busy: {0}")]
    Busy(String),
    /// Something of ours broke.
    #[error("broken: {0}")]
    Broken(String),
}

impl WebError {
    /// A refusal whose text has no arguments.
    #[must_use]
    pub fn refused(key: &str) -> Self {
        Self::Refused { key: key.to_owned(), arguments: Vec::new() }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Answered(_) => StatusCode::SEE_OTHER,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::SessionEnded => StatusCode::UNAUTHORIZED,
            Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::BadForm(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ChangedMeanwhile => StatusCode::CONFLICT,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StorageError> for WebError {
    fn from(error: StorageError) -> Self {
        if error.is_busy() { Self::Busy(error.to_string()) } else { Self::Broken(error.to_string()) }
    }
}

impl From<DbErr> for WebError {
    fn from(error: DbErr) -> Self {
        Self::from(StorageError::from(error))
    }
}

impl From<SecretError> for WebError {
    fn from(error: SecretError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<tokio::task::JoinError> for WebError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// What the outer layer needs to make a page of an error.
#[derive(Clone)]
struct ErrorPage {
    title: &'static str,
    key: String,
    arguments: Vec<(&'static str, Value)>,
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        let page = |title, key: &str| ErrorPage { title, key: key.to_owned(), arguments: Vec::new() };
        let page = match self {
            Self::Answered(location) => return see_other(&location),
            Self::Busy(detail) => {
                tracing::warn!(detail, "the wait for the database was too long");
                page("error-busy-title", "error-busy")
            }
            Self::NotFound => page("error-not-found-title", "error-not-found"),
            Self::SessionEnded => page("error-session-title", "error-session"),
            Self::ForeignForm => page("error-foreign-form-title", "error-foreign-form"),
            Self::BadForm(detail) => {
                tracing::info!(detail, "a form that does not fit");
                page("error-bad-form-title", "error-bad-form")
            }
            Self::TooLarge => page("error-too-large-title", "error-too-large"),
            Self::ChangedMeanwhile => page("error-changed-title", "error-changed"),
            Self::Refused { key, arguments } => ErrorPage { title: "error-refused-title", key, arguments },
            Self::Broken(detail) => {
                let incident = secrets::one_time_password().unwrap_or_default();
                let incident: String = incident.chars().take(9).collect();
                tracing::error!(incident, detail, "a request broke");
                ErrorPage {
                    title: "error-broken-title",
                    key: "error-broken".to_owned(),
                    arguments: vec![("incident", incident.into())],
                }
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(page);
        response
    }
}

#[derive(askama::Template)]
#[template(path = "web/templates/error.html")]
struct ErrorView {
    page: crate::web::Page,
    text: String,
}

/// What the framework answers by itself, in its own English: a method no page uses, an address whose parts cannot be
/// read, a body that is too large.
fn refused_by_the_framework(response: &Response) -> Option<WebError> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_plain = kind.is_some_and(|kind| kind.starts_with("text/plain"));
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(WebError::NotFound),
        StatusCode::BAD_REQUEST if is_plain => Some(WebError::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE if is_plain => Some(WebError::TooLarge),
        _ => None,
    }
}

/// Turns an error into a page in the visitor's language.
pub async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let frame = Frame::of(&app, request.uri(), request.headers(), None);
    let path = request.uri().path().to_owned();
    let judge = faults::is_for_judges(&path).then(|| request.headers().clone());
    let mut response = next.run(request).await;
    if let Some(error) = refused_by_the_framework(&response) {
        response = error.into_response();
    }
    let Some(error) = response.extensions().get::<ErrorPage>().cloned() else {
        return response;
    };
    if let Some(headers) = judge {
        let said = (error.title, error.key.as_str(), error.arguments.as_slice());
        return faults::page((&path, &headers), &frame, response.status(), said).unwrap_or(response);
    }
    let page = frame.page(error.title);
    let text = page.with(&error.key, &error.arguments);
    html_with(response.status(), &ErrorView { page, text }).unwrap_or(response)
}
