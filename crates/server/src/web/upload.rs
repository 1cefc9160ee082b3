//! A posted form with a file: its size is checked before it is read.

use std::collections::BTreeMap;

use axum::body::HttpBody;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use crate::App;
use crate::app::LARGEST_UPLOAD;
use crate::web::forms::{admit, comes_from_here};
use crate::web::once::FormKey;
use crate::web::{Visitor, WebError};

/// The longest name of a file kept.
const LONGEST_NAME: usize = 120;

/// An uploaded file with the fields beside it.
#[derive(Default)]
pub struct Upload {
    /// The key of the form.
    pub once: String,
    /// The name of the file, without folders; empty where none came.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// What was typed into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }
}

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        if !comes_from_here(app, &request) {
            return Err(WebError::ForeignForm);
        }
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or(WebError::NotFound)?;
        let slot = FormKey::of(&request);
        let announced = request.body().size_hint().lower();
        if announced > u64::try_from(LARGEST_UPLOAD).unwrap_or(u64::MAX) {
            return Err(WebError::TooLarge);
        }
        let mut parts =
            Multipart::from_request(request, app).await.map_err(|error| WebError::BadForm(error.to_string()))?;
        let mut upload = Self::default();
        let mut csrf = String::new();
        while let Some(field) = parts.next_field().await.map_err(refuse)? {
            match field.name().unwrap_or_default() {
                "csrf" => csrf = field.text().await.map_err(refuse)?,
                "once" => upload.once = field.text().await.map_err(refuse)?,
                "file" => {
                    upload.file_name = plain_name(field.file_name().unwrap_or_default());
                    upload.bytes = field.bytes().await.map_err(refuse)?.to_vec();
                }
                name => {
                    let name = name.to_owned();
                    upload.fields.insert(name, field.text().await.map_err(refuse)?);
                }
            }
        }
        admit(app, &visitor, (&csrf, &upload.once), &slot).await?;
        Ok(upload)
    }
}

fn refuse(error: MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::TooLarge
    } else {
        WebError::BadForm(error.to_string())
    }
}

/// The name without folders and control characters, shortened.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}
