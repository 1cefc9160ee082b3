//! The member's own half (S063): what he reports of the half-year and plans for the next one. The branch comments after it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::letting_off_review;

use super::review::LONGEST_WORDS;
use super::show::{self, Typed};
use super::{Reviewed, blank, queries, reviewed};
use crate::App;
use crate::features::rhythm::urls;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// It as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct OwnForm {
    pub version: i64,
    pub report: String,
    pub plan: String,
}

impl From<&letting_off_review::Model> for OwnForm {
    fn from(row: &letting_off_review::Model) -> Self {
        Self { version: row.version, report: row.report.clone(), plan: row.plan.clone() }
    }
}

fn both_versions(page: &Page, stored: &OwnForm, typed: &OwnForm) -> Conflict {
    Conflict::between(
        page,
        [
            ("rhythm-report", stored.report.clone(), typed.report.clone()),
            ("rhythm-plan", stored.plan.clone(), typed.plan.clone()),
        ],
    )
}

/// Hands it in; the member may hand it in anew until the branch has commented, the secretary enters it from paper.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OwnReview>,
    posted: Posted<OwnForm>,
) -> Answer {
    let urls::OwnReview { organisation, year, half, member } = url;
    let url = urls::Review { organisation, year, half, member };
    let before = reviewed(&app, &visitor, &url).await?;
    if !before.may_answer() {
        return Err(WebError::NotFound);
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let report = errors.required("report", &form.report, LONGEST_WORDS);
    let plan = errors.required("plan", &form.plan, LONGEST_WORDS);
    if !errors.is_empty() {
        let typed = Typed::Own(form, errors, None);
        return show::page(&frame, &before, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let scope = Scope::Organisation(organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let term = before.found.term;
    let stored = queries::review(&change.transaction, term, member).await?;
    let is_commented = stored.as_ref().is_some_and(|row| !row.remark.is_empty());
    if is_commented && !before.found.sight.keeps() {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-commented"));
    }
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let now = stored.as_ref().map(OwnForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("rhythm-title"), &now, &form);
        let typed = Typed::Own(OwnForm { version, ..form }, errors, Some(conflict));
        let now = Reviewed { review: stored, ..before };
        return show::page(&frame, &now, (StatusCode::CONFLICT, typed));
    }
    let is_new = stored.is_none();
    let row = stored.unwrap_or_else(|| blank(&app, term, member));
    let row = letting_off_review::Model { report, plan, version: version + 1, ..row };
    queries::store_review(&change.transaction, row, is_new).await?;
    before.note(&change, (&app, &visitor), "report").await?;
    change.answer(&url, "rhythm-report-saved").await
}
