//! Speaking with a server as a browser does: pages, forms, cookies. It lives as long as one command and sees one side of the
//! server, so that nothing of one visit is known in another.

use std::collections::BTreeMap;
use std::time::Duration;

use cookie::Cookie;
use ureq::Agent;
use ureq::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use ureq::tls::{RootCerts, TlsConfig};
use zeroize::Zeroizing;

use super::Stop;
use super::address::Address;
use super::page::{Form, Page};
use crate::check_claim::Language;

/// No page and no part of a list is larger.
const LARGEST_ANSWER: u64 = 16 * 1024 * 1024;
/// A lost connection is noticed after this.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
const LONGEST_CONNECTING: Duration = Duration::from_secs(20);
const MOST_REDIRECTS: usize = 5;

/// A visit to one server.
pub struct Visit {
    agent: Agent,
    address: Address,
    language: Language,
    cookies: BTreeMap<String, String>,
}

impl Visit {
    /// Begins one; nothing is sent yet.
    pub fn new(address: &Address, language: Language) -> Self {
        // Offices have certificates of their own: who is trusted is what this machine trusts.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let is_secret = address.origin.starts_with("https:");
        let mut agent = Agent::config_builder().tls_config(tls).https_only(is_secret);
        if !is_secret {
            // This machine itself: a proxy would read along, and is another machine.
            agent = agent.proxy(None);
        }
        let agent = agent
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(LONGEST_CONNECTING))
            .timeout_global(Some(LONGEST_WAIT))
            // Nothing is said about the program that asks.
            .user_agent("")
            .build()
            .new_agent();
        Self { agent, address: address.clone(), language, cookies: BTreeMap::new() }
    }

    /// Opens a page, following redirects within the server.
    ///
    /// # Errors
    /// [`Stop::Cannot`] where no whole answer came.
    pub fn get(&mut self, path: &str) -> Result<Page, Stop> {
        self.send(path, None)
    }

    /// The text of a file, such as a list.
    ///
    /// # Errors
    /// [`Stop::Cannot`] where no whole answer came or it is none.
    pub fn text(&mut self, path: &str) -> Result<String, Stop> {
        let answer = self.once(path, None)?;
        if answer.status == 200 { Ok(answer.body) } else { Err(self.page(path, &answer).refusal()) }
    }

    /// Posts a form with these fields, and its own that they do not replace.
    ///
    /// # Errors
    /// [`Stop::Cannot`] where no whole answer came: then nobody knows whether it was done.
    pub fn post(&mut self, form: &Form, fields: &[(&str, &str)]) -> Result<Page, Stop> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        let kept = form.hidden.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
        body.extend_pairs(kept).extend_pairs(fields);
        let body = Zeroizing::new(body.finish());
        self.send(&form.action, Some(&body))
    }

    /// A cookie that the server set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Takes up a cookie that an earlier visit was given.
    pub fn resume(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    fn send(&mut self, path: &str, body: Option<&str>) -> Result<Page, Stop> {
        let (mut path, mut body) = (path.to_owned(), body);
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.once(&path, body.take())?;
            match &answer.leads_to {
                Some(next) => path.clone_from(next),
                None => return Ok(self.page(&path, &answer)),
            }
        }
        let (chinese, english) = ("服务器一再转到别的网页。", "The server leads from page to page without an end.");
        Err(Stop::cannot(self.language, (chinese, english)))
    }

    fn page(&self, path: &str, answer: &Answer) -> Page {
        Page::new(path.to_owned(), answer.status, &answer.body, self.language)
    }

    fn once(&mut self, path: &str, body: Option<&str>) -> Result<Answer, Stop> {
        let path = self.within(path)?;
        let url = format!("{}{path}", self.address.origin);
        let language = self.language.pick("zh-CN".to_owned(), "en".to_owned());
        let cookies = self.sent_cookies();
        let sent = match body {
            None => {
                let request = self.agent.get(&url).header(ACCEPT_LANGUAGE, &language);
                if cookies.is_empty() { request.call() } else { request.header(COOKIE, &*cookies).call() }
            }
            Some(body) => {
                let request = self
                    .agent
                    .post(&url)
                    .header(ACCEPT_LANGUAGE, &language)
                    .header(ORIGIN, &self.address.origin)
                    .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
                if cookies.is_empty() { request.send(body) } else { request.header(COOKIE, &*cookies).send(body) }
            }
        };
        let (parts, body) = sent.map_err(|error| self.unreachable(&error))?.into_parts();
        for header in parts.headers.get_all(SET_COOKIE) {
            if let Some(cookie) = header.to_str().ok().and_then(|text| Cookie::parse(text.to_owned()).ok()) {
                self.keep(&cookie);
            }
        }
        let leads_to = match parts.headers.get(LOCATION).filter(|_| parts.status.is_redirection()) {
            Some(next) => Some(self.within(&String::from_utf8_lossy(next.as_bytes()))?),
            None => None,
        };
        let mut body = body;
        let read = body.with_config().limit(LARGEST_ANSWER).read_to_vec();
        let bytes = read.map_err(|error| self.unreachable(&error))?;
        Ok(Answer { status: parts.status.as_u16(), leads_to, body: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// A path of this server.
    fn within(&self, link: &str) -> Result<String, Stop> {
        self.address.within(link).map(str::to_owned).ok_or_else(|| {
            let (chinese, english) =
                ("服务器要转到别处去，没有跟去。", "The server leads elsewhere, and was not followed.");
            Stop::cannot(self.language, (chinese, english))
        })
    }

    fn keep(&mut self, cookie: &Cookie<'_>) {
        if cookie.max_age().is_some_and(|age| age.is_zero()) {
            self.cookies.remove(cookie.name());
        } else {
            self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
        }
    }

    fn sent_cookies(&self) -> Zeroizing<String> {
        let sent: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Zeroizing::new(sent.join("; "))
    }

    fn unreachable(&self, error: &ureq::Error) -> Stop {
        let origin = &self.address.origin;
        Stop::Cannot(self.language.pick(
            format!("没有收到 {origin} 的完整回答：{error}"),
            format!("No whole answer came from {origin}: {error}"),
        ))
    }
}

struct Answer {
    status: u16,
    leads_to: Option<String>,
    body: String,
}
