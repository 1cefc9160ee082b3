//! Rounds about which an organisation has noted nothing yet.

use std::collections::BTreeSet;

use storage::OrganisationId;

use super::{queries, urls};
use crate::App;
use crate::features::appraisals;
use crate::roles::{Reach, Role};
use crate::web::{Visitor, Waiting, WebError};

/// The own organisation's records of the rounds it is judged in, for its secretary.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    const UNDER_WAY: &[&str] = &["casting", "sealing", "sealed", "published"];
    let own = visitor.roles.iter().filter(|(role, _)| *role == Role::Secretary).filter_map(|(_, root)| *root);
    let own: BTreeSet<OrganisationId> = own.collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let of_rounds = appraisals::queries::round_ids(&Reach::Everywhere, UNDER_WAY);
    let bare = queries::without_records(&app.database, &own, of_rounds).await?;
    if bare.is_empty() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for found in appraisals::queries::rounds_within(&app.database, &Reach::Everywhere, UNDER_WAY).await? {
        for (round, organisation, name) in bare.iter().filter(|(round, ..)| *round == found.id) {
            let path = urls::Record { round: *round, organisation: *organisation }.to_path();
            waiting.push(Waiting::new("records-waiting", path).naming("round", &found.title).naming("name", name));
        }
    }
    Ok(waiting)
}
