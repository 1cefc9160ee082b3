//! The rounds whose casting is under way or over.

use askama::Template;
use axum::extract::{Query, State};
use storage::entities::round;

use super::{queries, sealing, urls};
use crate::App;
use crate::features::organisations;
use crate::roles::Role;
use crate::web::paging::{PageNumber, Pager, ROWS};
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
    let mut lines = Vec::new();
    for round in queries::rounds(&app.database).await? {
        if let Some(line) = line(&app, &visitor, round).await? {
            lines.push(line);
        }
    }
    let total = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(number.page, total, &urls::Rounds {}.to_path(), &[]);
    let skip = usize::try_from(pager.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(ROWS).unwrap_or(usize::MAX);
    html(&ListView {
        page: frame.page("results-title"),
        rounds: lines.into_iter().skip(skip).take(take).collect(),
        pager,
    })
}

/// The line of a round, where the visitor has something to do with it.
async fn line(app: &App, visitor: &Visitor, round: round::Model) -> Result<Option<Line>, WebError> {
    let id = round.id;
    let mut links = Vec::new();
    let is_sealed = matches!(round.state.as_str(), "sealed" | "published" | "finished");
    if is_sealed && super::context::Context::load(app, visitor, id).await.is_ok() {
        links.push((urls::Results { round: id }.to_path(), "results-open"));
        links.push((urls::Opinions { round: id }.to_path(), "results-opinions-title"));
    }
    if keeps_tally_of(app, visitor, &round).await? {
        match round.state.as_str() {
            "casting" => links.push((urls::Ending { round: id }.to_path(), "results-ending-title")),
            "sealed" | "published" | "finished" => {
                links.push((urls::Readings { round: id }.to_path(), "results-readings-title"));
            }
            _ => {}
        }
    }
    let reach = visitor.reach(&[Role::CampaignOffice]);
    let is_office = organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?;
    if links.is_empty() && !is_office {
        return Ok(None);
    }
    Ok(Some(Line {
        period: format!("{} – {}", round.period_from, round.period_to),
        title: round.title,
        state: round.state,
        links,
    }))
}

/// Whether the visitor keeps the tally where the round takes place.
pub async fn keeps_tally_of(app: &App, visitor: &Visitor, round: &round::Model) -> Result<bool, WebError> {
    let reach = visitor.reach(&[Role::TallyKeeper]);
    Ok(organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?)
}

/// Why somebody may not keep the tally of a round: judged in it, or at the head of what is judged, or of the office
/// that runs it.
pub async fn unfit(app: &App, visitor: &Visitor, round: &round::Model) -> Result<Option<&'static str>, WebError> {
    let frozen = sealing::frozen_of(round)?;
    let objects = &frozen.plan.objects;
    if visitor.member.is_some() && objects.iter().any(|object| object.member == visitor.member) {
        return Ok(Some("results-unfit-judged"));
    }
    if visitor.has(Role::CampaignOffice) {
        return Ok(Some("results-unfit-office"));
    }
    let heads = visitor.reach(&[Role::Secretary]);
    for object in objects {
        if organisations::queries::in_reach(&app.database, &heads, object.organisation).await? {
            return Ok(Some("results-unfit-head"));
        }
    }
    Ok(None)
}
