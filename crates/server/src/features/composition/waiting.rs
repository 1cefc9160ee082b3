//! Draws that wait for somebody (S050): a seed that can be read now, and what a second person confirms.

use std::collections::BTreeMap;

use super::{queries, readings, sources, urls};
use crate::App;
use crate::features::appraisals::{self, common};
use crate::web::{Visitor, Waiting, WebError};

/// Those of the rounds in the visitor's reach, a handful of statements however many there are.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let undrawn = queries::undrawn(&app.database).await?;
    if undrawn.is_empty() || !common::WATCHING.iter().any(|role| visitor.has(*role)) {
        return Ok(Vec::new());
    }
    let reach = visitor.reach(common::WATCHING);
    let rounds = appraisals::queries::rounds_within(&app.database, &reach, common::PREPARING).await?;
    let titles: BTreeMap<_, _> = rounds.into_iter().map(|round| (round.id, round.title)).collect();
    let all_sources = queries::undrawn_sources(&app.database).await?;
    let all_readings = queries::undrawn_readings(&app.database).await?;
    let moment = sources::moment(app);
    let mut waiting = Vec::new();
    for draw in undrawn {
        let Some(title) = titles.get(&draw.round_id) else {
            continue;
        };
        let (none, nothing) = (Vec::new(), Vec::new());
        let sources = all_sources.get(&draw.panel_id).unwrap_or(&none);
        let readings = all_readings.get(&draw.panel_id).unwrap_or(&nothing);
        let first = sources::proposed(sources).map(|source| source.declared_by);
        let first = first.or_else(|| readings::waiting(readings).map(|reading| reading.read_by));
        let is_due = sources::in_force(sources).is_some_and(|source| sources::is_due(source, &moment));
        let path = urls::Draw { round: draw.round_id, panel: draw.panel_id }.to_path();
        match first {
            Some(first) if first != visitor.account => {
                waiting.push(Waiting::new("composition-waiting-second", path).naming("round", title));
            }
            None if is_due => waiting.push(Waiting::new("composition-waiting-seed", path).naming("round", title)),
            _ => {}
        }
    }
    Ok(waiting)
}
