//! Papers as answers: days as papers take them, a PDF set away from the threads that answer requests.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use chrono::{Datelike, NaiveDate};
use documents::papers::plain;
use documents::{Date, DocumentError};
use texts::Language;

use super::{Answer, WebError};

/// A day as papers take it.
#[must_use]
pub fn day(day: NaiveDate) -> Date {
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    Date { year: day.year(), month: small(day.month()), day: small(day.day()) }
}

/// An ISO day as papers take it; nothing where the text is none.
#[must_use]
pub fn date_of(iso: &str) -> Option<Date> {
    iso.parse().ok().map(day)
}

/// Sets a paper away from the threads that answer requests.
///
/// # Errors
/// When the paper cannot be made.
pub async fn set(paper: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static) -> Result<Vec<u8>, WebError> {
    tokio::task::spawn_blocking(paper).await?.map_err(|error| WebError::Broken(error.to_string()))
}

/// A paper to be looked at in the browser, and printed or kept from there.
///
/// # Errors
/// When the paper cannot be made.
pub async fn shown(name: &str, paper: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static) -> Answer {
    let bytes = set(paper).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// A paper of facts and sections.
///
/// # Errors
/// When the paper cannot be made.
pub async fn plain(name: &str, view: plain::View, language: Language) -> Answer {
    shown(name, move || plain::render(&view, language)).await
}
