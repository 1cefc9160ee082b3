//! Recommending a member for commendation: with a reason, and only where nothing is left open.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::letting_off_review;

use super::show::{self, Typed};
use super::{Reviewed, begun, kept, queries};
use crate::App;
use crate::features::rhythm::urls;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, SeenVersion, Visitor, WebError};

const LONGEST_REASON: usize = 1_000;

/// The reason as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct ReasonForm {
    pub version: i64,
    pub reason: String,
}

impl From<&letting_off_review::Model> for ReasonForm {
    fn from(row: &letting_off_review::Model) -> Self {
        Self { version: row.version, reason: row.recommended_reason.clone().unwrap_or_default() }
    }
}

fn of_member(url: urls::Recommendation) -> urls::Review {
    let urls::Recommendation { organisation, year, half, member } = url;
    urls::Review { organisation, year, half, member }
}

/// Recommends the member.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Recommendation>,
    posted: Posted<ReasonForm>,
) -> Answer {
    let url = of_member(url);
    let before = kept(&app, &visitor, &url).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &form.reason, LONGEST_REASON);
    if !errors.is_empty() {
        let typed = Typed::Reason(form, errors, None);
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
        let words = stored.as_ref().and_then(|row| row.recommended_reason.clone()).unwrap_or_default();
        let both = [("rhythm-reason", words, form.reason.clone())];
        let conflict = Conflict::between(&frame.page("rhythm-title"), both);
        let typed = Typed::Reason(ReasonForm { version, ..form }, errors, Some(conflict));
        let now = Reviewed { review: stored, ..before };
        return show::page(&frame, &now, (StatusCode::CONFLICT, typed));
    }
    let row = begun(&change.transaction, &app, (term, url.member)).await?;
    let items = queries::items_of(&change.transaction, row.id).await?;
    if items.iter().any(|item| item.done_on.is_none()) {
        change.give_up().await?;
        errors.add("reason", "rhythm-error-open");
        let now = Reviewed { items, ..before };
        let typed = Typed::Reason(form, errors, None);
        return show::page(&frame, &now, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let version = row.version + 1;
    let row = letting_off_review::Model { recommended_reason: Some(reason), version, ..row };
    queries::store_review(&change.transaction, row, false).await?;
    before.note(&change, (&app, &visitor), "+").await?;
    change.answer(&url, "rhythm-recommended").await
}

/// Takes the recommendation back.
pub(in crate::features::rhythm) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Recommendation>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let url = of_member(url);
    let before = kept(&app, &visitor, &url).await?;
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::review(&change.transaction, before.found.term, url.member).await?;
    let Some(row) = stored.filter(|row| row.version == posted.input.version) else {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    };
    let version = row.version + 1;
    let row = letting_off_review::Model { recommended_reason: None, version, ..row };
    queries::store_review(&change.transaction, row, false).await?;
    before.note(&change, (&app, &visitor), "-").await?;
    change.answer(&url, "rhythm-not-recommended").await
}
