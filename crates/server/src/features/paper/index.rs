//! The rounds that have paper, for those who count and key it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use storage::RoundId;

use super::{SEES, queries, urls};
use crate::App;
use crate::features::appraisals::queries::{round_ids, rounds_within};
use crate::web::{Answer, Frame, Page, Visitor, html};

/// From issuing on there can be paper.
const STATES: &[&str] = &["issuing", "casting", "sealing", "sealed", "published", "finished"];

struct Row {
    path: String,
    title: String,
    state: String,
    batches: usize,
    open: usize,
}

#[derive(Template)]
#[template(path = "features/paper/templates/index.html")]
struct IndexView {
    page: Page,
    rows: Vec<Row>,
}

/// Shows them.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let reach = visitor.reach(SEES);
    let mut counted: BTreeMap<RoundId, (usize, usize)> = BTreeMap::new();
    for batch in queries::of_rounds(&app.database, round_ids(&reach, STATES)).await? {
        let (batches, open) = counted.entry(batch.round_id).or_default();
        *batches += 1;
        *open += usize::from(!matches!(batch.state.as_str(), "accepted" | "missing"));
    }
    let rounds = rounds_within(&app.database, &reach, STATES).await?;
    let rows = rounds.into_iter().filter_map(|round| {
        let (batches, open) = counted.remove(&round.id)?;
        let path = urls::OfRound { round: round.id }.to_path();
        Some(Row { path, title: round.title, state: round.state, batches, open })
    });
    html(&IndexView { rows: rows.collect(), page: frame.page("paper-title") })
}
