//! What of preparing and running rounds waits for somebody.

use std::collections::BTreeMap;

use storage::{BatchId, RoundId};

use super::common::{COUNTING, OFFICE};
use super::queries::{self, ListedRound};
use super::urls;
use crate::App;
use crate::roles::Role;
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// The next step of each round, for its office; what needs a second person; slips to be counted back.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut waiting = Vec::new();
    if visitor.has(Role::CampaignOffice) {
        let states = ["draft", "announced", "issuing"];
        let rounds = queries::rounds_within(&app.database, &visitor.reach(OFFICE), &states).await?;
        waiting.extend(rounds.into_iter().map(next_step));
    }
    if visitor.has(Role::TallyKeeper) {
        waiting.extend(plain_http(app, visitor).await?);
    }
    if COUNTING.iter().any(|role| visitor.has(*role)) {
        waiting.extend(counting(app, visitor).await?);
    }
    Ok(waiting)
}

fn next_step(round: ListedRound) -> Waiting {
    let id = round.id;
    let waiting = match round.state.as_str() {
        "draft" => Waiting::new("appraisals-waiting-draft", urls::Round { id }.to_path()),
        "announced" => Waiting::new("appraisals-waiting-announced", urls::Issuing { id }.to_path()),
        _ => Waiting::new("appraisals-waiting-issuing", urls::Casting { id }.to_path()),
    };
    waiting.naming("round", round.title).due(&round.period_to)
}

/// Rounds for which another tally keeper accepted plain http, and a second one is asked.
async fn plain_http(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let (reach, states) = (visitor.reach(&[Role::TallyKeeper]), ["draft", "announced"]);
    let rounds = queries::rounds_within(&app.database, &reach, &states).await?;
    let steps = queries::steps_of_kind(&app.database, "plain_http", queries::round_ids(&reach, &states)).await?;
    // The last one counts: what was asked once may be done since.
    let last: BTreeMap<RoundId, _> = steps.into_iter().map(|step| (step.round_id, step)).collect();
    let is_asked = |round: &ListedRound| {
        last.get(&round.id).is_some_and(|step| step.state == "asked" && step.account_id != Some(visitor.account))
    };
    let asked = rounds.into_iter().filter(is_asked).map(|round| {
        Waiting::new("appraisals-waiting-plain-http", urls::Issuing { id: round.id }.to_path())
            .naming("round", round.title)
    });
    Ok(asked.collect())
}

/// Batches to be counted back, not those one has counted oneself.
async fn counting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let (reach, states) = (visitor.reach(COUNTING), ["sealed", "published"]);
    let mut batches: BTreeMap<RoundId, Vec<(BatchId, i64)>> = BTreeMap::new();
    for batch in queries::uncounted(&app.database, queries::round_ids(&reach, &states)).await? {
        if batch.counted_by != Some(visitor.account) {
            batches.entry(batch.round_id).or_default().push((batch.id, batch.number));
        }
    }
    let mut waiting = Vec::new();
    if batches.is_empty() {
        return Ok(waiting);
    }
    // Whoever is judged or heads the working group counts nothing.
    let closed = queries::rounds_closed_to(&app.database, (visitor.account, visitor.member)).await?;
    for round in queries::rounds_within(&app.database, &reach, &states).await? {
        if closed.contains(&round.id) {
            continue;
        }
        let (id, title) = (round.id, &round.title);
        waiting.extend(named_or_counted(
            batches.remove(&id).unwrap_or_default(),
            |(batch, number)| {
                Waiting::new("appraisals-waiting-batch", urls::BatchCount { id, batch }.to_path())
                    .naming("round", title)
                    .naming("number", number)
            },
            |count| {
                Waiting::new("appraisals-waiting-batches", urls::Batches { id }.to_path())
                    .naming("round", title)
                    .naming("count", count)
            },
        ));
    }
    Ok(waiting)
}
