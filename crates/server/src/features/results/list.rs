//! The rounds whose casting is under way or over.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use storage::{OrganisationId, RoundId};

use super::context::AGGREGATES;
use super::{queries, urls};
use crate::App;
use crate::features::organisations;
use crate::roles::{Reach, Role};
use crate::web::paging::{PageNumber, Pager};
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/results/templates/list.html")]
struct ListView {
    page: Page,
    rounds: Vec<Line>,
    pager: Pager,
}

struct Line {
    title: String,
    period: String,
    state: String,
    links: Vec<(String, &'static str)>,
}

/// Shows the list.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Query(number): Query<PageNumber>) -> Answer {
    let part = Part::of(&app, &visitor).await?;
    let rounds = queries::rounds(&app.database).await?;
    let lines: Vec<Line> = rounds.into_iter().filter_map(|round| part.line(round)).collect();
    let pager = Pager::new(number.page, lines.len() as u64, &urls::Rounds {}.to_path(), &[]);
    html(&ListView { page: frame.page("results-title"), rounds: pager.of(lines).collect(), pager })
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
                Some(member) => queries::rounds_judging(&app.database, member).await?,
                None => BTreeSet::new(),
            },
        })
    }

    /// The line of a round, where the visitor has something to do with it.
    fn line(&self, round: queries::ListedRound) -> Option<Line> {
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
        if self.tally.contain(owner) {
            match round.state.as_str() {
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
