//! Releasing the auditor's archive, which opens every ballot: one tally keeper asks and says for whom, another confirms.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{round, round_archive};
use storage::{AccountId, Reads, RoundId, Scope};

use super::{KEEPERS, fetching, queries, show, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::features::appraisals::model::Frozen;
use crate::features::results::{self, fitness};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, FieldErrors, Frame, Nothing, Posted, Visitor, WebError};

/// The most characters of who gets it.
const LONGEST_RECIPIENT: usize = 200;

/// Who gets it; and, where somebody has asked, for whom the visitor saw it asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReleaseForm {
    recipient: String,
    seen: String,
}

/// What a first tally keeper asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub by: AccountId,
    pub recipient: String,
}

/// What was asked and waits for a second one, where the first still counts.
pub(super) async fn asked(
    reads: &impl Reads,
    archive: &round_archive::Model,
    (round, frozen): (&round::Model, &Frozen),
) -> Result<Option<Asked>, WebError> {
    let (Some(by), Some(recipient), None) = (archive.asked_by, archive.recipient.clone(), archive.released_by) else {
        return Ok(None);
    };
    let counts = fitness::still_keeps(reads, by, round, frozen).await?;
    Ok(counts.then_some(Asked { by, recipient }))
}

/// Asks, or confirms what another tally keeper asked.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Release>,
    posted: Posted<ReleaseForm>,
) -> Answer {
    let (round, frozen) = kept(&app, &visitor, url.round).await?;
    let archive = fetching::of_round(&app, url.round).await?;
    let ReleaseForm { recipient, seen } = posted.input;
    let mut errors = FieldErrors::default();
    if asked(&app.database, &archive, (&round, &frozen)).await?.is_none() {
        errors.required("recipient", &recipient, LONGEST_RECIPIENT);
    }
    if !errors.is_empty() {
        let typed = show::Typed { recipient, errors };
        return show::page(&app, &visitor, &frame, &round, (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let wish = (recipient.trim(), seen.as_str());
    match decide(&app, &visitor, &change, (&round, &frozen), wish).await {
        Ok(notice) => change.answer(&urls::Archive { round: url.round }, notice).await,
        Err(error) => common::refuse(change, error).await,
    }
}

async fn decide(
    app: &App,
    visitor: &Visitor,
    change: &Change,
    (round, frozen): (&round::Model, &Frozen),
    (recipient, seen): (&str, &str),
) -> Result<&'static str, WebError> {
    let transaction = &change.transaction;
    let archive = queries::archive(transaction, round.id).await?.ok_or(WebError::NotFound)?;
    if archive.auditor_signature.is_none() {
        return Err(WebError::refused("archives-keys-lost"));
    }
    let found = asked(transaction, &archive, (round, frozen)).await?;
    if found.as_ref().map_or("", |asked| asked.recipient.as_str()) != seen {
        return Err(WebError::ChangedMeanwhile);
    }
    let (request, released_by, event, notice) = match found {
        Some(asked) if asked.by == visitor.account => return Err(WebError::refused("archives-release-own")),
        Some(asked) => {
            let request = (Some(asked.by), Some(asked.recipient));
            (request, Some(visitor.account), Event::AuditorArchiveReleased, "archives-released")
        }
        None => {
            let request = (Some(visitor.account), Some(recipient.to_owned()));
            (request, None, Event::AuditorArchiveAsked, "archives-release-asked")
        }
    };
    let details = request.1.clone().unwrap_or_default();
    if !queries::set_release(transaction, round.id, request, released_by).await? {
        return Err(WebError::refused("archives-release-done"));
    }
    common::note(change, app, visitor, event, round, &details).await?;
    Ok(notice)
}

/// Whoever asked takes it back.
pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Release>,
    posted: Posted<Nothing>,
) -> Answer {
    let (round, _) = kept(&app, &visitor, url.round).await?;
    let Nothing {} = posted.input;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let archive = queries::archive(&change.transaction, round.id).await?;
    let is_own = archive.is_some_and(|archive| archive.asked_by == Some(visitor.account));
    if !is_own || !queries::set_release(&change.transaction, round.id, (None, None), None).await? {
        return common::refuse(change, WebError::refused("archives-release-not-asked")).await;
    }
    common::note(&change, &app, &visitor, Event::AuditorArchiveWithdrawn, &round, "").await?;
    change.answer(&urls::Archive { round: url.round }, "archives-release-withdrawn").await
}

/// The round with what it declared, where the visitor may keep its tally.
async fn kept(app: &App, visitor: &Visitor, id: RoundId) -> Result<(round::Model, Frozen), WebError> {
    let round = common::reached(app, visitor, id, KEEPERS).await?;
    let frozen = results::frozen_of(&round)?;
    match fitness::unfit(&app.database, visitor, &round, &frozen).await? {
        Some(reason) => Err(WebError::refused(reason)),
        None => Ok((round, frozen)),
    }
}
