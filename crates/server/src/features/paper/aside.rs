//! What a batch's page says beside its ordinary way: how its count was corrected, what it is shuffled with, how it is taken out
//! where it is stuck.

use std::collections::BTreeMap;

use storage::AccountId;
use storage::entities::paper_batch;

use super::correction::{before_of, may_correct, numbers_of};
use super::count::in_figures;
use super::found::{self, Found};
use super::{correction, pooling, queries, stuck, urls};
use crate::App;
use crate::features::appraisals;
use crate::web::{Page, Visitor, WebError};

/// A correction of the count.
pub(super) struct Corrected {
    /// As it was counted, and as it was corrected.
    pub before: String,
    pub after: String,
    pub reason: String,
    pub counted_by: String,
    pub corrected_by: String,
}

/// Shuffling it with another.
pub(super) struct Pooling {
    pub action: String,
    /// The batches it goes into: value, words.
    pub into: Vec<(String, String)>,
}

/// Taking it out where it cannot move.
pub(super) struct Stuck {
    pub action: String,
    pub first: String,
    pub is_own: bool,
}

/// All of it.
pub(super) struct Aside {
    pub corrections: Vec<Corrected>,
    /// Where the count is corrected, and who asked for it.
    pub correction: Option<(String, String)>,
    pub pooling: Option<Pooling>,
    /// Why nobody begins to key it.
    pub hindrance: Option<&'static str>,
    /// Whether whoever keys it reads the sheets of fewer than k people.
    pub is_small: bool,
    /// The batch it was shuffled into.
    pub pooled_into: Option<(String, i64)>,
    /// Those shuffled into it.
    pub took_in: Vec<i64>,
    pub stuck: Option<Stuck>,
    /// Its box was lost before two people had counted it.
    pub is_lost_uncounted: bool,
}

/// What the visitor may do of it.
pub(super) struct May {
    /// Counts, and so shuffles.
    pub counts: bool,
    /// Keeps the tally of this round.
    pub keeps: bool,
}

impl Aside {
    /// Asks for it.
    pub(super) async fn of(
        app: &App,
        visitor: &Visitor,
        page: &Page,
        found: &Found,
        may: May,
    ) -> Result<Self, WebError> {
        let Found { round, batch, .. } = found;
        let reads = &app.database;
        let is_sealing = round.state == "sealing";
        let all = queries::batches(reads, round.id).await?;
        let rows = queries::corrections(reads, batch.id).await?;
        let asked = correction::asked(reads, found).await?;
        let lost_by = found::still_keeper(reads, batch.lost_by, round).await?;
        let people = rows.iter().flat_map(|row| {
            [row.before_counted_by, row.before_counted_by_second, Some(row.asked_by), row.confirmed_by]
        });
        let people: Vec<AccountId> = people.chain([lost_by]).flatten().collect();
        let names = appraisals::queries::account_names(reads, &people).await?;
        let corrections = rows.iter().filter(|row| row.state == "done").map(|row| Corrected {
            before: in_figures(before_of(row)),
            after: in_figures(numbers_of(row)),
            reason: row.reason.clone(),
            counted_by: joined(&names, [row.before_counted_by, row.before_counted_by_second]),
            corrected_by: joined(&names, [Some(row.asked_by), row.confirmed_by]),
        });
        let keyed_with = batch.pooled_into.and_then(|into| all.iter().find(|other| other.id == into)).unwrap_or(batch);
        let may_enter = is_sealing && may.keeps && may_correct(batch, keyed_with);
        let first = asked.map_or_else(String::new, |asked| joined(&names, [Some(asked.asked_by), None]));
        let number_of = |id| all.iter().find(|other| other.id == id).map(|other| other.number);
        let pooled_into = batch
            .pooled_into
            .and_then(|into| Some((urls::Batch { round: round.id, batch: into }.to_path(), number_of(into)?)));
        let drafts = if batch.state == "moving" { queries::drafts(reads, batch.id).await? } else { Vec::new() };
        let is_stuck = is_sealing && may.keeps && stuck::is_stuck(app, found, batch, &drafts).await?;
        Ok(Self {
            corrections: corrections.collect(),
            correction: may_enter.then(|| (urls::Correction { round: round.id, batch: batch.id }.to_path(), first)),
            pooling: (is_sealing && may.counts).then(|| pooling_of(page, batch, &all, round.minimum)).flatten(),
            hindrance: pooling::hindrance(batch, &all, round.minimum),
            is_small: pooling::is_small(batch, round.minimum),
            pooled_into,
            took_in: all.iter().filter(|other| other.pooled_into == Some(batch.id)).map(|other| other.number).collect(),
            stuck: is_stuck.then(|| Stuck {
                action: urls::Recovery { round: round.id, batch: batch.id }.to_path(),
                first: joined(&names, [lost_by, None]),
                is_own: lost_by == Some(visitor.account),
            }),
            is_lost_uncounted: batch.state == "missing" && batch.counted_by_second.is_none(),
        })
    }
}

fn joined(names: &BTreeMap<AccountId, String>, ids: [Option<AccountId>; 2]) -> String {
    let known: Vec<&str> = ids.iter().flatten().filter_map(|id| names.get(id)).map(String::as_str).collect();
    known.join(", ")
}

fn pooling_of(page: &Page, batch: &paper_batch::Model, all: &[paper_batch::Model], minimum: i64) -> Option<Pooling> {
    let into: Vec<(String, String)> = pooling::partners(batch, all, minimum)
        .map(|other| (other.id.to_string(), page.t1("paper-batch-title", "number", other.number)))
        .collect();
    let url = urls::Pool { round: batch.round_id, batch: batch.id };
    (!into.is_empty()).then(|| Pooling { action: url.to_path(), into })
}
