//! The projects of a round, and those of all rounds: what is late first.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::RoundId;
use storage::entities::correction_project;

use super::seen::Seen;
use super::{KEEPERS, queries, rules, urls};
use crate::App;
use crate::features::{appraisals, organisations, results};
use crate::roles::{Reach, Role};
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct Line {
    path: String,
    name: String,
    /// The round, where the list is of several.
    round: String,
    organisation: String,
    person: String,
    due_on: String,
    is_late: bool,
    state: String,
    number: usize,
}

#[derive(Template)]
#[template(path = "features/corrections/templates/list.html")]
struct ListView {
    page: Page,
    /// The results of the round, where the list is of one.
    back: Option<(String, String)>,
    lines: Vec<Line>,
    /// Of one round: opinions released and those in no project, their page, what was made public.
    of_round: Option<OfRound>,
    /// Where the list is of all rounds.
    pager: Option<Pager>,
}

/// Which page of the projects of all rounds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    page: u64,
}

struct OfRound {
    released: usize,
    ungrouped: usize,
    /// Weak points of forums, those in no project yet, and where they are planned.
    weak: (usize, usize),
    plan: String,
    opinions: String,
    published: String,
    /// Whether the results are published, and so the list of corrections may be.
    is_public: bool,
}

fn line(
    project: correction_project::Model,
    today: &str,
    (round, organisation): (String, String),
    number: usize,
) -> Line {
    Line {
        path: urls::Correction { round: project.round_id, project: project.id }.to_path(),
        round,
        organisation,
        is_late: rules::is_late(&project.state, &project.due_on, today),
        number,
        name: project.name,
        person: project.person,
        due_on: project.due_on,
        state: project.state,
    }
}

/// Lists the projects of a round.
pub(super) async fn of_round(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let mut projects = queries::projects(&app.database, url.round).await?;
    projects.retain(|project| seen.sees(project));
    projects
        .sort_by(|one, other| rules::place(&one.state, &one.due_on).cmp(&rules::place(&other.state, &other.due_on)));
    let today = app.today().to_string();
    let lines = projects.into_iter().map(|project| {
        let (organisation, number) = (seen.name_of(project.organisation_id), seen.number_of(project.id));
        line(project, &today, (String::new(), organisation), number)
    });
    let is_free = |key: &String| !seen.grouped.contains_key(key);
    html(&ListView {
        page: frame.page("corrections-title"),
        back: Some((results::urls::Results { round: url.round }.to_path(), seen.context.round.title.clone())),
        lines: lines.collect(),
        of_round: Some(OfRound {
            released: seen.opinions.len(),
            ungrouped: seen.opinions.iter().filter(|opinion| is_free(&opinion.opinion_key)).count(),
            weak: (seen.weak.points.len(), seen.weak.open()),
            plan: urls::NewCorrection { round: url.round }.to_path(),
            opinions: results::urls::Opinions { round: url.round }.to_path(),
            published: urls::Published { round: url.round }.to_path(),
            is_public: rules::may_publish(&seen.context.round.state),
        }),
        pager: None,
    })
}

/// The projects of the visitor's organisations that he may open: a secretary sees those of a round once its results are
/// published, the office as soon as it is sealed. No states is all of them.
pub(super) async fn within(
    app: &App,
    visitor: &Visitor,
    in_states: &[&str],
) -> Result<(Vec<correction_project::Model>, BTreeMap<RoundId, String>), WebError> {
    let mut projects = queries::projects_within(&app.database, &visitor.reach(KEEPERS), in_states).await?;
    if projects.is_empty() {
        return Ok((projects, BTreeMap::new()));
    }
    let office = organisations::queries::reachable(&app.database, &visitor.reach(&[Role::CampaignOffice])).await?;
    let states = &["sealed", "published", "finished"];
    let rounds = appraisals::queries::rounds_within(&app.database, &Reach::Everywhere, states).await?;
    projects.retain(|project| {
        let is_office = office.as_ref().is_none_or(|all| all.binary_search(&project.organisation_id).is_ok());
        let mut rounds = rounds.iter();
        rounds.any(|round| round.id == project.round_id && (is_office || round.state != "sealed"))
    });
    Ok((projects, rounds.into_iter().map(|round| (round.id, round.title)).collect()))
}

/// Lists the projects of all rounds.
pub(super) async fn all(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let (mut projects, rounds) = within(&app, &visitor, &[]).await?;
    projects
        .sort_by(|one, other| rules::place(&one.state, &one.due_on).cmp(&rules::place(&other.state, &other.due_on)));
    let pager = Pager::new(wish.page, projects.len() as u64, &urls::Corrections {}.to_path(), &[]);
    let projects: Vec<_> = pager.of(projects).collect();
    let ids = projects.iter().map(|project| project.organisation_id);
    let names = organisations::queries::names(&app.database, ids).await?;
    let ids: Vec<_> = projects.iter().map(|project| project.id).collect();
    let numbers = queries::numbers(&app.database, &ids).await?;
    let today = app.today().to_string();
    let lines = projects.into_iter().map(|project| {
        let round = rounds.get(&project.round_id).cloned().unwrap_or_default();
        let organisation = names.get(&project.organisation_id).cloned().unwrap_or_default();
        let number = numbers.get(&project.id).copied().unwrap_or_default();
        line(project, &today, (round, organisation), number)
    });
    let (page, lines) = (frame.page("corrections-title"), lines.collect());
    html(&ListView { page, back: None, lines, of_round: None, pager: Some(pager) })
}
