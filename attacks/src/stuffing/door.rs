//! The door of a served installation, as whoever comes over HTTP finds it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use ballot_box::{BallotBox, RoundId};
use credentials::{Code, Credential, Receipt};
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Where a code is entered.
pub const ENTER: &str = "/b";
/// Where a sheet is handed in.
pub const HAND_IN: &str = "/b/receipt";
/// The only kind of form that pages post.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The installation's own address, as browsers say it.
pub const OWN_PAGES: &str = "http://zhengyou.test";
const OWN_HOST: &str = "zhengyou.test";
const COOKIE_OF_A_CODE: &str = "zhengyou_ballot=";
/// Longer than any answer takes; whoever waits so long has found a fault.
const PATIENCE: Duration = Duration::from_secs(120);

type Body = Full<axum::body::Bytes>;

/// What is posted.
pub struct Post {
    /// [`ENTER`] or [`HAND_IN`].
    pub path: &'static str,
    /// The cookie of a code.
    pub cookie: Cookie,
    /// The body.
    pub body: Vec<u8>,
    /// What it says it is.
    pub kind: &'static str,
    /// Where it says it comes from.
    pub origin: &'static str,
}

/// The cookie of a code.
pub enum Cookie {
    /// None.
    None,
    /// As the server gave it, or changed.
    Is(Arc<str>),
    /// Made by somebody who holds the round's secret, for a code or token of his choice.
    Forged(RoundId, Box<Credential>),
}

/// What was answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The page.
    pub page: String,
    /// The cookie of a code, where one was set.
    pub cookie: Option<Arc<str>>,
}

/// The door.
#[derive(Clone)]
pub struct Door {
    address: SocketAddr,
    browser: Client<HttpConnector, Body>,
    ballots: Arc<BallotBox>,
}

impl Door {
    /// The door at an address. The box makes cookies for whoever stole the round's secret, and nothing else.
    #[must_use]
    pub fn at(address: SocketAddr, ballots: Arc<BallotBox>) -> Self {
        Self { address, browser: Client::builder(TokioExecutor::new()).build_http(), ballots }
    }

    /// Posts, and hears the answer.
    ///
    /// # Errors
    /// Where no answer comes.
    pub async fn post(&self, post: Post) -> Result<Answer> {
        let cookie = self.cookie(&post.cookie).await?;
        let mut request = http::Request::post(format!("http://{}{}", self.address, post.path))
            .header(HOST, OWN_HOST)
            .header(ACCEPT_LANGUAGE, "zh-CN")
            .header(ORIGIN, post.origin)
            .header(CONTENT_TYPE, post.kind);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, format!("{COOKIE_OF_A_CODE}{cookie}"));
        }
        let asked = async {
            let answer = self.browser.request(request.body(Full::from(post.body))?).await?;
            let (head, body) = answer.into_parts();
            let page = String::from_utf8(body.collect().await?.to_bytes().to_vec())?;
            let set = head.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
            let cookie = set.filter_map(|value| value.strip_prefix(COOKIE_OF_A_CODE)?.split(';').next()).next();
            Ok(Answer { status: head.status.as_u16(), page, cookie: cookie.map(Arc::from) })
        };
        tokio::time::timeout(PATIENCE, asked).await.context("no answer came")?
    }

    /// Posts, and is gone before the answer was read: at once, or when its first byte has come.
    ///
    /// # Errors
    /// Where nobody takes the connection.
    pub async fn post_and_leave(&self, post: Post, waits: bool) -> Result<()> {
        let cookie = self.cookie(&post.cookie).await?.context("whoever leaves has a cookie")?;
        let mut connection = TcpStream::connect(self.address).await?;
        let (path, kind, origin, length) = (post.path, post.kind, post.origin, post.body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {OWN_HOST}\r\nOrigin: {origin}\r\nContent-Type: {kind}\r\n\
             Cookie: {COOKIE_OF_A_CODE}{cookie}\r\nContent-Length: {length}\r\n\r\n"
        );
        connection.write_all(&[head.as_bytes(), &post.body].concat()).await?;
        if waits {
            connection.read_u8().await?;
        }
        Ok(())
    }

    async fn cookie(&self, cookie: &Cookie) -> Result<Option<Arc<str>>> {
        Ok(match cookie {
            Cookie::None => None,
            Cookie::Is(cookie) => Some(Arc::clone(cookie)),
            Cookie::Forged(round, credential) => {
                let credential = Credential::clone(credential);
                Some(self.ballots.make_cookie(*round, credential).await?.into())
            }
        })
    }
}

impl Post {
    /// A code that is typed.
    #[must_use]
    pub fn code(code: &Code) -> Self {
        Self::entered(&code.to_text())
    }

    /// A code or a token as it is brought; neither has a character that a form writes otherwise.
    #[must_use]
    pub fn entered(text: &str) -> Self {
        let body = format!("code={text}").into_bytes();
        Self { path: ENTER, cookie: Cookie::None, body, kind: FORM, origin: OWN_PAGES }
    }

    /// A sheet that is handed in.
    #[must_use]
    pub const fn sheet(cookie: Cookie, body: Vec<u8>) -> Self {
        Self { path: HAND_IN, cookie, body, kind: FORM, origin: OWN_PAGES }
    }
}

impl Answer {
    /// The receipt on the page, where it is one.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn receipt(&self) -> Result<Option<Receipt>> {
        const BEFORE: &str = "id=\"receipt\">";
        let Some((_, rest)) = self.page.split_once(BEFORE) else { return Ok(None) };
        let text = rest.split('<').next().unwrap_or_default();
        Ok(Some(Receipt::parse(text).with_context(|| text.to_owned())?))
    }
}
