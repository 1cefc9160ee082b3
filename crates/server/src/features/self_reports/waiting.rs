//! Self-reports still to be handed in.

use std::collections::BTreeMap;

use storage::{ObjectId, RoundId};

use super::{queries, urls};
use crate::App;
use crate::features::appraisals;
use crate::roles::{Reach, Role};
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// The own, and a secretary's those of the organisation and its members.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    const OPEN: &[&str] = &["announced", "issuing"];
    let member = visitor.member.filter(|_| super::ROLES.iter().any(|role| visitor.has(*role)));
    if member.is_none() && !visitor.has(Role::Secretary) {
        return Ok(Vec::new());
    }
    let reach = visitor.reach(&[Role::Secretary]);
    let of_rounds = appraisals::queries::round_ids(&Reach::Everywhere, OPEN);
    let mut missing: BTreeMap<RoundId, Vec<(ObjectId, String)>> = BTreeMap::new();
    for (round, object, name) in queries::missing(&app.database, (&reach, member), of_rounds).await? {
        missing.entry(round).or_default().push((object, name));
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for found in appraisals::queries::rounds_within(&app.database, &Reach::Everywhere, OPEN).await? {
        let (round, title) = (found.id, &found.title);
        waiting.extend(named_or_counted(
            missing.remove(&round).unwrap_or_default(),
            |(object, name)| {
                Waiting::new("self-reports-waiting", urls::SelfReport { object }.to_path())
                    .naming("round", title)
                    .naming("name", name)
            },
            |count| {
                let missing_first = format!("{}?sort=state", urls::OfRound { round }.to_path());
                Waiting::new("self-reports-waiting-several", missing_first)
                    .naming("round", title)
                    .naming("count", count)
            },
        ));
    }
    Ok(waiting)
}
