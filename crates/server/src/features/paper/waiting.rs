//! What of paper waits for somebody: counting, keying, deciding, accepting.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::paper_batch;
use storage::{PaperBatchId, RoundId};

use super::acceptance;
use super::rules::{Keying, Reading, sheets_of};
use super::{KEEPERS, KEYING, queries, urls};
use crate::App;
use crate::features::appraisals::common::COUNTING;
use crate::features::appraisals::queries::{round_ids, rounds_closed_to, rounds_within};
use crate::roles::Role;
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// Casting is over and the round not sealed: only then does paper wait for anybody.
const STATES: &[&str] = &["sealing"];

/// How many sheets of each batch were read by each keying.
type ReadCounts = BTreeMap<(PaperBatchId, String), i64>;

/// What comes next of each batch, where it is the visitor's to do.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut due: BTreeMap<RoundId, Vec<(&'static str, paper_batch::Model)>> = BTreeMap::new();
    let everybody = visitor.reach(&[COUNTING, KEYING, KEEPERS].concat());
    let batches = queries::of_rounds(&app.database, round_ids(&everybody, STATES)).await?;
    if batches.is_empty() {
        return Ok(Vec::new());
    }
    let counts = queries::read_counts(&app.database, round_ids(&everybody, STATES)).await?;
    let mut reached = BTreeMap::new();
    for roles in [COUNTING, KEYING, KEEPERS] {
        let rounds = rounds_within(&app.database, &visitor.reach(roles), STATES).await?;
        reached.insert(roles, rounds.into_iter().map(|round| round.id).collect::<BTreeSet<_>>());
    }
    for batch in batches {
        if let Some((what, whose)) = next(app, visitor, &batch, &counts).await?
            && reached.get(whose).is_some_and(|rounds| rounds.contains(&batch.round_id))
        {
            due.entry(batch.round_id).or_default().push((what, batch));
        }
    }
    let mut waiting = Vec::new();
    if due.is_empty() {
        return Ok(waiting);
    }
    // Whoever is judged or heads the working group handles no paper.
    let closed = rounds_closed_to(&app.database, (visitor.account, visitor.member)).await?;
    let reach = visitor.reach(&[COUNTING, KEYING].concat());
    for found in rounds_within(&app.database, &reach, STATES).await? {
        let round = found.id;
        if closed.contains(&round) {
            continue;
        }
        waiting.extend(named_or_counted(
            due.remove(&round).unwrap_or_default(),
            |(what, batch)| {
                Waiting::new(what, urls::Batch { round, batch: batch.id }.to_path())
                    .naming("round", &found.title)
                    .naming("number", batch.number)
            },
            |count| {
                Waiting::new("paper-waiting-batches", urls::OfRound { round }.to_path())
                    .naming("round", &found.title)
                    .naming("count", count)
            },
        ));
    }
    Ok(waiting)
}

/// What comes next of a batch and who does it; nothing where the visitor has done the own share.
async fn next(
    app: &App,
    visitor: &Visitor,
    batch: &paper_batch::Model,
    counts: &ReadCounts,
) -> Result<Option<(&'static str, &'static [Role])>, WebError> {
    let me = Some(visitor.account);
    if batch.state == "printed" {
        return Ok((batch.counted_by != me).then_some(("paper-waiting-count", COUNTING)));
    }
    if !matches!(batch.state.as_str(), "counted" | "keying" | "moving") {
        return Ok(None);
    }
    let done = |keying: Keying| counts.get(&(batch.id, keying.code().to_owned())).copied().unwrap_or(0);
    let are_all_read = [Keying::First, Keying::Second].iter().all(|keying| done(*keying) >= sheets_of(batch));
    // Only what two have read whole is compared: nothing else of the drafts is asked for the first page.
    let drafts = if are_all_read { queries::drafts(&app.database, batch.id).await? } else { Vec::new() };
    let reading = Reading::of(batch, &drafts);
    if batch.state == "moving" {
        // It goes on by itself, unless what was keyed is damaged: then two tally keepers take it out.
        return Ok(reading.settled().is_none().then_some(("paper-waiting-stuck", KEEPERS)));
    }
    if reading.is_complete() {
        let is_keyer = batch.first_keyer == me || batch.second_keyer == me;
        return Ok(if reading.undecided().is_empty() {
            // Whoever belongs to the office keeps no tally.
            let wrote = acceptance::has_written(batch, visitor.account);
            let may = batch.accepted_by != me && !wrote && !visitor.has(Role::CampaignOffice);
            may.then_some(("paper-waiting-acceptance", KEEPERS))
        } else {
            (!is_keyer).then_some(("paper-waiting-decision", KEYING))
        });
    }
    let keyings = [(batch.first_keyer, Keying::First), (batch.second_keyer, Keying::Second)];
    // A sheet whose draft is damaged is read again, though it was counted.
    let is_mine = |(keyer, keying): &(_, Keying)| *keyer == me && (are_all_read || done(*keying) < sheets_of(batch));
    let is_free = keyings.iter().any(|(keyer, _)| keyer.is_none());
    let is_keyer = keyings.iter().any(|(keyer, _)| *keyer == me);
    let waits = keyings.iter().any(is_mine) || (is_free && !is_keyer);
    Ok(waits.then_some(("paper-waiting-keying", KEYING)))
}
