//! Answers to judges: pages kept small on the wire, because a hall full of telephones shares one line.

use std::io::Write as _;

use askama::Template;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, SET_COOKIE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::web::{Answer, WebError};

/// A page for a judge, compressed where the browser takes it.
///
/// # Errors
/// When the template breaks.
pub(super) fn page(headers: &HeaderMap, status: StatusCode, template: &impl Template) -> Answer {
    compressed(headers, status, template, Compression::default())
}

/// A small page that a whole hall asks for at the same moment: packed quickly rather than tightly.
///
/// # Errors
/// When the template breaks.
pub(super) fn quick_page(headers: &HeaderMap, template: &impl Template) -> Answer {
    compressed(headers, StatusCode::OK, template, Compression::fast())
}

fn compressed(headers: &HeaderMap, status: StatusCode, template: &impl Template, level: Compression) -> Answer {
    let body = template.render().map_err(WebError::from)?;
    let takes_gzip =
        headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("gzip"));
    let mut response = if takes_gzip {
        let mut encoder = GzEncoder::new(Vec::new(), level);
        let packed = encoder
            .write_all(body.as_bytes())
            .and_then(|()| encoder.finish())
            .map_err(|error| WebError::Broken(error.to_string()))?;
        ([(CONTENT_ENCODING, "gzip")], packed).into_response()
    } else {
        body.into_response()
    };
    *response.status_mut() = status;
    let fields = response.headers_mut();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

/// Lets the browser keep a page that holds no answers, so that going back to it finds what was filled in.
pub(super) fn keep_for_back(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=0"));
    response
}

/// Adds cookies to an answer.
pub(super) fn with_cookies(mut response: Response, cookies: &[String]) -> Response {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}
