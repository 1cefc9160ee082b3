//! Answers that are files.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// The kind of a spreadsheet.
pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The kind of a paper.
pub const PAPER: &str = "application/pdf";

/// A file with its name in any script.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    // A name in percent signs, not in the plus signs of forms: space is the one character they differ in.
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!("attachment; filename*=UTF-8''{}", name.replace('+', "%20"));
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
