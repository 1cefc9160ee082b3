//! The rounds whose casting is under way or over.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::{OrganisationId, RoundId};

use super::context::AGGREGATES;
use super::urls;
use crate::App;
use crate::features::appraisals::queries::ListedRound;
use crate::features::{appraisals, organisations, paper};
use crate::people_names::{search_key, search_term, sort_key};
use crate::roles::{Reach, Role};
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// Rounds from casting on.
const STATES: &[&str] = &["casting", "sealing", "sealed", "published", "finished"];
/// The columns the list is sorted by.
const COLUMNS: &[&str] = &["-period", "title", "state"];

#[derive(Template)]
#[template(path = "features/results/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    search: String,
    rounds: Vec<Line>,
    pager: Pager,
}

struct Line {
    title: String,
    period: String,
    state: String,
    links: Vec<(String, &'static str)>,
}

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    search: String,
    sort: String,
    page: u64,
}

/// Shows the list.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let part = Part::of(&app, &visitor).await?;
    let rounds = appraisals::queries::rounds_within(&app.database, &Reach::Everywhere, STATES).await?;
    let term = search_term(&wish.search);
    let mut lines: Vec<Line> = rounds
        .into_iter()
        .filter(|round| search_key(&round.title).contains(&term))
        .filter_map(|round| part.line(round))
        .collect();
    let here = urls::Rounds {}.to_path();
    let sorting = Sorting::of(&wish.sort, COLUMNS, &here, &[("search", wish.search.as_str())]);
    let stage = |line: &Line| STATES.iter().position(|state| *state == line.state);
    sorting.rows(&mut lines, |one, other| match sorting.column() {
        "title" => sort_key(&one.title).cmp(&sort_key(&other.title)),
        "state" => stage(one).cmp(&stage(other)),
        _ => one.period.cmp(&other.period),
    });
    let pager = Pager::sorted(wish.page, lines.len() as u64, &sorting);
    let page = frame.page("results-title");
    let view = ListView { page, sorting, search: wish.search, rounds: pager.of(lines).collect(), pager };
    page_or(&frame, &view, &view.as_list())
}

/// Which rounds' owners the visitor reaches, looked up once for the whole list.
struct Part {
    office: Owners,
    tally: Owners,
    /// Of those who see what is sealed, and of those who see it once it is published: whose owner they reach, or whose
    /// tree they reach a part of.
    sealed: (Owners, BTreeSet<OrganisationId>),
    published: (Owners, BTreeSet<OrganisationId>),
    /// The rounds that judge the visitor.
    own: BTreeSet<RoundId>,
    /// The rounds that have paper still to be accepted.
    waits: BTreeSet<RoundId>,
}

/// Organisations; nothing is all of them.
struct Owners(Option<BTreeSet<OrganisationId>>);

impl Owners {
    async fn of(app: &App, reach: &Reach) -> Result<Self, WebError> {
        let found = organisations::queries::reachable(&app.database, reach).await?;
        Ok(Self(found.map(|found| found.into_iter().collect())))
    }

    fn contain(&self, organisation: OrganisationId) -> bool {
        self.0.as_ref().is_none_or(|all| all.contains(&organisation))
    }
}

/// The superiors of what somebody reaches.
async fn above(app: &App, reach: &Reach) -> Result<BTreeSet<OrganisationId>, WebError> {
    let mut above = BTreeSet::new();
    if let Reach::Under(roots) = reach {
        for root in roots {
            let ancestors = organisations::queries::ancestors(&app.database, *root).await?;
            above.extend(ancestors.into_iter().map(|ancestor| ancestor.id));
        }
    }
    Ok(above)
}

impl Part {
    async fn of(app: &App, visitor: &Visitor) -> Result<Self, WebError> {
        let sealed = visitor.reach(AGGREGATES);
        let published = visitor.reach(&[AGGREGATES, &[Role::Secretary]].concat());
        let own = visitor.member.filter(|_| visitor.has(Role::Member));
        Ok(Self {
            office: Owners::of(app, &visitor.reach(&[Role::CampaignOffice])).await?,
            tally: Owners::of(app, &visitor.reach(&[Role::TallyKeeper])).await?,
            sealed: (Owners::of(app, &sealed).await?, above(app, &sealed).await?),
            published: (Owners::of(app, &published).await?, above(app, &published).await?),
            own: match own {
                Some(member) => appraisals::queries::rounds_judging(&app.database, member).await?,
                None => BTreeSet::new(),
            },
            waits: paper::queries::rounds_with_open(&app.database).await?,
        })
    }

    /// The line of a round, where the visitor has something to do with it.
    fn line(&self, round: ListedRound) -> Option<Line> {
        let (id, owner) = (round.id, round.organisation_id);
        let mut links = Vec::new();
        let sees =
            |(owners, above): &(Owners, BTreeSet<OrganisationId>)| owners.contain(owner) || above.contains(&owner);
        let is_open = match round.state.as_str() {
            "sealed" => sees(&self.sealed),
            "published" | "finished" => sees(&self.published) || self.own.contains(&id),
            _ => false,
        };
        if is_open {
            links.push((urls::Results { round: id }.to_path(), "results-open"));
            links.push((urls::Opinions { round: id }.to_path(), "results-opinions-title"));
        }
        let waits = round.state == "sealing" && self.waits.contains(&id);
        if waits && self.office.contain(owner) {
            links.push((urls::Results { round: id }.to_path(), "results-waits-open"));
        }
        if self.tally.contain(owner) {
            match round.state.as_str() {
                "sealing" if waits => links.push((urls::Ending { round: id }.to_path(), "results-waits-open")),
                "casting" => links.push((urls::Ending { round: id }.to_path(), "results-ending-title")),
                "sealed" | "published" | "finished" => {
                    links.push((urls::Readings { round: id }.to_path(), "results-readings-title"));
                }
                _ => {}
            }
        }
        if links.is_empty() && !self.office.contain(owner) {
            return None;
        }
        Some(Line {
            period: format!("{} – {}", round.period_from, round.period_to),
            title: round.title,
            state: round.state,
            links,
        })
    }
}
