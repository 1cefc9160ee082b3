//! What of a year waits for its office: quarters that are over without a sealed round.

use std::collections::{BTreeMap, BTreeSet};

use storage::CycleId;

use super::cells::Events;
use super::periods::Period;
use super::queries::Attached;
use super::{OFFICE, queries, urls};
use crate::App;
use crate::roles::Role;
use crate::web::{Visitor, Waiting, WebError};

/// The quarters that are over, each with its last day; two statements however many years there are.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    if !visitor.has(Role::CampaignOffice) {
        return Ok(Vec::new());
    }
    let cycles = queries::cycles(&app.database, &visitor.reach(OFFICE), &BTreeSet::new()).await?;
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CycleId> = cycles.iter().map(|cycle| cycle.id).collect();
    let mut attached: BTreeMap<CycleId, Vec<Attached>> = BTreeMap::new();
    for one in queries::attached(&app.database, &ids).await? {
        attached.entry(one.cycle).or_default().push(one);
    }
    let today = app.today().to_string();
    let mut waiting = Vec::new();
    for cycle in cycles {
        let rounds = attached.remove(&cycle.id).unwrap_or_default();
        let events = Events::new(&rounds, BTreeSet::new(), BTreeSet::new(), (cycle.year, today.clone()));
        for number in Period::Year.quarters() {
            let period = Period::Quarter(*number);
            if events.is_late(period) {
                let path = urls::Calendar { cycle: cycle.id }.to_path();
                let sentence = Waiting::new("rhythm-waiting-quarter", path)
                    .naming("year", cycle.year.to_string())
                    .naming("quarter", i64::from(*number));
                waiting.push(sentence.due(&period.days(cycle.year).1));
            }
        }
    }
    Ok(waiting)
}
