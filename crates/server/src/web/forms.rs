//! Posted forms: the token of the session, the key of the form, the fields; and errors by field.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{HOST, ORIGIN};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use texts::Value;

use crate::App;
use crate::web::once::{self, FormKey};
use crate::web::{Visitor, WebError};

/// The most bytes of a posted form without a file.
const LARGEST_FORM: usize = 1024 * 1024;

/// A form of nothing but the hidden fields: its button says all.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The version somebody saw of what a form takes back; without one it is none that is stored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SeenVersion {
    /// The version.
    pub version: i64,
}

/// A posted form that came from one of our pages.
#[derive(Debug)]
pub struct Posted<T> {
    /// The fields.
    pub input: T,
    /// The key of the form: posted twice, it counts once.
    pub once: String,
}

impl<T: DeserializeOwned> FromRequest<App> for Posted<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        if !comes_from_here(app, &request) {
            return Err(WebError::ForeignForm);
        }
        let visitor = request.extensions().get::<Visitor>().cloned();
        let slot = FormKey::of(&request);
        let body = to_bytes(request.into_body(), LARGEST_FORM).await.map_err(|_| WebError::TooLarge)?;
        let mut csrf = String::new();
        let mut once = String::new();
        for (name, value) in form_urlencoded::parse(&body) {
            match name.as_ref() {
                "csrf" => csrf = value.into_owned(),
                "once" => once = value.into_owned(),
                _ => {}
            }
        }
        if let Some(visitor) = visitor {
            admit(app, &visitor, (&csrf, &once), &slot).await?;
        }
        let input = serde_html_form::from_bytes(&body).map_err(|error| WebError::BadForm(error.to_string()))?;
        Ok(Self { input, once })
    }
}

/// Lets a posted form through to its handler: its token is the session's, and its key was not posted before. Every form
/// passes here before a slice looks at anything, so that a double click is answered like the first click, not by what
/// the first click made impossible.
///
/// # Errors
/// [`WebError::ForeignForm`] when the tokens differ, [`WebError::Answered`] when the form counted before.
pub async fn admit(app: &App, visitor: &Visitor, (csrf, once): (&str, &str), slot: &FormKey) -> Result<(), WebError> {
    if !bool::from(visitor.csrf.as_bytes().ct_eq(csrf.as_bytes())) {
        return Err(WebError::ForeignForm);
    }
    slot.hold(once);
    match once::answer_before(&app.database, once, visitor.account).await? {
        Some(answer) => Err(WebError::Answered(answer)),
        None => Ok(()),
    }
}

/// Whether the browser says that one of our pages sent this: the origin is the host asked, or the public address where
/// a proxy in front changes the host. Browsers send `Origin` with every post; where it is missing (old programs), the
/// token of the session decides alone.
#[must_use]
pub fn comes_from_here(app: &App, request: &Request) -> bool {
    let header = |name| request.headers().get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return false;
    }
    let Some(origin) = header(ORIGIN) else {
        return true;
    };
    let is_public = app.settings.public_url.as_deref() == Some(origin);
    let place = origin.split_once("://").map(|(_, place)| place);
    is_public || (place.is_some() && place == header(HOST))
}

/// What is wrong with the fields of a form: field name → text key with its arguments.
#[derive(Debug, Default)]
pub struct FieldErrors(BTreeMap<&'static str, Message>);

/// The key of a text with its arguments.
type Message = (String, Vec<(&'static str, Value)>);

impl FieldErrors {
    /// Notes an error; the first of a field stays.
    pub fn add(&mut self, field: &'static str, key: &str) {
        self.add_with(field, key, Vec::new());
    }

    /// Notes an error whose text has arguments.
    pub fn add_with(&mut self, field: &'static str, key: &str, arguments: Vec<(&'static str, Value)>) {
        self.0.entry(field).or_insert_with(|| (key.to_owned(), arguments));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The error of a field, as its text.
    #[must_use]
    pub fn text(&self, page: &crate::web::Page, field: &str) -> Option<String> {
        self.0.get(field).map(|(key, arguments)| page.with(key, arguments))
    }

    /// A required text without surrounding space, at most `longest` characters, without control characters.
    pub fn required(&mut self, field: &'static str, text: &str, longest: usize) -> String {
        let text = self.optional(field, text, longest);
        if text.is_empty() {
            self.add(field, "error-missing");
        }
        text
    }

    /// A text that may be empty, at most `longest` characters, without control characters.
    pub fn optional(&mut self, field: &'static str, text: &str, longest: usize) -> String {
        let text = text.trim();
        if text.chars().count() > longest {
            self.add_with(field, "error-too-long", vec![("longest", longest.into())]);
        }
        if text.chars().any(|character| character.is_control() && character != '\n' && character != '\r') {
            self.add(field, "error-control-character");
        }
        text.to_owned()
    }
}
