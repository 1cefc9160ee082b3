//! What a judge checks a receipt with who believes no page: the second verifier, and the format it was written from. They
//! are the repository's own files, the same for everybody, and fetching them says nothing of a receipt.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::urls;
use crate::web::{Answer, WebError};

struct File {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const PROGRAM: File = File {
    name: "zyverify.py",
    kind: "text/x-python; charset=utf-8",
    text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../verifier/zyverify.py")),
};

const FORMAT: File = File {
    name: "zyarchive-1.md",
    kind: "text/markdown; charset=utf-8",
    text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats/zyarchive-1.md")),
};

/// Where the second verifier is.
pub(super) fn program() -> String {
    PROGRAM.path()
}

/// Where the format is described.
pub(super) fn format() -> String {
    FORMAT.path()
}

/// Gives a file, to be kept. A day in the browser's store is no harm: an older verifier reads every archive it knows.
pub(super) async fn show(Path(url): Path<urls::Verifier>) -> Answer {
    let file = [PROGRAM, FORMAT].into_iter().find(|file| file.name == url.name).ok_or(WebError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, file.kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (CACHE_CONTROL, "public, max-age=86400".to_owned()),
    ];
    Ok((headers, file.text).into_response())
}

impl File {
    fn path(&self) -> String {
        urls::Verifier { name: self.name.to_owned() }.to_path()
    }
}
