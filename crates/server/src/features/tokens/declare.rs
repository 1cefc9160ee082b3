//! Declaring which groups take tokens, and until when: with the round, before issuing begins.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::PanelId;

use super::office::{Typed, page};
use super::{queries, rules, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common::{self, Editing, PREPARING};
use crate::features::appraisals::{form, queries as rounds};
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// What is declared, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Declared {
    panel: Vec<String>,
    ends_at: String,
    version: i64,
}

/// Declares it anew.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    posted: Posted<Declared>,
) -> Answer {
    let before = common::reached(&app, &visitor, url.round, common::OFFICE).await?;
    let typed = posted.input;
    let mut errors = FieldErrors::default();
    let panels: Option<BTreeSet<PanelId>> = typed.panel.iter().map(|id| id.parse().ok()).collect();
    let panels = panels.ok_or_else(|| WebError::BadForm("panel".to_owned()))?;
    let ends_at = if panels.is_empty() { None } else { form::moment("ends_at", &typed.ends_at, &app, &mut errors) };
    if ends_at.zip(before.casting_until).is_some_and(|(ends_at, until)| ends_at >= until) {
        errors.add("ends_at", "tokens-error-after-casting");
    }
    if !errors.is_empty() {
        let typed = Typed { ends_at: typed.ends_at, panels: Some(panels.into_iter().collect()), errors };
        return page(&app, &visitor, &frame, (&before, StatusCode::UNPROCESSABLE_ENTITY), Some(typed)).await;
    }
    let seen = (url.round, typed.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = rounds::plan(&change.transaction, url.round).await?;
    let able: BTreeSet<PanelId> = rules::able(&plan).map(|panel| panel.id).collect();
    if !panels.is_subset(&able) {
        return common::refuse(change, WebError::refused("tokens-not-able")).await;
    }
    queries::declare(&change.transaction, url.round, (&panels, ends_at)).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&url, "tokens-declared").await
}
