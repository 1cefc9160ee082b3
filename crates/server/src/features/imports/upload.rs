//! A file comes in and is looked at beside the pages.

use axum::extract::State;
use axum::http::StatusCode;
use storage::entities::import;
use storage::{ImportId, Scope};

use super::engine::Kind;
use super::list::{self, ListQuery};
use super::runs::{self, Work};
use super::{queries, urls};
use crate::App;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::upload::Upload;
use crate::web::{Answer, FieldErrors, Frame, Visitor, WebError};

/// Takes a file in and starts its check.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, upload: Upload) -> Answer {
    if !list::may_import(&visitor) {
        return Err(WebError::NotFound);
    }
    let mut errors = FieldErrors::default();
    let kind = Kind::from_code(upload.field("kind"));
    if kind.is_none() {
        errors.add("kind", "error-choose");
    }
    if upload.file_name.is_empty() {
        errors.add("file", "imports-no-file");
    }
    let Some(kind) = kind.filter(|_| errors.is_empty()) else {
        let shown = (ListQuery::of_kind(upload.field("kind")), errors);
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
