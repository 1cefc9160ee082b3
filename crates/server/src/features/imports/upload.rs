//! A file comes in: checked for its size before it is read, then looked at beside the pages.

use axum::body::HttpBody;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use storage::entities::import;
use storage::{ImportId, Scope};

use super::engine::Kind;
use super::list::{self, ListQuery};
use super::runs::{self, Work};
use super::{queries, urls};
use crate::App;
use crate::app::LARGEST_UPLOAD;
use crate::web::forms::{admit, comes_from_here};
use crate::web::once::{self, Begun, FormKey};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Visitor, WebError};

/// The longest name of a file kept.
const LONGEST_NAME: usize = 120;

/// An uploaded file with the fields beside it.
#[derive(Default)]
pub struct Upload {
    kind: String,
    once: String,
    file_name: String,
    bytes: Vec<u8>,
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
        let refuse = |error: axum::extract::multipart::MultipartError| {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                WebError::TooLarge
            } else {
                WebError::BadForm(error.to_string())
            }
        };
        let mut upload = Self::default();
        let mut csrf = String::new();
        while let Some(field) = parts.next_field().await.map_err(refuse)? {
            match field.name().unwrap_or_default() {
                "csrf" => csrf = field.text().await.map_err(refuse)?,
                "once" => upload.once = field.text().await.map_err(refuse)?,
                "kind" => upload.kind = field.text().await.map_err(refuse)?,
                "file" => {
                    upload.file_name = plain_name(field.file_name().unwrap_or_default());
                    upload.bytes = field.bytes().await.map_err(refuse)?.to_vec();
                }
                _ => {}
            }
        }
        admit(app, &visitor, (&csrf, &upload.once), &slot).await?;
        Ok(upload)
    }
}

/// The name without folders and control characters, shortened.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}

/// Takes a file in and starts its check.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, upload: Upload) -> Answer {
    if !list::may_import(&visitor) {
        return Err(WebError::NotFound);
    }
    let mut errors = FieldErrors::default();
    let kind = Kind::from_code(&upload.kind);
    if kind.is_none() {
        errors.add("kind", "error-choose");
    }
    if upload.file_name.is_empty() {
        errors.add("file", "imports-no-file");
    }
    let Some(kind) = kind.filter(|_| errors.is_empty()) else {
        let shown = (ListQuery::of_kind(&upload.kind), errors);
        let view = list::view(&app, &visitor, &frame, shown).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let id = ImportId(app.clock.next_id());
    let row = import::Model {
        id,
        kind: kind.code().to_owned(),
        file_name: upload.file_name,
        file: None,
        state: "checking".to_owned(),
        report: String::new(),
        choices: "{}".to_owned(),
        account_id: visitor.account,
        reach_root: None,
        created_at: app.clock.now(),
        finished_at: None,
        version: 1,
    };
    let account = Some(visitor.account);
    let change = match once::begin(&app, &upload.once, account, Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    queries::insert(&change.transaction, row).await?;
    // Begun before the commit: whoever looks at the page in between must not take the run for lost.
    let run = app.imports.begin(id);
    let answer = change.answer(&urls::Import { id }, "").await?;
    if let Some(run) = run {
        runs::start(&app, run, Work::First(upload.bytes));
    }
    Ok(answer)
}
