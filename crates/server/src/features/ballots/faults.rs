//! What a judge is told when something goes wrong, in the judge's own layout, with the way out.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use texts::Value;

use super::display::{Look, Switches};
use super::{sending, urls};
use crate::web::{Answer, Frame, Page, Url};

#[derive(Template)]
#[template(path = "features/ballots/templates/fault.html")]
struct FaultView {
    page: Page,
    look: Look,
    text: String,
}

/// Whether a path belongs to judges and halls, whether or not there is a page.
#[must_use]
pub fn is_for_judges(path: &str) -> bool {
    path == urls::Door::PATH || is_under(path, urls::Door::PATH) || is_hall(path)
}

fn is_hall(path: &str) -> bool {
    urls::Hall::PATH.split_once('{').is_some_and(|(beginning, _)| path.starts_with(beginning))
}

fn is_under(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// An error of a path of judges; title, key and arguments are those of the office's page.
///
/// # Errors
/// When the template breaks.
pub fn page(
    (path, headers): (&str, &HeaderMap),
    frame: &Frame,
    status: StatusCode,
    (title, key, arguments): (&str, &str, &[(&'static str, Value)]),
) -> Answer {
    let (key, switches) = match status {
        StatusCode::NOT_FOUND if is_hall(path) => ("ballots-fault-hall", Switches::Hidden),
        StatusCode::NOT_FOUND => ("ballots-fault-not-found", Switches::Apart),
        StatusCode::FORBIDDEN => ("ballots-fault-foreign-form", Switches::Apart),
        StatusCode::BAD_REQUEST => ("ballots-fault-bad-form", Switches::Apart),
        StatusCode::PAYLOAD_TOO_LARGE => ("ballots-fault-too-large", Switches::Apart),
        StatusCode::INTERNAL_SERVER_ERROR => ("ballots-fault-broken", Switches::Apart),
        _ => (key, Switches::Apart),
    };
    let page = frame.page(title);
    let text = page.with(key, arguments);
    sending::page(headers, status, &FaultView { page, look: Look::of(headers, switches), text })
}
