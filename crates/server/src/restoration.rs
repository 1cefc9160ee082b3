//! After a restore: a round whose ballots were not in the backup is void as a whole.

use ballot_box::RoundId;
use storage::{Reads, Scope, open_rounds};

use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::queries::erase_codes_of;
use crate::features::paper;
use crate::web::WebError;
use sea_orm::{ActiveValue::Set, EntityTrait};
use storage::entities::round;

/// Declares every round void that was being issued, cast or sealed and has no ballot store here; their titles.
///
/// # Errors
/// When a store does not answer.
pub async fn void_lost_rounds(app: &App) -> Result<Vec<String>, WebError> {
    let mut titles = Vec::new();
    let transaction = app.database.write(Scope::Whole).await?;
    for open in open_rounds(&transaction).await? {
        let id = RoundId::from_bytes(*open.id.0.as_bytes());
        let phase = app.ballots.phase(id).await;
        if phase.map_err(|error| WebError::Broken(error.to_string()))?.is_some() {
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
