//! What the masses say of a member and what the branch comments after hearing it (S063).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::letting_off_review;

use super::show::{self, Typed};
use super::{Reviewed, blank, kept, queries};
use crate::App;
use crate::features::rhythm::urls;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor};

/// The longest of each text.
pub(super) const LONGEST_WORDS: usize = 4_000;

/// It as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct ReviewForm {
    pub version: i64,
    pub opinion: String,
    pub remark: String,
}

impl From<&letting_off_review::Model> for ReviewForm {
    fn from(row: &letting_off_review::Model) -> Self {
        Self { version: row.version, opinion: row.opinion.clone(), remark: row.remark.clone() }
    }
}

fn both_versions(page: &Page, stored: &ReviewForm, typed: &ReviewForm) -> Conflict {
    Conflict::between(
        page,
        [
            ("rhythm-opinion", stored.opinion.clone(), typed.opinion.clone()),
            ("rhythm-remark", stored.remark.clone(), typed.remark.clone()),
        ],
    )
}

/// Writes it.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Review>,
    posted: Posted<ReviewForm>,
) -> Answer {
    let before = kept(&app, &visitor, &url).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let opinion = errors.optional("opinion", &form.opinion, LONGEST_WORDS);
    let remark = errors.optional("remark", &form.remark, LONGEST_WORDS);
    if !remark.is_empty() && opinion.is_empty() {
        // The branch comments after it heard the masses (S063).
        errors.add("opinion", "rhythm-error-hear-first");
    }
    if !errors.is_empty() {
        let typed = Typed::Review(form, errors, None);
        return show::page(&frame, &before, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let term = before.found.term;
    let stored = queries::review(&change.transaction, term, url.member).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let now = stored.as_ref().map(ReviewForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("rhythm-title"), &now, &form);
        let typed = Typed::Review(ReviewForm { version, ..form }, errors, Some(conflict));
        let now = Reviewed { review: stored, ..before };
        return show::page(&frame, &now, (StatusCode::CONFLICT, typed));
    }
    let is_new = stored.is_none();
    let row = stored.unwrap_or_else(|| blank(&app, term, url.member));
    let row = letting_off_review::Model { opinion, remark, version: version + 1, ..row };
    queries::store_review(&change.transaction, row, is_new).await?;
    before.note(&change, (&app, &visitor), "").await?;
    change.answer(&url, "rhythm-review-saved").await
}
