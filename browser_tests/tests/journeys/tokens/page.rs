//! A page with the bundle, served by the test under the policy of the product.

use browser_tests::Visitor;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

const BUNDLE: &str = include_str!("../../../../crates/server/assets/vendor/blindrsa.min.js");
const SCRIPT: &str = include_str!("page.js");
const HTML: &str = r#"<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>盲签凭证</title>
<script src="/bundle.js"></script><script src="/page.js"></script><h1>盲签凭证</h1></html>"#;
/// As `crates/server/src/web/headers.rs` has it for scripts: none but files of this server, nothing evaluated.
const POLICY: &str = "default-src 'none'; script-src 'self'";

/// A visitor on that page.
pub struct Page {
    visitor: Visitor,
}

impl Page {
    /// Serves the page for the rest of the test, and opens it.
    pub async fn open(visitor: Visitor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            // A browser also opens connections it asks nothing on: each has a thread of its own.
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || answer(stream));
            }
        });
        visitor.client.goto(&format!("http://{address}/")).await.unwrap();
        Self { visitor }
    }

    /// One step of `page.js`: what it gives, or the words of its error.
    pub async fn step(&self, name: &str, values: &[Value]) -> Result<Value, String> {
        let script = "const [name, values, tell] = arguments; step(name, values, tell);";
        let outcome = self.visitor.client.execute_async(script, vec![json!(name), json!(values)]).await.unwrap();
        assert_eq!(outcome["refused"], json!([]), "the policy of the product refuses what the bundle does");
        match outcome["failed"].as_str() {
            Some(words) => Err(words.to_owned()),
            None => Ok(outcome["done"].clone()),
        }
    }

    /// Closes the window.
    pub async fn leave(self) {
        self.visitor.leave().await.unwrap();
    }
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(request) = lines.next() else {
        return;
    };
    // The rest of the request is read away, or closing would cut the answer off.
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let (kind, body) = match request.split(' ').nth(1) {
        Some("/") => ("text/html; charset=utf-8", HTML),
        Some("/bundle.js") => ("text/javascript; charset=utf-8", BUNDLE),
        Some("/page.js") => ("text/javascript; charset=utf-8", SCRIPT),
        _ => ("text/plain", ""),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {POLICY}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).unwrap();
}
