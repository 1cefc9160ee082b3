//! The rounds in which somebody takes part by name or may, or keeps a roll: found in a fixed number of questions, however
//! many rounds there are.

use askama::Template;
use axum::extract::State;
use storage::OrganisationId;

use super::{queries, roll, urls};
use crate::App;
use crate::features::organisations;
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, html};

#[derive(Template)]
#[template(path = "features/named/templates/rounds.html")]
struct RoundsView {
    page: Page,
    rounds: Vec<RoundLine>,
}

struct RoundLine {
    title: String,
    state: String,
    own: Option<String>,
    rolls: Option<String>,
}

/// The rounds in which the visitor stands on a roll, or whose rolls the visitor keeps: the office that runs the round, a
/// secretary where a roll is of the own organisations.
pub(super) async fn index(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let reads = &app.database;
    let day = app.today().to_string();
    let rolls = queries::organisations_with_rolls(reads).await?;
    let offices = organisations::queries::reachable(reads, &visitor.reach(&[Role::CampaignOffice])).await?;
    let secretary = organisations::queries::reachable(reads, &visitor.reach(&[Role::Secretary])).await?;
    let stands_at = match visitor.member {
        Some(member) => roll::places_of(reads, (member, &day)).await?,
        None => Vec::new(),
    };
    let is_in = |reach: &Option<Vec<OrganisationId>>, at: &OrganisationId| {
        reach.as_ref().is_none_or(|all| all.binary_search(at).is_ok())
    };
    let mut lines = Vec::new();
    for round in queries::rounds(reads).await? {
        let of_round = rolls.get(&round.id);
        let own = of_round.is_some_and(|rolls| stands_at.iter().any(|at| rolls.contains(at)));
        let keeps = is_in(&offices, &round.organisation_id)
            || of_round.is_some_and(|rolls| rolls.iter().any(|at| is_in(&secretary, at)));
        if own || keeps {
            lines.push(RoundLine {
                own: own.then(|| urls::Own { round: round.id }.to_path()),
                rolls: keeps.then(|| urls::OfRound { round: round.id }.to_path()),
                title: round.title,
                state: round.state,
            });
        }
    }
    html(&RoundsView { page: frame.page("named-title"), rounds: lines })
}
