//! Rounds, and the organisations of a round with what they noted.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::{OrganisationId, RoundId};

use super::queries::{self, Totals};
use super::{ROLES, urls};
use crate::App;
use crate::features::organisations::queries::{self as organisations, Filter};
use crate::roles::Reach;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/records/templates/rounds.html")]
struct RoundsView {
    page: Page,
    rounds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/records/templates/of_round.html")]
struct OfRoundView {
    page: Page,
    path: String,
    search: String,
    lines: Vec<Line>,
    pager: Pager,
}

struct Line {
    path: String,
    name: String,
    totals: Totals,
    contacts: u64,
}

/// Search and page.
#[derive(Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    search: String,
    #[serde(default)]
    page: u64,
}

/// The organisations of a round that a visitor sees.
pub(super) async fn seen(app: &App, visitor: &Visitor, owner: OrganisationId) -> Result<Vec<OrganisationId>, WebError> {
    let reach = visitor.reach(ROLES);
    let within = organisations::subtree(&app.database, owner).await?;
    Ok(match organisations::reachable(&app.database, &reach).await? {
        None => within,
        Some(reachable) => within.into_iter().filter(|id| reachable.binary_search(id).is_ok()).collect(),
    })
}

/// The rounds.
pub(super) async fn rounds(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let mut rounds = Vec::new();
    for round in queries::announced(&app.database).await? {
        let seen = seen(&app, &visitor, round.organisation_id).await?;
        match seen.as_slice() {
            [] => {}
            [only] => rounds.push((path_of(round.id, *only), round.title)),
            _ => rounds.push((urls::OfRound { round: round.id }.to_path(), round.title)),
        }
    }
    html(&RoundsView { page: frame.page("records-title"), rounds })
}

fn path_of(round: RoundId, organisation: OrganisationId) -> String {
    urls::Record { round, organisation }.to_path()
}

/// The organisations of a round.
pub(super) async fn of_round(
    State(app): State<App>,
    Path(url): Path<urls::OfRound>,
    Query(query): Query<ListQuery>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    let round = queries::announced(&app.database).await?;
    let round = round.into_iter().find(|round| round.id == url.round);
    let round = round.ok_or(WebError::NotFound)?;
    let seen = seen(&app, &visitor, round.organisation_id).await?;
    if seen.is_empty() {
        return Err(WebError::NotFound);
    }
    let among = vec![Reach::Under(vec![round.organisation_id]), visitor.reach(ROLES)];
    let filter = Filter { search: query.search.clone(), among, ..Filter::default() };
    let total = organisations::count(&app.database, &filter).await?;
    let others = [("search", query.search.as_str())];
    let pager = Pager::new(query.page.max(1), total, &url.to_path(), &others);
    let mut lines = Vec::new();
    for organisation in organisations::page(&app.database, &filter, pager.offset()).await? {
        let totals = queries::totals(&app.database, round.id, organisation.id).await?;
        lines.push(Line {
            path: path_of(round.id, organisation.id),
            name: organisation.name,
            contacts: totals.contacts.values().sum(),
            totals,
        });
    }
    html(&OfRoundView { page: frame.titled(round.title), path: url.to_path(), search: query.search, lines, pager })
}
