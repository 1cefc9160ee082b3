//! The language of a visitor: the cookie of the switch, else what the browser wishes.

use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use texts::Language;

use crate::urls;
use crate::web::{WebError, see_other, visitor};

const COOKIE: &str = "zhengyou_language";

urls! {
    /// Chooses a language and goes back.
    Switch { code: String } = "/language/{code}";
}

/// The language of a request.
#[must_use]
pub fn of(headers: &HeaderMap) -> Language {
    if let Some(language) = visitor::cookie_value(headers, COOKIE).and_then(|code| Language::from_code(&code)) {
        return language;
    }
    let wish = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Language::from_accept_language(wish)
}

/// The header that remembers a choice.
#[must_use]
pub fn cookie(language: Language) -> String {
    format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", language.code())
}

/// The path of the switch.
#[must_use]
pub fn switch_path(language: Language, back: &str) -> String {
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    format!("{}?back={back}", Switch { code: language.code().to_owned() }.to_path())
}

/// Where to go back to.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// Chooses a language: a harmless cookie, so a link does.
pub async fn switch(Path(url): Path<Switch>, Query(query): Query<Back>) -> Result<Response, WebError> {
    let language = Language::from_code(&url.code).ok_or(WebError::NotFound)?;
    // Only a path of ours: "//elsewhere" would be another site.
    let is_ours = query.back.starts_with('/')
        && !query.back.starts_with("//")
        && !query.back.contains(|character: char| character == '\\' || character.is_control());
    let back = if is_ours { query.back.as_str() } else { "/" };
    Ok(([(SET_COOKIE, cookie(language))], see_other(back)).into_response())
}
