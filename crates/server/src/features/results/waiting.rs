//! What of ending, reading, publishing, answering and acknowledging waits for somebody.

use std::collections::{BTreeMap, BTreeSet};

use storage::{OrganisationId, RoundId};

use super::acknowledgements::DELIVERED;
use super::queries::{OpinionKey, UnacknowledgedSheet};
use super::{queries, urls};
use crate::App;
use crate::features::appraisals::queries as rounds;
use crate::features::appraisals::queries::ListedRound;
use crate::roles::{Reach, Role};
use crate::web::waiting::named_or_counted;
use crate::web::{Visitor, Waiting, WebError};

/// Casting to be ended, opinions to be read or answered, results to be published, rounds to be finished, feedback sheets
/// to be acknowledged.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut waiting = Vec::new();
    // Whoever belongs to the office keeps no tally.
    if visitor.has(Role::TallyKeeper) && !visitor.has(Role::CampaignOffice) {
        let reach = visitor.reach(&[Role::TallyKeeper]);
        let closed = rounds::rounds_closed_to(&app.database, (visitor.account, visitor.member)).await?;
        waiting.extend(endings(app, visitor, &reach, &closed).await?);
        waiting.extend(readings(app, visitor, &reach, &closed).await?);
    }
    if visitor.has(Role::CampaignOffice) {
        let reach = visitor.reach(&[Role::CampaignOffice]);
        let found = rounds::rounds_within(&app.database, &reach, &["sealed", "published"]).await?;
        let (sealed, published): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.state == "sealed");
        let publication = |round| urls::Publication { round }.to_path();
        waiting.extend(next_steps(
            sealed,
            ("results-waiting-publication", &publication),
            "results-waiting-publications",
        ));
        let finish = |round| urls::Finish { round }.to_path();
        waiting.extend(next_steps(published, ("results-waiting-finish", &finish), "results-waiting-finishes"));
    }
    waiting.extend(answers(app, visitor).await?);
    waiting.extend(sheets(app, visitor).await?);
    Ok(waiting)
}

/// The rounds that wait for the same step of their office.
fn next_steps(
    found: Vec<ListedRound>,
    (key, path): (&'static str, &dyn Fn(RoundId) -> String),
    several: &'static str,
) -> Vec<Waiting> {
    named_or_counted(
        found,
        |found| Waiting::new(key, path(found.id)).naming("round", found.title),
        |count| Waiting::new(several, format!("{}?sort=state", urls::Rounds {}.to_path())).naming("count", count),
    )
}

/// Rounds whose casting another tally keeper asked to end, and those whose days are over without a clock to end them.
async fn endings(
    app: &App,
    visitor: &Visitor,
    reach: &Reach,
    closed: &BTreeSet<RoundId>,
) -> Result<Vec<Waiting>, WebError> {
    let casting = &["casting"];
    let steps = rounds::steps_of_kind(&app.database, "ending", rounds::round_ids(reach, casting)).await?;
    let today = app.today().to_string();
    let mut waiting = Vec::new();
    for found in rounds::rounds_within(&app.database, reach, casting).await? {
        let path = urls::Ending { round: found.id }.to_path();
        let asked = steps.iter().find(|step| step.round_id == found.id && step.state == "asked");
        let sentence = match asked {
            _ if closed.contains(&found.id) => continue,
            Some(step) if step.account_id == Some(visitor.account) => continue,
            Some(_) => Waiting::new("results-waiting-second-keeper", path),
            None if found.casting_until.is_none() && found.period_to < today => {
                Waiting::new("results-waiting-ending", path).due(&found.period_to)
            }
            None => continue,
        };
        waiting.push(sentence.naming("round", found.title));
    }
    Ok(waiting)
}

/// Opinions to be read, but for those one has proposed oneself.
async fn readings(
    app: &App,
    visitor: &Visitor,
    reach: &Reach,
    closed: &BTreeSet<RoundId>,
) -> Result<Vec<Waiting>, WebError> {
    let states = &["sealed", "published"];
    let mut unread = queries::unread(&app.database, rounds::round_ids(reach, states)).await?;
    unread.retain(|opinion| opinion.state == "unread" || opinion.first_reader != Some(visitor.account));
    unread.retain(|opinion| !closed.contains(&opinion.round_id));
    if unread.is_empty() {
        return Ok(Vec::new());
    }
    let found = rounds::rounds_within(&app.database, reach, states).await?;
    Ok(by_round(unread, &found, &|round, keys| match keys.as_slice() {
        [key] => Waiting::new("results-waiting-reading", urls::Reading { round, key: key.clone() }.to_path()),
        _ => Waiting::new("results-waiting-readings", urls::Readings { round }.to_path()).naming("count", keys.len()),
    }))
}

/// Released opinions without an answer: the office's as soon as they are released, a secretary's once it is published.
async fn answers(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut opinions: BTreeMap<String, OpinionKey> = BTreeMap::new();
    for (role, states) in [(Role::CampaignOffice, &["sealed", "published"][..]), (Role::Secretary, &["published"][..])]
    {
        if visitor.has(role) {
            let of_state = rounds::round_ids(&Reach::Everywhere, states);
            let found = queries::unanswered(&app.database, &visitor.reach(&[role]), of_state).await?;
            opinions.extend(found.into_iter().map(|opinion| (opinion.opinion_key.clone(), opinion)));
        }
    }
    if opinions.is_empty() {
        return Ok(Vec::new());
    }
    let found = rounds::rounds_within(&app.database, &Reach::Everywhere, &["sealed", "published"]).await?;
    Ok(by_round(opinions.into_values().collect(), &found, &|round, keys| match keys.as_slice() {
        [key] => Waiting::new("results-waiting-answer", urls::OpinionAnswer { round, key: key.clone() }.to_path()),
        _ => Waiting::new("results-waiting-answers", urls::Opinions { round }.to_path()).naming("count", keys.len()),
    }))
}

/// The own feedback sheets that were delivered and not acknowledged: a member's, and those of the organisations one is
/// the secretary of.
async fn sheets(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let member = visitor.member.filter(|_| visitor.has(Role::Member));
    let own = visitor.roles.iter().filter(|(role, _)| *role == Role::Secretary).filter_map(|(_, root)| *root);
    let own: Vec<OrganisationId> = own.collect();
    let delivered = rounds::round_ids(&Reach::Everywhere, DELIVERED);
    let mut missing: BTreeMap<RoundId, Vec<UnacknowledgedSheet>> = BTreeMap::new();
    for sheet in queries::unacknowledged(&app.database, (member, &own), delivered).await? {
        missing.entry(sheet.round_id).or_default().push(sheet);
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for found in rounds::rounds_within(&app.database, &Reach::Everywhere, DELIVERED).await? {
        let (round, title) = (found.id, &found.title);
        waiting.extend(named_or_counted(
            missing.remove(&round).unwrap_or_default(),
            |sheet| {
                Waiting::new("results-waiting-sheet", urls::Object { round, object: sheet.id }.to_path())
                    .naming("round", title)
                    .naming("name", sheet.name)
            },
            |count| {
                Waiting::new("results-waiting-sheets", urls::Results { round }.to_path())
                    .naming("round", title)
                    .naming("count", count)
            },
        ));
    }
    Ok(waiting)
}

/// One sentence a round about its opinions, which have no names to tell them apart.
fn by_round(
    opinions: Vec<OpinionKey>,
    found: &[ListedRound],
    sentence: &(dyn Fn(RoundId, Vec<String>) -> Waiting + Sync),
) -> Vec<Waiting> {
    let mut keys: BTreeMap<RoundId, Vec<String>> = BTreeMap::new();
    for opinion in opinions {
        keys.entry(opinion.round_id).or_default().push(opinion.opinion_key);
    }
    let told = |round: &ListedRound| {
        let keys = keys.remove(&round.id)?;
        Some(sentence(round.id, keys).naming("round", &round.title))
    };
    found.iter().filter_map(told).collect()
}
