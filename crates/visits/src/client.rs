//! A browser without a screen: cookies by path, redirects, forms.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::response::Response;
use cookie::Cookie;
use http_body_util::BodyExt;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

use crate::{Form, Shown};

/// Where the pages come from.
const ORIGIN_OF_PAGES: &str = "http://zhengyou.test";

/// The service visited: a whole router.
pub type Service = BoxCloneSyncService<Request, Response, std::convert::Infallible>;

/// Somebody with a browser.
#[derive(Clone)]
pub struct Client {
    service: Service,
    /// Name → (path, value).
    cookies: BTreeMap<String, (String, String)>,
    language: &'static str,
    /// What the browser says of where a form comes from.
    origin: &'static str,
}

impl Client {
    /// A fresh browser before this service.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self { service, cookies: BTreeMap::new(), language: "zh-CN", origin: ORIGIN_OF_PAGES }
    }

    /// The same visitor with a browser that wishes this language (`en`, `zh-TW`).
    #[must_use]
    pub fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// Opens a page, following redirects.
    pub async fn get(&mut self, path: &str) -> Shown {
        self.send(Method::GET, path, Vec::new(), None).await
    }

    /// Fills in and posts a form of a page: the one whose action contains `action`. Fields named here replace or add
    /// to what the form holds; hidden fields go along as in a browser.
    ///
    /// # Panics
    /// When the page has no such form.
    pub async fn submit(&mut self, page: &Shown, action: &str, fields: &[(&str, &str)]) -> Shown {
        let form = page.form(action);
        self.post_form(form, fields).await
    }

    /// Submits a form as [`Client::submit`] does, and expects to be told these words.
    ///
    /// # Panics
    /// When the page has no such form, or the answer says something else.
    pub async fn tell(&mut self, page: &Shown, action: &str, fields: &[(&str, &str)], told: &str) -> Shown {
        let shown = self.submit(page, action, fields).await;
        assert!(shown.says(told), "not «{told}» but, on {}: {}", shown.path, shown.text());
        shown
    }

    /// Opens a page, fills in its form and expects to be told these words.
    ///
    /// # Panics
    /// As [`Client::tell`].
    pub async fn fill(&mut self, path: &str, action: &str, fields: &[(&str, &str)], told: &str) -> Shown {
        let page = self.get(path).await;
        self.tell(&page, action, fields, told).await
    }

    /// Posts a form taken from a page with [`Shown::form`].
    pub async fn post_form(&mut self, form: Form, fields: &[(&str, &str)]) -> Shown {
        let body = form.filled(fields);
        let kind = "application/x-www-form-urlencoded".to_owned();
        self.send(Method::POST, &form.action, body.into_bytes(), Some(kind)).await
    }

    /// Posts a form with a file, as browsers do.
    pub async fn upload(&mut self, form: Form, file_field: &str, file_name: &str, bytes: &[u8]) -> Shown {
        let mark = "----zhengyou-visits-boundary";
        let mut body = Vec::new();
        for (name, value) in &form.fields {
            body.extend(
                format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!("Content-Disposition: form-data; name=\"{file_field}\"; filename=\"{file_name}\"");
        body.extend(format!("--{mark}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{mark}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={mark}");
        self.send(Method::POST, &form.action, body, Some(kind)).await
    }

    /// Posts raw fields to a path, past any page: for tests of what must be refused.
    pub async fn post_raw(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded".to_owned();
        self.send(Method::POST, path, body.into_bytes(), Some(kind)).await
    }

    /// Sends one request as it is, following nothing: for tests of headers, methods and what must be refused. Cookies go
    /// along; `Host` and the language are a browser's, everything else is given.
    ///
    /// # Panics
    /// When the method or a header is none.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Shown {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let response = self.once(&method, path, body, headers).await;
        shown(path.to_owned(), response).await
    }

    /// The value of a cookie, if the browser holds it.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(|(_, value)| value.as_str())
    }

    async fn send(&mut self, method: Method, path: &str, body: Vec<u8>, kind: Option<String>) -> Shown {
        let (mut method, mut path, mut body, mut kind) = (method, path.to_owned(), body, kind);
        for _ in 0..6 {
            let mut headers = Vec::new();
            if method == Method::POST {
                headers.push((ORIGIN.as_str(), self.origin));
            }
            if let Some(kind) = &kind {
                headers.push((CONTENT_TYPE.as_str(), kind.as_str()));
            }
            let response = self.once(&method, &path, body, &headers).await;
            // As browsers do: a page without referrer posts its forms from nowhere.
            let policy = response.headers().get("referrer-policy");
            let is_hidden = policy.is_some_and(|policy| policy == "no-referrer");
            self.origin = if is_hidden { "null" } else { ORIGIN_OF_PAGES };
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let Some(location) = location else {
                return shown(path, response).await;
            };
            (method, path, body, kind) = (Method::GET, location, Vec::new(), None);
        }
        panic!("too many redirects, the last to {path}");
    }

    async fn once(&mut self, method: &Method, path: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "zhengyou.test")
            .header("accept-language", self.language);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookies.iter().filter(|(_, (at, _))| path.starts_with(at.as_str()));
        let cookies: Vec<String> = cookies.map(|(name, (_, value))| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let Ok(response) = self.service.clone().oneshot(request).await;
        for header in response.headers().get_all(SET_COOKIE) {
            let cookie = Cookie::parse(header.to_str().expect("a cookie of text").to_owned()).expect("a cookie");
            let at = cookie.path().unwrap_or("/").to_owned();
            if cookie.max_age().is_some_and(|age| age.is_zero()) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), (at, cookie.value().to_owned()));
            }
        }
        response
    }
}

async fn shown(path: String, response: Response) -> Shown {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
    Shown::new(path, parts.status, parts.headers, bytes)
}
