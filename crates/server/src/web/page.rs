//! The frame of every page: language, texts, navigation, the tokens forms carry.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use texts::{Language, Texts, Value};

use crate::App;
use crate::features;
use crate::web::fragment::Wanted;
use crate::web::language;
use crate::web::{Answer, Visitor, WebError, assets, tables};

/// What a handler needs to make pages.
pub struct Frame {
    app: App,
    /// The language of this visitor.
    pub language: Language,
    visitor: Option<Visitor>,
    path: String,
    notice: Option<String>,
    /// What of the page is asked for.
    pub wanted: Wanted,
}

impl Frame {
    /// The frame of a request.
    #[must_use]
    pub fn of(app: &App, uri: &Uri, headers: &HeaderMap, visitor: Option<Visitor>) -> Self {
        let query = uri.query().unwrap_or_default();
        let notice = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "notice")
            .map(|(_, value)| format!("notice-{value}"));
        Self {
            app: app.clone(),
            language: language::of(headers),
            visitor,
            path: uri.path().to_owned(),
            notice,
            wanted: Wanted::by(headers),
        }
    }

    /// A page with the title of this key.
    #[must_use]
    pub fn page(&self, title_key: &str) -> Page {
        self.titled(self.app.texts.get(self.language, title_key))
    }

    /// A page with this title.
    #[must_use]
    pub fn titled(&self, title: String) -> Page {
        let navigation = self.visitor.as_ref().map(|visitor| features::navigation(visitor, &self.path));
        Page {
            language: self.language,
            texts: Arc::clone(&self.app.texts),
            title,
            visitor_name: self.visitor.as_ref().map(|visitor| visitor.display_name.clone()),
            navigation: navigation.unwrap_or_default(),
            csrf: self.visitor.as_ref().map(|visitor| visitor.csrf.clone()).unwrap_or_default(),
            notice: self.notice.clone().filter(|key| self.app.texts.has(self.language, key)),
            path: self.path.clone(),
        }
    }
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        Ok(Self::of(app, &parts.uri, &parts.headers, visitor))
    }
}

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavigationLink {
    /// Where it leads.
    pub path: String,
    /// The key of its text.
    pub key: &'static str,
    /// Whether the page shown is there.
    pub is_current: bool,
}

/// What every template gets as `page`.
pub struct Page {
    /// The language of the page.
    pub language: Language,
    texts: Arc<Texts>,
    /// The title, in the page's language.
    pub title: String,
    /// The name of who is signed in.
    pub visitor_name: Option<String>,
    /// Where the visitor may go.
    pub navigation: Vec<NavigationLink>,
    /// The token forms carry.
    pub csrf: String,
    /// The key of the text of what was just done.
    pub notice: Option<String>,
    /// The path of the page.
    pub path: String,
}

/// What templates put into texts.
pub trait Argument {
    /// As a value of a text.
    fn value(&self) -> Value;
}

macro_rules! arguments {
    ($($kind:ty),*) => {$(impl Argument for $kind {
        fn value(&self) -> Value {
            Value::from(self.clone())
        }
    })*};
}
arguments!(String, u8, u16, u32, u64, usize, i32, i64);

impl Argument for str {
    fn value(&self) -> Value {
        Value::from(self)
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl Page {
    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.get(self.language, key)
    }

    /// The text of a key with one argument.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.texts.with(self.language, key, &[(name, value.value())])
    }

    /// The text of a key with two arguments.
    #[must_use]
    pub fn t2(&self, key: &str, first: &str, one: impl Argument, second: &str, two: impl Argument) -> String {
        self.texts.with(self.language, key, &[(first, one.value()), (second, two.value())])
    }

    /// The text of a key with any arguments.
    #[must_use]
    pub fn with(&self, key: &str, arguments: &[(&str, Value)]) -> String {
        self.texts.with(self.language, key, arguments)
    }

    /// The text of a key made of a prefix and a code, such as `role-` and `secretary`.
    #[must_use]
    pub fn coded(&self, prefix: &str, code: impl AsRef<str>) -> String {
        self.texts.get(self.language, &format!("{prefix}{}", code.as_ref().replace('_', "-")))
    }

    /// The text of a key made of a prefix and a code, or the code as it is where there is no such text: what somebody
    /// typed.
    #[must_use]
    pub fn coded_or(&self, prefix: &str, code: impl AsRef<str>) -> String {
        let key = format!("{prefix}{}", code.as_ref().replace('_', "-"));
        if self.texts.has(self.language, &key) { self.t(&key) } else { code.as_ref().to_owned() }
    }

    /// The languages of the switch.
    #[must_use]
    pub fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    /// A fresh key for a form: posted twice, it counts once. Each form of a page has its own; empty, and so refused,
    /// only where the machine gives no randomness.
    #[must_use]
    pub fn form_key(&self) -> String {
        crate::secrets::token().unwrap_or_default()
    }

    /// The path of an embedded asset, with its hash.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// Where the language switch leads.
    #[must_use]
    pub fn language_path(&self, language: &Language) -> String {
        language::switch_path(*language, &self.path)
    }
}

/// Answers with a page.
///
/// # Errors
/// When the template breaks.
pub fn html(template: &impl Template) -> Answer {
    html_with(StatusCode::OK, template)
}

/// Answers with a page and a status: a form shown again is 422.
///
/// # Errors
/// When the template breaks.
pub fn html_with(status: StatusCode, template: &impl Template) -> Answer {
    let body = tables::labelled(&template.render().map_err(WebError::from)?);
    Ok((status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response())
}

/// Answers with a spreadsheet to be saved under a name.
#[must_use]
pub fn spreadsheet(name: &str, bytes: Vec<u8>) -> Response {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// Goes on to another page after a post.
#[must_use]
pub fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location.to_owned())]).into_response()
}
