//! A copy of a template: the next version of it, or a template of a new name.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::template;
use storage::{Reads, Scope, TemplateId};

use super::embedded::LIBRARY;
use super::model::Template;
use super::urls::Kind;
use super::{queries, sight, states, urls, writer};
use crate::App;
use crate::audit::Event;
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Posted, Visitor, WebError};

/// Whose copy it is, and under which name.
#[derive(Debug, Deserialize)]
pub struct CopyForm {
    #[serde(default)]
    maker: String,
    /// A new code; nothing: the next version.
    #[serde(default)]
    new_code: String,
}

/// Enters a copy as a draft.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Copies>,
    posted: Posted<CopyForm>,
) -> Answer {
    let (entry, _) = sight::seen(&app, &visitor, (url.kind, &url.code, url.version)).await?;
    if !url.kind.has_form() {
        return Err(WebError::NotFound);
    }
    let makers = sight::makers(&app.database, &visitor).await?;
    let maker = sight::chosen(&makers, &posted.input.maker).ok_or_else(|| WebError::refused("library-no-maker"))?;
    let wished = posted.input.new_code.trim().to_owned();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if wished.len() > 40 || !wished.chars().all(is_plain) {
        return Err(WebError::refused("library-code-wrong"));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let code = if wished.is_empty() { url.code.clone() } else { wished };
    let version = next_version(&change.transaction, url.kind, &code).await?;
    if code != url.code && version > 1 {
        return Err(WebError::refused("library-code-taken"));
    }
    let template = entry.template.named(&code, version);
    let row = enter(&app, &change, maker.id, &template).await?;
    states::note(&change, &app, &visitor, Event::TemplateCreated, &row).await?;
    change.answer(&urls::Edit { kind: url.kind, code, version }, "library-copied").await
}

/// The next free version of a code: numbers are given once in an installation, so that they name a version for ever.
pub async fn next_version(reads: &impl Reads, kind: Kind, code: &str) -> Result<u32, WebError> {
    let embedded = LIBRARY.template(kind, code).map(|template| template.version());
    let stored = queries::versions(reads, kind, code).await?;
    let last = stored.last().and_then(|row| u32::try_from(row.template_version).ok());
    Ok(embedded.max(last).unwrap_or(0) + 1)
}

/// Enters a template as a draft of a maker.
pub async fn enter(
    app: &App,
    change: &Change,
    maker: storage::OrganisationId,
    template: &Template,
) -> Result<template::Model, WebError> {
    let row = template::Model {
        id: TemplateId(app.clock.next_id()),
        kind: Kind::of(template).code().to_owned(),
        code: template.code().to_owned(),
        template_version: template.version().into(),
        organisation_id: maker,
        state: "draft".to_owned(),
        used: "no".to_owned(),
        content: writer::write(template),
        changed_at: app.clock.now(),
        version: 1,
    };
    queries::insert(&change.transaction, row.clone()).await?;
    Ok(row)
}
