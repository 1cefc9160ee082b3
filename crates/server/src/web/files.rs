//! Files as answers: streamed, never held whole.

use std::io;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// How much is read of a file at a time.
const CHUNK: usize = 64 * 1024;

/// A file to be kept, under a name of ASCII letters.
///
/// # Errors
/// When it does not say how long it is.
pub async fn download(file: File, kind: &'static str, name: &str) -> io::Result<Response> {
    let length = file.metadata().await?.len();
    let chunks = futures_util::stream::unfold(file, async |mut file| {
        let mut chunk = vec![0; CHUNK];
        match file.read(&mut chunk).await {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok::<_, io::Error>(chunk), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition), (CONTENT_LENGTH, length.to_string())];
    Ok((headers, Body::from_stream(chunks)).into_response())
}
