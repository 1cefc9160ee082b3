//! Ending casting: one tally keeper asks, another confirms; sealing follows at once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::round;
use storage::{Reads, RoundId, Scope};

use super::{counting::broken, fitness, queries, sealing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::Frozen;
use crate::features::paper;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/results/templates/ending.html")]
struct EndingView {
    page: Page,
    action: String,
    title: String,
    /// Who asked, where somebody did.
    asked_by: Option<String>,
    /// Whether the visitor is the one who asked.
    is_own: bool,
    /// Why the visitor may not.
    unfit: Option<&'static str>,
    error: Option<&'static str>,
    /// Batches of paper that sealing waits for, or will wait for.
    paper: Vec<(String, String)>,
    /// Casting has ended, and nothing but the paper is left.
    is_waiting: bool,
    /// The file of its secret is missing: its ballots cannot be read, and sealing cannot go on.
    has_lost_secret: bool,
}

/// The form: nothing is checked but that it was meant.
#[derive(Debug, Deserialize)]
pub struct EndingForm {
    #[serde(default)]
    sure: String,
}

/// Taking back what one asked: nothing is typed.
#[derive(Debug, Deserialize)]
pub struct WithdrawalForm {}

/// What a tally keeper's word came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// A second one is waited for.
    Asked,
    /// Casting has ended.
    Confirmed,
}

/// Shows who asked, or asks.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Ending>) -> Answer {
    let (round, frozen) = ending(&app, &visitor, url.round, &["casting", "sealing"]).await?;
    page(&app, &visitor, &frame, (&round, &frozen), None).await
}

/// The request of a first tally keeper, where that one may still keep the tally.
async fn asked(reads: &impl Reads, round: &round::Model, frozen: &Frozen) -> Result<Option<Actor>, WebError> {
    let Some(step) = queries::step(reads, round.id, ("ending", "asked")).await? else {
        return Ok(None);
    };
    let Some(account) = step.account_id else {
        return Ok(None);
    };
    if !fitness::still_keeps(reads, account, round, frozen).await? {
        return Ok(None);
    }
    let found = queries::account(reads, account).await?;
    let name = found.map(|account| account.display_name).unwrap_or_default();
    Ok(Some(Actor { account: Some(account), name }))
}

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (round, frozen): (&round::Model, &Frozen),
    error: Option<&'static str>,
) -> Answer {
    let first = asked(&app.database, round, frozen).await?;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let base = frame.page("results-ending-title");
    html_with(
        status,
        &EndingView {
            paper: paper::names_waited_for(&app.database, round.id, &base).await?,
            is_waiting: round.state == "sealing",
            has_lost_secret: app.ballots.has_lost_secret(ballot_round(round.id)).await.map_err(broken)?,
            page: base,
            action: urls::Ending { round: round.id }.to_path(),
            title: round.title.clone(),
            is_own: first.as_ref().is_some_and(|first| first.account == Some(visitor.account)),
            asked_by: first.map(|first| first.name),
            unfit: fitness::unfit(&app.database, visitor, round, frozen).await?,
            error,
        },
    )
}

/// Asks, or confirms what another tally keeper asked.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Ending>,
    posted: Posted<EndingForm>,
) -> Answer {
    let (round, frozen) = casting(&app, &visitor, url.round).await?;
    if let Some(reason) = fitness::unfit(&app.database, &visitor, &round, &frozen).await? {
        return Err(WebError::refused(reason));
    }
    if posted.input.sure.is_empty() {
        return page(&app, &visitor, &frame, (&round, &frozen), Some("results-ending-unsure")).await;
    }
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let second = Actor::from(&visitor);
    let done = async {
        let transaction = &change.transaction;
        match asked(transaction, &round, &frozen).await? {
            Some(first) if first.account == second.account => Err(WebError::refused("results-ending-own")),
            Some(first) => {
                sealing::end_casting(transaction, &app, &round, &first, Some(&second)).await?;
                Ok(Standing::Confirmed)
            }
            None => {
                // What somebody asked who no longer counts does not come back with the role.
                queries::delete_asked(transaction, round.id, "ending").await?;
                let people = (Some(visitor.account), None);
                queries::add_step(transaction, &app.clock, round.id, ("ending", "asked"), people).await?;
                let about = About::organisation(round.organisation_id, round.title.clone());
                audit::record(transaction, &app.clock, &second, Event::EndingAsked, about).await?;
                Ok(Standing::Asked)
            }
        }
    }
    .await;
    let done = match done {
        Ok(done) => done,
        Err(error) => {
            change.give_up().await?;
            return Err(error);
        }
    };
    if done == Standing::Asked {
        return change.answer(&urls::Ending { round: round.id }, "results-ending-asked").await;
    }
    // Paper is counted and keyed first: its page says what is waited for.
    let waits = !paper::queries::open(&app.database, round.id).await?.is_empty();
    let answer = if waits {
        change.answer(&urls::Ending { round: round.id }, "results-ending-waits").await?
    } else {
        change.answer(&urls::Rounds {}, "results-ending-confirmed").await?
    };
    // What fails here is gone on with by the watch and at the next start.
    if let Err(error) = sealing::seal(&app, round.id, None).await {
        tracing::error!(%error, "sealing was cut off");
    }
    Ok(answer)
}

/// Whoever asked takes it back.
pub async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Ending>,
    posted: Posted<WithdrawalForm>,
) -> Answer {
    let WithdrawalForm {} = posted.input;
    let (round, frozen) = casting(&app, &visitor, url.round).await?;
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let done = async {
        let asked = asked(&change.transaction, &round, &frozen).await?;
        let own = asked.filter(|first| first.account == Some(visitor.account));
        let actor = own.ok_or_else(|| WebError::refused("results-ending-not-asked"))?;
        queries::delete_asked(&change.transaction, round.id, "ending").await?;
        let about = About::organisation(round.organisation_id, round.title.clone());
        Ok(audit::record(&change.transaction, &app.clock, &actor, Event::EndingWithdrawn, about).await?)
    }
    .await;
    if let Err(error) = done {
        change.give_up().await?;
        return Err(error);
    }
    change.answer(&urls::Ending { round: round.id }, "results-ending-withdrawn").await
}

/// The round with what it declared, where it is casting and the visitor keeps its tally.
async fn casting(app: &App, visitor: &Visitor, id: RoundId) -> Result<(round::Model, Frozen), WebError> {
    ending(app, visitor, id, &["casting"]).await
}

/// The same in one of these states.
async fn ending(
    app: &App,
    visitor: &Visitor,
    id: RoundId,
    states: &[&str],
) -> Result<(round::Model, Frozen), WebError> {
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if !fitness::keeps_tally_of(&app.database, visitor, &round).await? {
        return Err(WebError::NotFound);
    }
    if !states.contains(&round.state.as_str()) {
        return Err(WebError::refused("results-ending-not-casting"));
    }
    let frozen = sealing::frozen_of(&round)?;
    Ok((round, frozen))
}
