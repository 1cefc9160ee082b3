//! Named sheets that a member still has to hand in while casting is open.

use super::own::{self, Standing};
use super::{queries, urls};
use crate::App;
use crate::web::{Visitor, Waiting, WebError};

/// The own ones.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    if visitor.member.is_none() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for round in queries::rounds(&app.database).await?.into_iter().filter(|round| round.state == "casting") {
        let standing = match Standing::load(app, visitor, round.id).await {
            Ok(standing) if standing.channel() == "named" => standing,
            Ok(_) | Err(WebError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let count = own::outstanding(app, &standing).await?;
        if count > 0 && own::is_casting(app, &standing.round).await? {
            let path = urls::Own { round: round.id }.to_path();
            waiting.push(Waiting::new("named-waiting", path).naming("round", &round.title).naming("count", count));
        }
    }
    Ok(waiting)
}
