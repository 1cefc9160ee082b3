//! Who has handed in and who has not.

use askama::Template;
use axum::extract::{Path, Query, State};
use storage::OrganisationId;

use super::queries::{self, Sight, Summary};
use super::urls;
use crate::App;
use crate::features::organisations;
use crate::roles::Role;
use crate::web::paging::{PageNumber, Pager};
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

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
#[template(path = "features/self_reports/templates/of_round.html")]
struct OfRoundView {
    page: Page,
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
    Query(number): Query<PageNumber>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    let sight = sight(&app, &visitor).await?;
    let round = queries::announced_round(&app.database, url.round).await?.ok_or(WebError::NotFound)?;
    let total = queries::count_objects(&app.database, round.id, &sight).await?;
    if total == 0 {
        return Err(WebError::NotFound);
    }
    let pager = Pager::new(number.page, total, &url.to_path(), &[]);
    let found = queries::objects(&app.database, round.id, &sight, pager.offset()).await?;
    let mut objects = Vec::new();
    for (object, report) in found {
        let organisation = organisations::queries::find(&app.database, object.organisation_id).await?;
        objects.push(ObjectLine {
            path: urls::SelfReport { object: object.id }.to_path(),
            name: object.name,
            organisation: organisation.map(|found| found.name).unwrap_or_default(),
            state: match report {
                None => "missing",
                Some(report) if report.submitted_at.is_none() => "draft",
                Some(_) => "submitted",
            },
        });
    }
    html(&OfRoundView {
        summary: queries::seen_summary(&app.database, round.id, &sight).await?,
        page: frame.titled(round.title),
        objects,
        pager,
    })
}
