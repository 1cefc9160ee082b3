//! The visitor's own returns, and the rounds whose returns the visitor reads.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use storage::entities::round;
use storage::{ReturnId, RoundId};

use super::{queries, rules, standing};
use crate::App;
use crate::features::organisations;
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, html};

/// A return of the visitor's own organisation.
pub struct OwnRow {
    /// Which.
    pub id: ReturnId,
    /// Whose.
    pub unit: String,
    /// Of which round.
    pub round: String,
    /// `draft`, `filed`, `sent_back`, `accepted`.
    pub state: String,
    /// The day it is due.
    pub due: String,
    /// Whether it is late.
    pub is_late: bool,
}

/// A round whose returns the visitor reads.
pub struct RoundRow {
    /// Which.
    pub id: RoundId,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: String,
    /// Returns drawn up.
    pub units: usize,
    /// Returns accepted.
    pub accepted: usize,
    /// Returns filed and not decided yet.
    pub filed: usize,
}

#[derive(Template)]
#[template(path = "features/returns/templates/list.html")]
struct ListView {
    page: Page,
    own: Vec<OwnRow>,
    rounds: Vec<RoundRow>,
    is_reader: bool,
}

/// Shows both.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let reader = visitor.reach(&[Role::CampaignOffice, Role::Statistician]);
    let among = organisations::queries::reachable(&app.database, &reader).await?;
    let mut rounds = Vec::new();
    for round in queries::published_rounds(&app.database, among.as_deref()).await? {
        rounds.push(round_row(&app, round).await?);
    }
    html(&ListView {
        page: frame.page("returns-title"),
        own: own_rows(&app, &visitor).await?,
        rounds,
        is_reader: visitor.has(Role::CampaignOffice) || visitor.has(Role::Statistician),
    })
}

async fn own_rows(app: &App, visitor: &Visitor) -> Result<Vec<OwnRow>, crate::web::WebError> {
    let organisations = standing::own_organisations(app, visitor).await?;
    let mut titles: BTreeMap<RoundId, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in queries::of_organisations(&app.database, &organisations).await? {
        if let std::collections::btree_map::Entry::Vacant(entry) = titles.entry(row.round_id) {
            let round = queries::round(&app.database, row.round_id).await?;
            entry.insert(round.map(|round| round.title).unwrap_or_default());
        }
        let filed_on = standing::filed_on(app, &row);
        rows.push(OwnRow {
            id: row.id,
            unit: row.unit_name,
            round: titles.get(&row.round_id).cloned().unwrap_or_default(),
            is_late: rules::is_late(&row.due_on, filed_on, app.today()),
            state: row.state,
            due: row.due_on,
        });
    }
    Ok(rows)
}

async fn round_row(app: &App, round: round::Model) -> Result<RoundRow, crate::web::WebError> {
    let owner = organisations::queries::find(&app.database, round.organisation_id).await?;
    let returns = queries::of_round(&app.database, round.id).await?;
    let in_state = |state: &str| returns.iter().filter(|row| row.state == state).count();
    Ok(RoundRow {
        id: round.id,
        title: round.title,
        owner: owner.map(|owner| owner.name).unwrap_or_default(),
        units: returns.len(),
        accepted: in_state("accepted"),
        filed: in_state("filed"),
    })
}
