//! Returns to be filled in, to be reviewed, to be drawn up, and units that are late.

use std::collections::{BTreeMap, BTreeSet};

use storage::{OrganisationId, RoundId};

use super::queries::{self, ListedReturn};
use super::{standing, urls};
use crate::App;
use crate::features::appraisals;
use crate::features::appraisals::queries::ListedRound;
use crate::roles::{Reach, Role};
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// Rounds whose returns are filed.
const PUBLISHED: &[&str] = &["published", "finished"];

/// The own returns; and for an office what the level below filed, who is late, and rounds without returns.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let own = standing::own_organisations(app, visitor).await?;
    let office = visitor.reach(&[Role::CampaignOffice]);
    if own.is_empty() && office == Reach::Nowhere {
        return Ok(Vec::new());
    }
    let rounds = appraisals::queries::rounds_within(&app.database, &Reach::Everywhere, PUBLISHED).await?;
    let rounds: BTreeMap<RoundId, ListedRound> = rounds.into_iter().map(|round| (round.id, round)).collect();
    let mut waiting = own_returns(app, &own, &rounds).await?;
    if office != Reach::Nowhere {
        waiting.extend(filed(app, &office, &rounds).await?);
        waiting.extend(of_own_rounds(app, &office, &own, &rounds).await?);
    }
    Ok(waiting)
}

fn title(rounds: &BTreeMap<RoundId, ListedRound>, id: RoundId) -> String {
    rounds.get(&id).map(|round| round.title.clone()).unwrap_or_default()
}

/// Those the visitor fills in and files.
async fn own_returns(
    app: &App,
    own: &[OrganisationId],
    rounds: &BTreeMap<RoundId, ListedRound>,
) -> Result<Vec<Waiting>, WebError> {
    let open = queries::open_of(&app.database, own).await?;
    let sentence = |found: ListedReturn| {
        let path = urls::Return { id: found.id }.to_path();
        let waiting = match found.state.as_str() {
            "sent_back" => Waiting::new("returns-waiting-sent-back", path),
            _ => Waiting::new("returns-waiting-draft", path),
        };
        let waiting = waiting.naming("name", found.unit_name).naming("round", title(rounds, found.round_id));
        waiting.due(&found.due_on)
    };
    Ok(open.into_iter().map(sentence).collect())
}

/// Those of the level below that are filed and not decided.
async fn filed(app: &App, office: &Reach, rounds: &BTreeMap<RoundId, ListedRound>) -> Result<Vec<Waiting>, WebError> {
    let mut of_round: BTreeMap<RoundId, Vec<ListedReturn>> = BTreeMap::new();
    for found in queries::filed_below(&app.database, office).await? {
        of_round.entry(found.round_id).or_default().push(found);
    }
    let mut waiting = Vec::new();
    for (round, found) in of_round {
        let named = |found: ListedReturn| {
            Waiting::new("returns-waiting-filed", urls::Review { id: found.id }.to_path())
                .naming("name", found.unit_name)
                .naming("round", title(rounds, round))
        };
        waiting.extend(named_or_counted(found, named, |count| {
            let path = format!("{}?state=filed", urls::RollUp { round }.to_path());
            Waiting::new("returns-waiting-several-filed", path)
                .naming("count", count)
                .naming("round", title(rounds, round))
        }));
    }
    Ok(waiting)
}

/// Of the rounds an office runs: units that are late, and rounds whose returns were not drawn up.
async fn of_own_rounds(
    app: &App,
    office: &Reach,
    own: &[OrganisationId],
    rounds: &BTreeMap<RoundId, ListedRound>,
) -> Result<Vec<Waiting>, WebError> {
    let run = appraisals::queries::round_ids(office, PUBLISHED);
    let mut late: BTreeMap<RoundId, Vec<ListedReturn>> = BTreeMap::new();
    for found in queries::late(&app.database, &app.today().to_string(), run).await? {
        if !own.contains(&found.organisation_id) {
            late.entry(found.round_id).or_default().push(found);
        }
    }
    let mut waiting = Vec::new();
    for (round, found) in late {
        let path = urls::RollUp { round }.to_path();
        let due = found.iter().map(|one| one.due_on.as_str()).min().unwrap_or_default();
        let sentence = match found.as_slice() {
            [one] => Waiting::new("returns-waiting-late", path).naming("name", &one.unit_name),
            _ => Waiting::new("returns-waiting-several-late", path).naming("count", found.len()),
        };
        waiting.push(sentence.naming("round", title(rounds, round)).due(due));
    }
    let drawn: BTreeSet<RoundId> = queries::drawn_up(&app.database).await?;
    let mut reached = appraisals::queries::rounds_within(&app.database, office, PUBLISHED).await?;
    reached.retain(|round| !drawn.contains(&round.id));
    let ids: Vec<RoundId> = reached.iter().map(|round| round.id).collect();
    let with_units = queries::with_units(&app.database, &ids).await?;
    waiting.extend(named_or_counted(
        reached.into_iter().filter(|round| with_units.contains(&round.id)).collect(),
        |found| {
            Waiting::new("returns-waiting-not-drawn-up", urls::RollUp { round: found.id }.to_path())
                .naming("round", found.title)
        },
        |count| Waiting::new("returns-waiting-several-not-drawn-up", urls::Returns {}.to_path()).naming("count", count),
    ));
    Ok(waiting)
}
