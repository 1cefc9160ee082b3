//! Ending casting: one tally keeper asks, another confirms; sealing follows at once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::round;
use storage::{RoundId, Scope};

use super::{list, queries, sealing, urls};
use crate::App;
use crate::audit::Actor;
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
}

/// The form: nothing is checked but that it was meant.
#[derive(Debug, Deserialize)]
pub struct EndingForm {
    #[serde(default)]
    sure: String,
}

/// Shows who asked, or asks.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Ending>) -> Answer {
    let round = casting(&app, &visitor, url.round).await?;
    page(&app, &visitor, &frame, &round, None).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    round: &round::Model,
    error: Option<&'static str>,
) -> Answer {
    let asked = queries::step(&app.database, round.id, ("ending", "asked")).await?;
    let first = asked.and_then(|step| step.account_id);
    let asked_by = match first {
        Some(account) => queries::account_name(&app.database, account).await?,
        None => None,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    html_with(
        status,
        &EndingView {
            page: frame.page("results-ending-title"),
            action: urls::Ending { round: round.id }.to_path(),
            title: round.title.clone(),
            asked_by,
            is_own: first == Some(visitor.account),
            unfit: list::unfit(app, visitor, round).await?,
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
    let round = casting(&app, &visitor, url.round).await?;
    if let Some(reason) = list::unfit(&app, &visitor, &round).await? {
        return Err(WebError::refused(reason));
    }
    if posted.input.sure.is_empty() {
        return page(&app, &visitor, &frame, &round, Some("results-ending-unsure")).await;
    }
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let asked = queries::step(&change.transaction, round.id, ("ending", "asked")).await?;
    let first = asked.and_then(|step| step.account_id);
    let done = async {
        match first {
            Some(account) if account == visitor.account => Err(WebError::refused("results-ending-own")),
            Some(account) => {
                let name = queries::account_name(&change.transaction, account).await?;
                let asker = Actor { account: Some(account), name: name.unwrap_or_default() };
                let second = Actor::from(&visitor);
                sealing::end_casting(&change.transaction, &app, &round, &asker, Some(&second)).await
            }
            None => Ok(queries::add_step(
                &change.transaction,
                &app.clock,
                round.id,
                ("ending", "asked"),
                (Some(visitor.account), None),
            )
            .await?),
        }
    }
    .await;
    if let Err(error) = done {
        change.give_up().await?;
        return Err(error);
    }
    if first.is_none() {
        return change.answer(&urls::Ending { round: round.id }, "results-ending-asked").await;
    }
    let answer = change.answer(&urls::Rounds {}, "results-ending-confirmed").await?;
    // What fails here is gone on with by the watch and at the next start.
    if let Err(error) = sealing::seal(&app, round.id, None).await {
        tracing::error!(%error, "sealing was cut off");
    }
    Ok(answer)
}

/// The round, where it is casting and the visitor keeps its tally.
async fn casting(app: &App, visitor: &Visitor, id: RoundId) -> Result<round::Model, WebError> {
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if !list::keeps_tally_of(app, visitor, &round).await? {
        return Err(WebError::NotFound);
    }
    if round.state != "casting" {
        return Err(WebError::refused("results-ending-not-casting"));
    }
    Ok(round)
}
