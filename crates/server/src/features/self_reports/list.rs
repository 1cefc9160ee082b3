//! Who has handed in and who has not.

use std::cmp::Ordering;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::round_object;

use super::queries::{self, Sight, Standing, Summary};
use super::urls;
use crate::App;
use crate::features::organisations;
use crate::people_names::sort_key;
use crate::roles::Role;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/self_reports/templates/rounds.html")]
struct RoundsView {
    page: Page,
    rounds: Vec<RoundLine>,
}

struct RoundLine {
    path: String,
    title: String,
    state: String,
    summary: Summary,
}

#[derive(Template)]
#[template(path = "features/self_reports/templates/of_round.html", blocks = ["list"])]
struct OfRoundView {
    page: Page,
    sorting: Sorting,
    summary: Summary,
    objects: Vec<ObjectLine>,
    pager: Pager,
}

struct ObjectLine {
    path: String,
    name: String,
    organisation: String,
    /// `missing`, `draft`, `submitted`.
    state: &'static str,
}

/// The columns the objects are sorted by; unasked they stand as on the round.
const COLUMNS: &[&str] = &["subject", "name", "organisation", "state"];

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    sort: String,
    page: u64,
}

/// Whose self-reports a visitor sees.
pub(super) async fn sight(app: &App, visitor: &Visitor) -> Result<Sight, WebError> {
    let reach = visitor.reach(&[Role::CampaignOffice, Role::Secretary]);
    let organisations: Option<Vec<OrganisationId>> = organisations::queries::reachable(&app.database, &reach).await?;
    Ok(Sight { organisations, member: visitor.member })
}

/// The rounds.
pub(super) async fn rounds(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let sight = sight(&app, &visitor).await?;
    let mut rounds = Vec::new();
    for round in queries::rounds(&app.database, &sight).await? {
        rounds.push(RoundLine {
            path: urls::OfRound { round: round.id }.to_path(),
            summary: queries::seen_summary(&app.database, round.id, &sight).await?,
            title: round.title,
            state: round.state,
        });
    }
    html(&RoundsView { page: frame.page("self-reports-title"), rounds })
}

/// The objects of a round.
pub(super) async fn of_round(
    State(app): State<App>,
    Path(url): Path<urls::OfRound>,
    Query(wish): Query<Wish>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    let sight = sight(&app, &visitor).await?;
    let round = queries::announced_round(&app.database, url.round).await?.ok_or(WebError::NotFound)?;
    let found = queries::objects(&app.database, round.id, &sight).await?;
    if found.is_empty() {
        return Err(WebError::NotFound);
    }
    let places = found.iter().map(|object| object.organisation_id);
    let names = organisations::queries::names(&app.database, places).await?;
    let said = queries::standings(&app.database, round.id).await?;
    let line = |object: round_object::Model| ObjectLine {
        path: urls::SelfReport { object: object.id }.to_path(),
        organisation: names.get(&object.organisation_id).cloned().unwrap_or_default(),
        state: match said.get(&object.id) {
            None => "missing",
            Some(Standing::Draft) => "draft",
            Some(Standing::Submitted) => "submitted",
        },
        name: object.name,
    };
    let mut objects: Vec<ObjectLine> = found.into_iter().map(line).collect();
    let sorting = Sorting::of(&wish.sort, COLUMNS, &url.to_path(), &[]);
    let stage = |line: &ObjectLine| ["missing", "draft", "submitted"].iter().position(|state| *state == line.state);
    sorting.rows(&mut objects, |one, other| match sorting.column() {
        "name" => sort_key(&one.name).cmp(&sort_key(&other.name)),
        "organisation" => sort_key(&one.organisation).cmp(&sort_key(&other.organisation)),
        "state" => stage(one).cmp(&stage(other)),
        _ => Ordering::Equal,
    });
    let pager = Pager::sorted(wish.page, objects.len() as u64, &sorting);
    let view = OfRoundView {
        summary: queries::seen_summary(&app.database, round.id, &sight).await?,
        page: frame.titled(round.title),
        sorting,
        objects: pager.of(objects).collect(),
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}
