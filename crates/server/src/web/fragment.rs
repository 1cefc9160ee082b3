//! One address, page or fragment: htmx gets the part of the page that changes, everybody else the page.

use askama::Template;
use axum::extract::Request;
use axum::http::header::{LOCATION, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::web::page::html;
use crate::web::{Answer, Frame};

const REQUEST: HeaderName = HeaderName::from_static("hx-request");
const HISTORY: HeaderName = HeaderName::from_static("hx-history-restore-request");
const REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// What of a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Page,
    /// The part that a form or link of the page swaps.
    Fragment,
}

impl Wanted {
    /// What a request asks for: htmx says that it asks, and that it restores a whole page from the history.
    #[must_use]
    pub fn by(headers: &HeaderMap) -> Self {
        let says = |name| headers.get(name).is_some_and(|value| value == "true");
        if says(REQUEST) && !says(HISTORY) { Self::Fragment } else { Self::Page }
    }
}

/// Answers with the page, or with the part of it that was asked for.
///
/// # Errors
/// When the template breaks.
pub fn page_or(frame: &Frame, page: &impl Template, fragment: &impl Template) -> Answer {
    let mut response = match frame.wanted {
        Wanted::Page => html(page)?,
        Wanted::Fragment => html(fragment)?,
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("HX-Request, HX-History-Restore-Request"));
    Ok(response)
}

/// What is no fragment is opened as a page: a redirect (the session has ended) and anything refused. Else htmx would put
/// a whole page into the middle of another, or say nothing.
pub async fn open_what_is_none(request: Request, next: Next) -> Response {
    let is_asked = request.method() == Method::GET && Wanted::by(request.headers()) == Wanted::Fragment;
    let here = request.uri().path_and_query().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let response = next.run(request).await;
    if !is_asked || response.status().is_success() {
        return response;
    }
    let there = response.headers().get(LOCATION).cloned().or_else(|| HeaderValue::from_str(&here).ok());
    match there {
        Some(there) => (StatusCode::NO_CONTENT, [(REDIRECT, there)]).into_response(),
        None => response,
    }
}
