//! Rounds, and the organisations of a round with what they noted.

use std::cmp::Ordering;

use askama::Template;
use axum::extract::{Path, Query, State};
use sea_orm::Order;
use serde::Deserialize;
use storage::entities::{organisation, round};
use storage::{OrganisationId, RoundId};

use super::queries::{self, Totals};
use super::{ROLES, urls};
use crate::App;
use crate::features::organisations::queries::{self as organisations, Filter};
use crate::roles::Reach;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError, html};

/// The columns the list of a round's organisations is sorted by.
const COLUMNS: &[&str] = &["name", "meetings", "participants", "contacts", "practical", "reason"];

#[derive(Template)]
#[template(path = "features/records/templates/rounds.html")]
struct RoundsView {
    page: Page,
    rounds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/records/templates/of_round.html", blocks = ["list"])]
struct OfRoundView {
    page: Page,
    path: String,
    sorting: Sorting,
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
    sort: String,
    #[serde(default)]
    page: u64,
}

/// An announced round of which the visitor sees some organisation.
///
/// # Errors
/// [`WebError::NotFound`] otherwise.
pub async fn announced(app: &App, visitor: &Visitor, id: RoundId) -> Result<round::Model, WebError> {
    let round = queries::announced(&app.database).await?.into_iter().find(|round| round.id == id);
    let round = round.ok_or(WebError::NotFound)?;
    if seen(app, visitor, round.organisation_id).await?.is_empty() {
        return Err(WebError::NotFound);
    }
    Ok(round)
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
    let round = announced(&app, &visitor, url.round).await?;
    let among = vec![Reach::Under(vec![round.organisation_id]), visitor.reach(ROLES)];
    let filter = Filter { search: query.search.clone(), among, ..Filter::default() };
    let mut totals = queries::totals_of_round(&app.database, round.id).await?;
    let line = |organisation: organisation::Model| {
        let totals = totals.remove(&organisation.id).unwrap_or_default();
        Line {
            path: path_of(round.id, organisation.id),
            name: organisation.name,
            contacts: totals.contacts.values().sum(),
            totals,
        }
    };
    let mut lines: Vec<Line> = organisations::all(&app.database, &filter).await?.into_iter().map(line).collect();
    let sorting = Sorting::of(&query.sort, COLUMNS, &url.to_path(), &[("search", query.search.as_str())]);
    // Found by name: `name` needs no comparing but turns them round.
    if sorting.column() != "name" {
        sorting.rows(&mut lines, |one, other| compare(sorting.column(), one, other));
    } else if sorting.order() == Order::Desc {
        lines.reverse();
    }
    let pager = Pager::sorted(query.page, lines.len() as u64, &sorting);
    let lines = pager.of(lines).collect();
    let (page, path) = (frame.titled(round.title), url.to_path());
    let view = OfRoundView { page, path, sorting, search: query.search, lines, pager };
    page_or(&frame, &view, &view.as_list())
}

fn compare(column: &str, one: &Line, other: &Line) -> Ordering {
    let (one_noted, other_noted) = (&one.totals, &other.totals);
    match column {
        "meetings" => one_noted.meetings.cmp(&other_noted.meetings),
        "participants" => one_noted.participants.cmp(&other_noted.participants),
        "contacts" => one.contacts.cmp(&other.contacts),
        "practical" => one_noted.practical_things.cmp(&other_noted.practical_things),
        _ => one_noted.not_appraised_reason.is_some().cmp(&other_noted.not_appraised_reason.is_some()),
    }
}
