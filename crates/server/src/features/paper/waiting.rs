//! What of paper waits for somebody: counting, keying, deciding, accepting.

use std::collections::{BTreeMap, BTreeSet};

use storage::RoundId;
use storage::entities::paper_batch;

use super::rules::{Keying, Reading};
use super::{KEEPERS, KEYING, queries, urls};
use crate::App;
use crate::features::appraisals::common::COUNTING;
use crate::features::appraisals::queries::{round_ids, rounds_closed_to, rounds_within};
use crate::roles::Role;
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// Casting is over and the round not sealed: only then does paper wait for anybody.
const STATES: &[&str] = &["sealing"];

/// What comes next of each batch, where it is the visitor's to do.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut due: BTreeMap<RoundId, Vec<(&'static str, paper_batch::Model)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for roles in [COUNTING, KEYING, KEEPERS] {
        let reach = visitor.reach(roles);
        for batch in queries::of_rounds(&app.database, round_ids(&reach, STATES)).await? {
            let Some((what, whose)) = next(app, visitor, &batch).await? else {
                continue;
            };
            if whose == roles && seen.insert(batch.id) {
                due.entry(batch.round_id).or_default().push((what, batch));
            }
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
) -> Result<Option<(&'static str, &'static [Role])>, WebError> {
    let me = Some(visitor.account);
    if batch.state == "printed" {
        return Ok((batch.counted_by != me).then_some(("paper-waiting-count", COUNTING)));
    }
    if !matches!(batch.state.as_str(), "counted" | "keying" | "moving") {
        return Ok(None);
    }
    let reading = Reading::of(batch, &queries::drafts(&app.database, batch.id).await?);
    if batch.state == "moving" {
        // It goes on by itself, unless what was keyed is damaged: then two tally keepers take it out.
        let is_damaged = !reading.is_ok_and(|reading| reading.settled().is_some());
        return Ok(is_damaged.then_some(("paper-waiting-stuck", KEEPERS)));
    }
    let reading = reading?;
    if reading.is_complete() {
        let is_keyer = batch.first_keyer == me || batch.second_keyer == me;
        return Ok(if reading.undecided().is_empty() {
            // Whoever belongs to the office keeps no tally.
            let wrote = [batch.first_keyer, batch.second_keyer, batch.resolver].contains(&me);
            let may = batch.accepted_by != me && !wrote && !visitor.has(Role::CampaignOffice);
            may.then_some(("paper-waiting-acceptance", KEEPERS))
        } else {
            (!is_keyer).then_some(("paper-waiting-decision", KEYING))
        });
    }
    let keyings = [(batch.first_keyer, Keying::First), (batch.second_keyer, Keying::Second)];
    let is_mine = |(keyer, keying): &(_, Keying)| *keyer == me && reading.next_open(*keying, 1).is_some();
    let is_free = keyings.iter().any(|(keyer, _)| keyer.is_none());
    let is_keyer = keyings.iter().any(|(keyer, _)| *keyer == me);
    let waits = keyings.iter().any(is_mine) || (is_free && !is_keyer);
    Ok(waits.then_some(("paper-waiting-keying", KEYING)))
}
