//! Templates as files: any version, and the example described field by field.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::embedded::EXAMPLES;
use super::{sight, urls, writer};
use crate::App;
use crate::web::{Answer, Visitor, WebError};

/// A version as a file; written anew, so that the same version is always the same file.
pub async fn export(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::Export>) -> Answer {
    let (entry, _) = sight::seen(&app, &visitor, (url.kind, &url.code, url.version)).await?;
    Ok(file(&format!("{}-{}.toml", url.code, url.version), writer::write(&entry.template)))
}

/// The example file.
pub async fn example(Path(url): Path<urls::Example>) -> Answer {
    let found = EXAMPLES.iter().find(|(kind, _)| *kind == url.kind.code());
    let (kind, text) = found.ok_or(WebError::NotFound)?;
    Ok(file(&format!("example-{kind}.toml"), (*text).to_owned()))
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], text)
        .into_response()
}
