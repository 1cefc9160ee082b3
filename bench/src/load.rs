//! Many at once over HTTP, each with a request open all the time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use test_support::served::Served;

/// A page asked for, or a form posted.
#[derive(Clone)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// The cookies.
    pub cookie: String,
    /// The form; nothing asks for a page.
    pub form: Option<Arc<str>>,
}

/// Serves an empty answer to whatever is asked, body read: what HTTP alone costs, client and server.
pub fn serve_nothing() -> Served {
    Served::start_as(|listener, stopped| async move {
        let router = axum::Router::new().fallback(async |_: Bytes| {});
        let stopped = async { drop(stopped.await) };
        axum::serve(listener, router).with_graceful_shutdown(stopped).await.expect("serving");
    })
}

/// Sends all requests, `at_once` of them open at a time; how long each took, shortest first, and all together.
pub async fn ask(served: &Served, asked: Vec<Asked>, at_once: usize) -> (Vec<Duration>, Duration) {
    let asked = Arc::new(asked);
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let workers: Vec<_> =
        (0..at_once).map(|_| tokio::spawn(work(served.address, Arc::clone(&asked), Arc::clone(&next)))).collect();
    let mut took = Vec::with_capacity(asked.len());
    for worker in workers {
        took.extend(worker.await.expect("a worker"));
    }
    let whole = start.elapsed();
    took.sort_unstable();
    (took, whole)
}

/// The bytes of a page, unpacked and as they travel.
pub async fn bytes(served: &Served, asked: Asked) -> (usize, usize) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let packed = send(&client, served.address, &asked, "gzip").await.len();
    let raw = send(&client, served.address, &asked, "identity").await.len();
    (raw, packed)
}

type Browser = Client<HttpConnector, Full<Bytes>>;

async fn work(address: SocketAddr, asked: Arc<Vec<Asked>>, next: Arc<AtomicUsize>) -> Vec<Duration> {
    let browser = Client::builder(TokioExecutor::new()).build_http();
    let mut took = Vec::new();
    while let Some(asked) = asked.get(next.fetch_add(1, Ordering::Relaxed)) {
        let start = Instant::now();
        send(&browser, address, asked, "gzip").await;
        took.push(start.elapsed());
    }
    took
}

async fn send(browser: &Browser, address: SocketAddr, asked: &Asked, encoding: &str) -> Bytes {
    let request = http::Request::builder()
        .uri(format!("http://{address}{}", asked.path))
        .header(HOST, "zhengyou.test")
        .header(ACCEPT_LANGUAGE, "zh-CN")
        .header(ACCEPT_ENCODING, encoding)
        .header(COOKIE, &asked.cookie);
    let request = match &asked.form {
        Some(form) => request
            .method("POST")
            .header(ORIGIN, "http://zhengyou.test")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(form.to_string())),
        None => request.body(Full::default()),
    };
    let answer = browser.request(request.expect("a request")).await.expect("an answer");
    let status = answer.status();
    let body = answer.into_body().collect().await.expect("a body").to_bytes();
    assert!(status.is_success(), "{} answered {status}: {}", asked.path, String::from_utf8_lossy(&body));
    body
}

/// The value below which this share of the sorted values lies.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let position = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(position).copied().unwrap_or_default()
}
