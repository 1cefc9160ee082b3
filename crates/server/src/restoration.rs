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

/// What was found of the rounds that were being issued, cast or sealed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LostRounds {
    /// The titles of those whose ballots cannot be read here.
    pub titles: Vec<String>,
    /// Those of which nobody can tell, because their store does not open: title, name of the store, why.
    pub unopened: Vec<(String, String, String)>,
}

impl LostRounds {
    async fn of(app: &App, open: Vec<OpenRound>) -> (Self, Vec<OpenRound>) {
        let (mut found, mut lost) = (Self::default(), Vec::new());
        for open in open {
            let id = RoundId::from_bytes(*open.id.0.as_bytes());
            match app.ballots.is_lost(id).await {
                Ok(false) => {}
                Ok(true) => {
                    found.titles.push(open.title.clone());
                    lost.push(open);
                }
                Err(error) => found.unopened.push((open.title, id.to_string(), error.to_string())),
            }
        }
        (found, lost)
    }
}

/// Looks at every round that was being issued, cast or sealed.
///
/// # Errors
/// When the database does not answer.
pub async fn lost_rounds(app: &App) -> Result<LostRounds, WebError> {
    Ok(LostRounds::of(app, open_rounds(&app.database).await?).await.0)
}

/// The same, and declares those void whose ballots cannot be read. A round whose store does not open stays as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn void_lost_rounds(app: &App) -> Result<LostRounds, WebError> {
    let transaction = app.database.write(Scope::Whole).await?;
    let (found, lost) = LostRounds::of(app, open_rounds(&transaction).await?).await;
    for open in lost {
        let change = round::ActiveModel {
            id: Set(open.id),
            state: Set("void".to_owned()),
            version: Set(open.version + 1),
            ..Default::default()
        };
        round::Entity::update(change).exec(transaction.connection()).await?;
        paper::queries::erase_round(&transaction, open.id).await?;
        erase_codes_of(&transaction, open.id).await?;
        let about = About::organisation(open.organisation, open.title);
        let actor = Actor::system();
        audit::record(&transaction, &app.clock, &actor, Event::RoundVoided, about).await?;
    }
    transaction.commit().await?;
    Ok(found)
}
