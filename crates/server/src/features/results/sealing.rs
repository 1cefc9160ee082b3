//! From the end of casting to the sealed round, and from publishing to the finished one; resumable after every stage.
//!
//! Intent on the named side → idempotent act in the ballot store → result and audit event on the named side.

use std::collections::BTreeMap;

use storage::entities::{released_opinion, round, round_archive};
use storage::{RoundId, Scope, WriteTransaction};

use super::adjusted;
use super::compute::{self, OpinionPlace};
use super::counting::{self, broken};
use super::{quality, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::Frozen;
use crate::features::appraisals::queries::erase_codes_of;
use crate::features::{archives, paper};
use crate::web::WebError;

/// The stages after which sealing and finishing may be cut off, so that a test can cut them off at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Casting has ended on the named side; nothing has happened in the ballot store.
    Ended,
    /// The ballot store is sealed.
    BoxSealed,
    /// The release is computed, not yet stored.
    Computed,
    /// The archives are drawn up and signed, nothing of them is stored yet.
    Drawn,
    /// Finishing is intended; the signing key is still there.
    Finishing,
    /// The signing key is destroyed, the round not yet finished on the named side.
    KeyDestroyed,
}

impl Stage {
    /// The stages of sealing, in order.
    pub const SEALING: [Self; 4] = [Self::Ended, Self::BoxSealed, Self::Computed, Self::Drawn];
    /// The stages of finishing, in order.
    pub const FINISHING: [Self; 2] = [Self::Finishing, Self::KeyDestroyed];
}

/// Records that casting has ended: from here on sealing goes on by itself.
pub async fn end_casting(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    first: &Actor,
    second: Option<&Actor>,
) -> Result<(), WebError> {
    if !queries::set_state(transaction, round, "sealing").await? {
        return Err(WebError::ChangedMeanwhile);
    }
    let people = (first.account, second.map_or(first.account, |second| second.account));
    queries::add_step(transaction, &app.clock, round.id, ("ending", "done"), people).await?;
    queries::add_step(transaction, &app.clock, round.id, ("sealing", "begun"), people).await?;
    let about = About::organisation(round.organisation_id, round.title.clone());
    let actor = second.unwrap_or(first);
    audit::record(transaction, &app.clock, actor, Event::CastingEnded, about).await?;
    Ok(())
}

/// Seals a round whose casting has ended; called again after a crash it goes on where it was. `cut` makes it stop
/// after a stage, as a crash would.
///
/// # Errors
/// Those of the stores; then it is called again.
pub async fn seal(app: &App, id: RoundId, cut: Option<Stage>) -> Result<(), WebError> {
    stop_at(cut, Stage::Ended)?;
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if round.state != "sealing" {
        return Ok(());
    }
    // Paper comes first: while a batch is open the box stands still, and the last one that is not calls this again.
    if paper::is_waited_for(app, id).await? {
        return Ok(());
    }
    let frozen = frozen_of(&round)?;
    app.ballots.seal(ballot_round(id)).await.map_err(broken)?;
    stop_at(cut, Stage::BoxSealed)?;
    let counted = counting::count(app, &frozen).await?;
    // A large round takes a while: away from the threads that answer requests.
    let computed = tokio::task::spawn_blocking(move || compute::release(&counted)).await?;
    let (mut release, shown) = computed.map_err(|error| WebError::Broken(error.to_string()))?;
    let opinions = opinions(app, &frozen, &release.places, &shown).await?;
    release.opinions_received = opinions.received;
    release.opinions_sealed = opinions.sealed;
    release.quality = quality::measure(app, &frozen, &release, &opinions.rows).await?;
    let text = serde_json::to_string(&release).map_err(|error| WebError::Broken(error.to_string()))?;
    let adjusted = adjusted::compute(app, &frozen, &release).await?;
    let adjusted = serde_json::to_string(&adjusted).map_err(|error| WebError::Broken(error.to_string()))?;
    stop_at(cut, Stage::Computed)?;
    let archive = archives::draw(app, &round, &frozen, &text).await?;
    stop_at(cut, Stage::Drawn)?;
    let transaction = app.database.write(Scope::Round(id.0)).await?;
    match store(&transaction, app, &round, Sealed { text, adjusted, opinions: opinions.rows, archive }).await {
        Ok(()) => {
            transaction.commit().await?;
            // The codes of tablets that were just erased, and drafts of paper before them (S070).
            Ok(app.database.forget_erased().await?)
        }
        Err(WebError::ChangedMeanwhile) => {
            // Another server was faster: what it stored was computed from the same ballots.
            Ok(transaction.rollback().await?)
        }
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

/// What sealing leaves on the named side.
struct Sealed {
    text: String,
    adjusted: String,
    opinions: Vec<released_opinion::Model>,
    archive: round_archive::Model,
}

async fn store(
    transaction: &WriteTransaction,
    app: &App,
    round: &round::Model,
    sealed: Sealed,
) -> Result<(), WebError> {
    if !queries::set_state(transaction, round, "sealed").await? {
        return Err(WebError::ChangedMeanwhile);
    }
    let Sealed { text, adjusted, opinions, archive } = sealed;
    queries::insert_result(transaction, &app.clock, round.id, (text, adjusted)).await?;
    archives::queries::insert(transaction, archive).await?;
    // No code opens a sheet any more: nothing on the named side keeps one, encrypted or not (S070).
    erase_codes_of(transaction, round.id).await?;
    for opinion in opinions {
        queries::insert_opinion(transaction, opinion).await?;
    }
    queries::add_step(transaction, &app.clock, round.id, ("sealed", "done"), (None, None)).await?;
    let about = About::organisation(round.organisation_id, round.title.clone());
    audit::record(transaction, &app.clock, &Actor::system(), Event::RoundSealed, about).await?;
    Ok(())
}

struct Sorted {
    rows: Vec<released_opinion::Model>,
    received: u64,
    sealed: u64,
}

/// The opinions that may be read, each with the place where it will be shown. Their words stay in the ballot store.
async fn opinions(
    app: &App,
    frozen: &Frozen,
    places: &[super::release::Place],
    shown: &[OpinionPlace],
) -> Result<Sorted, WebError> {
    let by_subject: BTreeMap<u32, (usize, &crate::features::appraisals::model::Object)> =
        frozen.plan.objects.iter().enumerate().map(|(position, object)| (object.subject, (position, object))).collect();
    let mut sorted = Sorted { rows: Vec::new(), received: 0, sealed: 0 };
    let all = app.ballots.opinions(ballot_round(frozen.round)).await.map_err(broken)?;
    for opinion in all {
        sorted.received += 1;
        let about = by_subject.get(&opinion.subject);
        let place = about.and_then(|(position, _)| shown.get(*position));
        let (object_id, organisation_id) = match (about, place) {
            (Some((_, object)), Some(OpinionPlace::Object)) => (Some(object.id), object.organisation),
            (_, Some(OpinionPlace::Place(place))) => match places.get(*place) {
                Some(place) => (None, place.organisation),
                None => continue,
            },
            _ => {
                sorted.sealed += 1;
                continue;
            }
        };
        sorted.rows.push(released_opinion::Model {
            opinion_key: data_encoding::HEXLOWER.encode(&opinion.key),
            round_id: frozen.round,
            object_id,
            organisation_id,
            state: "unread".to_owned(),
            words: None,
            first_reader: None,
            second_reader: None,
            version: 1,
        });
    }
    Ok(sorted)
}

/// Finishes a published round whose finishing is recorded as begun: destroys its signing key.
///
/// # Errors
/// Those of the stores; then it is called again.
pub async fn finish(app: &App, id: RoundId, cut: Option<Stage>) -> Result<(), WebError> {
    stop_at(cut, Stage::Finishing)?;
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if round.state != "published" {
        return Ok(());
    }
    app.ballots.destroy_signing_key(ballot_round(id)).await.map_err(broken)?;
    stop_at(cut, Stage::KeyDestroyed)?;
    let transaction = app.database.write(Scope::Round(id.0)).await?;
    if !queries::set_state(&transaction, &round, "finished").await? {
        return Ok(transaction.rollback().await?);
    }
    queries::add_step(&transaction, &app.clock, id, ("finished", "done"), (None, None)).await?;
    let about = About::organisation(round.organisation_id, round.title.clone());
    audit::record(&transaction, &app.clock, &Actor::system(), Event::RoundFinished, about).await?;
    Ok(transaction.commit().await?)
}

/// Goes on with everything that was cut off, and ends casting where its time is over. Called at start and every
/// half minute.
///
/// # Errors
/// The first error, after every round had its turn: one that cannot go on keeps no other back.
pub async fn resume(app: &App) -> Result<(), WebError> {
    let now = app.clock.now();
    let mut outcome = Ok(());
    for round in queries::overdue(&app.database, now).await? {
        let transaction = app.database.write(Scope::Round(round.id.0)).await?;
        match end_casting(&transaction, app, &round, &Actor::system(), None).await {
            Ok(()) => transaction.commit().await?,
            Err(WebError::ChangedMeanwhile) => transaction.rollback().await?,
            Err(error) => {
                transaction.rollback().await?;
                outcome = outcome.and(Err(error));
            }
        }
    }
    // Another server may have sealed a round that this one still holds open, with its keys.
    outcome = outcome.and(app.ballots.forget_sealed().await.map(drop).map_err(broken));
    for round in queries::in_state(&app.database, "sealing").await? {
        outcome = outcome.and(seal(app, round.id, None).await);
    }
    for round in queries::finishing(&app.database).await? {
        outcome = outcome.and(finish(app, round.id, None).await);
    }
    outcome
}

/// Calls [`resume`] every half minute for as long as the server runs.
pub async fn watch(app: App) {
    let mut ticks = tokio::time::interval(std::time::Duration::from_secs(30));
    loop {
        ticks.tick().await;
        if let Err(error) = resume(&app).await {
            tracing::error!(%error, "a round could not go on; it is tried again in half a minute");
        }
    }
}

/// What a round declared when issuing began.
pub fn frozen_of(round: &round::Model) -> Result<Frozen, WebError> {
    let text = round.frozen.as_deref().ok_or(WebError::NotFound)?;
    Frozen::from_text(text).map_err(|error| WebError::Broken(error.to_string()))
}

fn stop_at(cut: Option<Stage>, stage: Stage) -> Result<(), WebError> {
    if cut == Some(stage) {
        return Err(WebError::Broken(format!("cut off after {stage:?}")));
    }
    Ok(())
}
