//! A round whose ballots are lost is void as a whole: they were not in the backup, or the round's secret is gone, without
//! which they cannot be read.

use ballot_box::RoundId;
use storage::{OpenRound, Reads, Scope, open_rounds};

use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::queries::erase_codes_of;
use crate::features::paper;
use crate::web::WebError;
use sea_orm::{ActiveValue::Set, EntityTrait};
use storage::entities::round;

/// The titles of the rounds that were being issued, cast or sealed and whose ballots cannot be read here.
///
/// # Errors
/// When a store does not answer.
pub async fn lost_rounds(app: &App) -> Result<Vec<String>, WebError> {
    let mut titles = Vec::new();
    for open in open_rounds(&app.database).await? {
        if is_lost(app, &open).await? {
            titles.push(open.title);
        }
    }
    Ok(titles)
}

/// Declares every round of [`lost_rounds`] void; their titles.
///
/// # Errors
/// When a store does not answer.
pub async fn void_lost_rounds(app: &App) -> Result<Vec<String>, WebError> {
    let mut titles = Vec::new();
    let transaction = app.database.write(Scope::Whole).await?;
    for open in open_rounds(&transaction).await? {
        if !is_lost(app, &open).await? {
            continue;
        }
        let change = round::ActiveModel {
            id: Set(open.id),
            state: Set("void".to_owned()),
            version: Set(open.version + 1),
            ..Default::default()
        };
        round::Entity::update(change).exec(transaction.connection()).await?;
        paper::queries::erase_round(&transaction, open.id).await?;
        erase_codes_of(&transaction, open.id).await?;
        let about = About::organisation(open.organisation, open.title.clone());
        let actor = Actor::system();
        audit::record(&transaction, &app.clock, &actor, Event::RoundVoided, about).await?;
        titles.push(open.title);
    }
    transaction.commit().await?;
    Ok(titles)
}

async fn is_lost(app: &App, open: &OpenRound) -> Result<bool, WebError> {
    let id = RoundId::from_bytes(*open.id.0.as_bytes());
    app.ballots.is_lost(id).await.map_err(|error| WebError::Broken(error.to_string()))
}
