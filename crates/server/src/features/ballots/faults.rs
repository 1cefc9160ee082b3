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

/// Whether a path belongs to judges, to halls or to what receipts are checked with, whether or not there is a page.
#[must_use]
pub fn is_for_judges(path: &str) -> bool {
    is_in(path, urls::Door::PATH) || is_in(path, urls::Hall::PATH) || is_for_checking(path)
}

fn is_for_checking(path: &str) -> bool {
    is_in(path, urls::Receipts::PATH) || is_in(path, urls::Verifier::PATH)
}

/// Whether a path is the folder of such paths or below it.
fn is_in(path: &str, pattern: &str) -> bool {
    let folder = pattern.split_once("/{").map_or(pattern, |(folder, _)| folder);
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
        StatusCode::NOT_FOUND if is_in(path, urls::Hall::PATH) => ("ballots-fault-hall", Switches::Hidden),
        StatusCode::NOT_FOUND if is_for_checking(path) => ("ballots-fault-list", Switches::Hidden),
        // Nobody hands anything in there, so that nothing is to be tried again.
        _ if is_for_checking(path) => (key, Switches::Hidden),
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
