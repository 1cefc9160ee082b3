//! Steps that also move the ballot store: intent here, an act there that may be repeated, the end here. What a crash
//! left between them goes on at start.

use data_encoding::HEXLOWER;
use storage::entities::{round, round_step};
use storage::{RoundId, RoundStepId, Scope};

use super::layout::ballot_round;
use super::model::{Frozen, FrozenTokens};
use super::{freezing, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::WebError;

/// The steps that are this slice's to end.
const OURS: &[&str] = &["issuing", "casting", "paused", "resumed"];

/// Goes on with every step that was begun and not ended. Called once at start, before anybody is served.
///
/// # Errors
/// When a store does not answer.
pub async fn resume(app: &App) -> Result<(), WebError> {
    for step in queries::unfinished_steps(&app.database, OURS).await? {
        finish(app, &step).await?;
    }
    Ok(())
}

/// Ends the step with this row.
pub async fn finish_step(app: &App, round: RoundId, id: RoundStepId) -> Result<(), WebError> {
    let steps = queries::steps(&app.database, round).await?;
    match steps.iter().find(|step| step.id == id && step.state == "begun") {
        Some(step) => finish(app, step).await,
        None => Ok(()),
    }
}

/// Ends a step, under the lock of its round: what another server did meanwhile is seen, and nothing comes between.
async fn finish(app: &App, step: &round_step::Model) -> Result<(), WebError> {
    let id = step.round_id;
    let transaction = app.database.write(Scope::Round(id.0)).await?.undone_when_dropped();
    let still_begun =
        queries::steps(&transaction, id).await?.iter().any(|other| other.id == step.id && other.state == "begun");
    let round = queries::round(&transaction, id).await?;
    let (true, Some(round)) = (still_begun, round) else {
        return Ok(transaction.rollback().await?);
    };
    // A box that waits for paper is paused too: a resumption cut off before casting ended must not open it again.
    if step.step != "issuing" && !matches!(round.state.as_str(), "issuing" | "casting") {
        queries::finish_step(&transaction, step.id).await?;
        return Ok(transaction.commit().await?);
    }
    let name = ballot_round(id);
    let (event, round) = match step.step.as_str() {
        "issuing" => {
            let (frozen, opening_hash) = open_store(app, id).await?;
            let opened = round::Model { frozen: Some(frozen), opening_hash: Some(opening_hash), ..round };
            (Event::IssuingBegun, opened)
        }
        "paused" => {
            broken(app.ballots.pause_casting(name).await)?;
            (Event::CastingPaused, round)
        }
        "resumed" => {
            broken(app.ballots.begin_casting(name).await)?;
            (Event::CastingResumed, round)
        }
        _ => {
            broken(app.ballots.begin_casting(name).await)?;
            (Event::CastingOpened, round::Model { state: "casting".to_owned(), ..round })
        }
    };
    queries::update_round(&transaction, round.clone()).await?;
    queries::finish_step(&transaction, step.id).await?;
    let actor = actor(app, step).await?;
    let about = About::organisation(round.organisation_id, round.title.clone());
    audit::record(&transaction, &app.clock, &actor, event, about).await?;
    Ok(transaction.commit().await?)
}

/// Opens the ballot store and completes the frozen text with its public key.
async fn open_store(app: &App, id: RoundId) -> Result<(String, String), WebError> {
    let frozen = queries::frozen(&app.database, id).await?;
    let frozen = frozen.ok_or_else(|| WebError::Broken("issuing without a frozen text".to_owned()))?;
    let key = broken(app.ballots.open_round(&freezing::opening(&frozen)?).await)?;
    let keys = broken(app.ballots.token_keys(ballot_round(id)).await)?;
    let keys = keys.into_iter().map(|key| (key.sheet.0, key.public_key.fingerprint().to_string())).collect();
    let tokens = frozen.tokens.clone().map(|tokens| FrozenTokens { keys, ..tokens });
    let frozen = Frozen { public_key: HEXLOWER.encode(key.as_bytes()), tokens, ..frozen };
    let text = frozen.to_text().map_err(|error| WebError::Broken(error.to_string()))?;
    let hash = Frozen::hash_of(&text);
    Ok((text, hash))
}

async fn actor(app: &App, step: &round_step::Model) -> Result<Actor, WebError> {
    let Some(account) = step.account_id else {
        return Ok(Actor::system());
    };
    let names = queries::account_names(&app.database, &[account]).await?;
    Ok(Actor { account: Some(account), name: names.get(&account).cloned().unwrap_or_default() })
}

/// What the ballot box could not do, as a fault of ours.
pub fn broken<T>(result: Result<T, ballot_box::BallotError>) -> Result<T, WebError> {
    result.map_err(|error| WebError::Broken(error.to_string()))
}
