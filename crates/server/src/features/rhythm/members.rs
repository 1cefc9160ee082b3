//! What members are asked each quarter (S062) and each half-year (S063): whose entries a visitor sees, and the branches
//! with how far they are.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::entities::member;
use storage::{MemberId, OrganisationId};

use super::periods::{self, Period, YEARS};
use super::{OFFICE, READERS, SECRETARY, queries, urls};
use crate::App;
use crate::features::{organisations, people};
use crate::roles::{Reach, Role};
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// What a visitor sees of the entries of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// All of them, and keeps them: the secretary.
    Keeps,
    /// All of them: the office above.
    Looks,
    /// The own ones.
    Own(MemberId),
}

impl Sight {
    /// What a visitor sees of a branch.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where it is nothing.
    pub(super) async fn of(app: &App, visitor: &Visitor, branch: OrganisationId) -> Result<Self, WebError> {
        // A secretary keeps the entries of the own branch; of those below he sees what the office sees.
        if visitor.roles.contains(&(Role::Secretary, Some(branch))) {
            return Ok(Self::Keeps);
        }
        for roles in [SECRETARY, OFFICE] {
            if organisations::queries::in_reach(&app.database, &visitor.reach(roles), branch).await? {
                return Ok(Self::Looks);
            }
        }
        let own = own(app, visitor).await?.filter(|member| member.organisation_id == branch);
        own.map(|member| Self::Own(member.id)).ok_or(WebError::NotFound)
    }

    /// Whether the visitor keeps the entries.
    pub(super) fn keeps(self) -> bool {
        self == Self::Keeps
    }

    /// Whether the visitor sees those of a member.
    pub(super) fn sees(self, member: MemberId) -> bool {
        match self {
            Self::Keeps | Self::Looks => true,
            Self::Own(own) => own == member,
        }
    }
}

/// The member the visitor is, where the visitor visits as one.
async fn own(app: &App, visitor: &Visitor) -> Result<Option<member::Model>, WebError> {
    match visitor.member.filter(|_| visitor.has(Role::Member)) {
        Some(id) => Ok(people::queries::find(&app.database, id).await?),
        None => Ok(None),
    }
}

/// A member of a branch that the visitor sees: on its roll, or with something entered there before leaving it.
pub(super) async fn member_of(
    app: &App,
    (branch, sight): (OrganisationId, Sight),
    (id, is_entered): (MemberId, bool),
) -> Result<member::Model, WebError> {
    let found = people::queries::find(&app.database, id).await?.filter(|_| sight.sees(id));
    let is_of_branch =
        |found: &member::Model| is_entered || (found.organisation_id == branch && found.ended_on.is_none());
    found.filter(is_of_branch).ok_or(WebError::NotFound)
}

/// What the list is asked for; nothing means today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    year: String,
    quarter: String,
    search: String,
    page: u64,
}

struct Line {
    name: String,
    slackening: String,
    /// The day of the meeting, where it is noted.
    held_on: Option<String>,
    letting_off: String,
    reviews: usize,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/members.html")]
struct MembersView {
    page: Page,
    year: i64,
    /// The names of the quarter and the half-year shown.
    quarter: String,
    half: String,
    quarters: Vec<(u8, String, bool)>,
    years: (i64, i64),
    search: String,
    may_search: bool,
    lines: Vec<Line>,
    pager: Pager,
}

/// Shows the branches, or a member's own pages.
pub(super) async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let now = periods::quarter_of(app.today());
    let year = periods::year(&wish.year).unwrap_or(now.0);
    let quarter = periods::quarter(&wish.quarter).unwrap_or(now.1);
    let half = quarter.div_ceil(2);
    let reach = visitor.reach(READERS);
    let found = branches(&app, &visitor, (&reach, &wish.search)).await?;
    let (shown_year, shown_quarter) = (year.to_string(), quarter.to_string());
    let others = [("year", shown_year.as_str()), ("quarter", &shown_quarter), ("search", &wish.search)];
    let pager = Pager::new(wish.page, found.len() as u64, &urls::Members {}.to_path(), &others);
    let shown: Vec<(OrganisationId, String)> = pager.of(found).collect();
    let ids: Vec<OrganisationId> = shown.iter().map(|(id, _)| *id).collect();
    let meetings = queries::slackening::meetings(&app.database, &ids, (year, quarter)).await?;
    let reviews = queries::letting_off::counted(&app.database, &ids, (year, half)).await?;
    // A member is told nothing of the others, not even how many they are.
    let may_search = reach != Reach::Nowhere;
    let lines = shown.into_iter().map(|(organisation, name)| Line {
        slackening: urls::Slackening { organisation, year: year.to_string(), quarter: quarter.to_string() }.to_path(),
        held_on: meetings.get(&organisation).map(|meeting| meeting.held_on.clone()),
        letting_off: urls::LettingOff { organisation, year: year.to_string(), half: half.to_string() }.to_path(),
        reviews: reviews.get(&organisation).copied().filter(|_| may_search).unwrap_or_default(),
        name,
    });
    let page = frame.page("rhythm-members-title");
    let name = |number: u8| page.coded("rhythm-period-", Period::Quarter(number).code());
    html(&MembersView {
        quarter: name(quarter),
        half: page.coded("rhythm-half-", half.to_string()),
        quarters: (1..=4).map(|number| (number, name(number), number == quarter)).collect(),
        page,
        year,
        years: (*YEARS.start(), *YEARS.end()),
        search: wish.search.clone(),
        may_search,
        lines: lines.collect(),
        pager,
    })
}

/// The branches of a reach, or the one the visitor belongs to.
async fn branches(
    app: &App,
    visitor: &Visitor,
    (reach, search): (&Reach, &str),
) -> Result<Vec<(OrganisationId, String)>, WebError> {
    if *reach == Reach::Nowhere {
        let Some(own) = own(app, visitor).await? else {
            return Ok(Vec::new());
        };
        let names = organisations::queries::names(&app.database, [own.organisation_id]).await?;
        return Ok(names.into_iter().collect());
    }
    let filter = organisations::queries::Filter {
        search: search.to_owned(),
        kind: Some("branch".to_owned()),
        sector: None,
        among: vec![reach.clone()],
    };
    let found = organisations::queries::all(&app.database, &filter).await?;
    Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
}
