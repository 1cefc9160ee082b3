//! Styles and scripts, embedded; their paths carry a hash, so browsers keep them for a year.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::urls;
use crate::web::WebError;

urls! {
    /// An embedded file.
    Asset { name: String } = "/assets/{name}";
}

struct File {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

macro_rules! file {
    ($name:literal, $path:literal, $kind:literal) => {
        File { name: $name, kind: $kind, bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $path)) }
    };
}

const FILES: &[File] = &[
    file!("tabler.css", "vendor/tabler.min.css", "text/css; charset=utf-8"),
    file!("htmx.js", "vendor/htmx.min.js", "text/javascript; charset=utf-8"),
    file!("office.css", "own/office.css", "text/css; charset=utf-8"),
    file!("judge.css", "own/judge.css", "text/css; charset=utf-8"),
    file!("judge.js", "own/judge.js", "text/javascript; charset=utf-8"),
    file!("paper.js", "own/paper.js", "text/javascript; charset=utf-8"),
    file!("blindrsa.js", "vendor/blindrsa.min.js", "text/javascript; charset=utf-8"),
    file!("qrcode.js", "vendor/qrcode.min.js", "text/javascript; charset=utf-8"),
    file!("token.js", "own/token.js", "text/javascript; charset=utf-8"),
    file!("receipts.js", "own/receipts.js", "text/javascript; charset=utf-8"),
];

static HASHES: LazyLock<Vec<String>> = LazyLock::new(|| {
    FILES.iter().map(|file| HEXLOWER.encode(&Sha256::digest(file.bytes)).chars().take(12).collect()).collect()
});

/// The path of an asset with its hash; unknown names lead nowhere, which the link test finds.
#[must_use]
pub fn path(name: &str) -> String {
    let hash = FILES.iter().position(|file| file.name == name).and_then(|index| HASHES.get(index));
    let name = hash.map_or_else(|| name.to_owned(), |hash| format!("{hash}-{name}"));
    Asset { name }.to_path()
}

/// Serves an asset by the path of [`path`].
pub async fn show(Path(url): Path<Asset>) -> Result<Response, WebError> {
    let (hash, name) = url.name.split_once('-').ok_or(WebError::NotFound)?;
    let index = FILES.iter().position(|file| file.name == name).ok_or(WebError::NotFound)?;
    let file = FILES.get(index).filter(|_| HASHES.get(index).is_some_and(|known| known == hash));
    let file = file.ok_or(WebError::NotFound)?;
    let headers = [(CONTENT_TYPE, file.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, file.bytes).into_response())
}
