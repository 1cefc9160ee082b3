//! What every page of a batch begins with: the round in reach, the batch, what its sheet asks.

use axum::response::Response;
use storage::entities::{paper_batch, round};
use storage::{AccountId, PaperBatchId, Reads, RoundId, Scope};

use super::queries;
use super::rules::Reading;
use crate::App;
use crate::features::appraisals::common::{self, reached};
use crate::features::appraisals::model::{Panel, Plan, Sheet};
use crate::features::results::fitness;
use crate::features::{appraisals, results};
use crate::roles::Role;
use crate::web::once::{self, Begun, Change};
use crate::web::{Person, Visitor, WebError};

/// A batch in reach.
pub(super) struct Found {
    /// The round.
    pub round: round::Model,
    /// What it consists of.
    pub plan: Plan,
    /// The batch.
    pub batch: paper_batch::Model,
}

/// Finds a batch of a round, where the visitor reaches its owner with one of these roles.
///
/// # Errors
/// [`WebError::NotFound`].
pub(super) async fn find(
    app: &App,
    visitor: &Visitor,
    (round, batch): (RoundId, PaperBatchId),
    roles: &[Role],
) -> Result<Found, WebError> {
    let round = reached(app, visitor, round, roles).await?;
    let batch = queries::batch(&app.database, batch).await?;
    let batch = batch.filter(|batch| batch.round_id == round.id).ok_or(WebError::NotFound)?;
    let plan = appraisals::queries::plan(&app.database, round.id).await?;
    Ok(Found { round, plan, batch })
}

impl Found {
    /// The judge group and the sheet it answers.
    ///
    /// # Errors
    /// When the plan does not hold them.
    pub(super) fn asked(&self) -> Result<(&Panel, &Sheet), WebError> {
        asked(&self.plan, &self.batch)
    }

    /// What was read of the batch so far.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn reading(&self, reads: &impl Reads) -> Result<Reading, WebError> {
        Ok(Reading::of(&self.batch, &queries::drafts(reads, self.batch.id).await?))
    }
}

/// The judge group of a batch and the sheet it answers.
///
/// # Errors
/// When the plan does not hold them.
pub(super) fn asked<'a>(plan: &'a Plan, batch: &paper_batch::Model) -> Result<(&'a Panel, &'a Sheet), WebError> {
    let panel = plan.panel(batch.panel_id);
    let found = panel.and_then(|panel| Some((panel, plan.sheet(panel.sheet)?)));
    found.ok_or_else(|| WebError::Broken("paper without its sheet".to_owned()))
}

/// How a change of a batch begins.
pub(super) enum Changing {
    /// For the first time: its transaction, and the batch as it stands in it.
    Fresh(Change, Box<paper_batch::Model>),
    /// It was posted before.
    Repeated(Response),
}

/// Begins a change of a batch while its round is being sealed.
///
/// # Errors
/// Where the round goes on already, and those of the database.
pub(super) async fn change(app: &App, visitor: &Visitor, once_key: &str, found: &Found) -> Result<Changing, WebError> {
    let scope = Scope::Round(found.round.id.0);
    let change = match once::begin(app, once_key, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Changing::Repeated(answer)),
    };
    let round = appraisals::queries::round(&change.transaction, found.round.id).await?;
    let batch = queries::batch(&change.transaction, found.batch.id).await?;
    match (round, batch) {
        // The box is opened when casting has ended, and not before.
        (Some(round), Some(batch)) if round.state == "sealing" => Ok(Changing::Fresh(change, Box::new(batch))),
        _ => common::refuse(change, WebError::refused("paper-not-now")).await,
    }
}

/// Begins a change that only a tally keeper makes: whoever may not keep the tally of this round accepts nothing, records
/// nothing as missing and corrects nothing.
///
/// # Errors
/// [`WebError::Refused`] with the reason, and those of [`change`].
pub(super) async fn change_as_keeper(
    app: &App,
    visitor: &Visitor,
    once_key: &str,
    found: &Found,
) -> Result<Changing, WebError> {
    let (change, batch) = match change(app, visitor, once_key, found).await? {
        Changing::Fresh(change, batch) => (change, batch),
        repeated @ Changing::Repeated(_) => return Ok(repeated),
    };
    match unfit(&change.transaction, visitor, &found.round).await? {
        Some(reason) => common::refuse(change, WebError::refused(reason)).await,
        None => Ok(Changing::Fresh(change, batch)),
    }
}

/// Why somebody may not keep the tally of a round: the key of a text.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn unfit(
    reads: &impl Reads,
    person: &Person,
    round: &round::Model,
) -> Result<Option<&'static str>, WebError> {
    // Before issuing nothing is frozen, and there is no paper.
    if round.frozen.is_none() {
        return Ok(None);
    }
    let frozen = results::frozen_of(round)?;
    fitness::unfit(reads, person, round, &frozen).await
}

/// The first of two tally keepers, where that one may still keep the tally of this round.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn still_keeper(
    reads: &impl Reads,
    first: Option<AccountId>,
    round: &round::Model,
) -> Result<Option<AccountId>, WebError> {
    let Some(first) = first.filter(|_| round.frozen.is_some()) else {
        return Ok(None);
    };
    let frozen = results::frozen_of(round)?;
    Ok(fitness::still_keeps(reads, first, round, &frozen).await?.then_some(first))
}

/// Goes on with sealing where this was the last batch; what fails here is gone on with by the watch.
pub(super) async fn go_on(app: &App, round: RoundId) {
    if let Err(error) = results::seal(app, round, None).await {
        tracing::error!(%error, "sealing was cut off");
    }
}
