//! A round whose casting is over and that is not sealed yet: what is waited for stands where the results will be.

use askama::Template;
use axum::response::Response;
use storage::RoundId;

use super::queries;
use crate::App;
use crate::features::{organisations, paper};
use crate::roles::Role;
use crate::web::{Frame, Page, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/results/templates/waits.html")]
struct WaitsView {
    page: Page,
    title: String,
    paper: Vec<(String, String)>,
}

/// The page, for the office of a round that waits for paper; nothing for everybody and everything else.
///
/// # Errors
/// When the database does not answer.
pub async fn page(app: &App, visitor: &Visitor, frame: &Frame, id: RoundId) -> Result<Option<Response>, WebError> {
    let round = queries::round(&app.database, id).await?;
    let Some(round) = round.filter(|round| round.state == "sealing") else {
        return Ok(None);
    };
    let office = visitor.reach(&[Role::CampaignOffice]);
    if !organisations::queries::in_reach(&app.database, &office, round.organisation_id).await? {
        return Ok(None);
    }
    let page = frame.page("results-waits-title");
    let paper = paper::names_waited_for(&app.database, id, &page).await?;
    // Without paper the results are there in a moment; until then there is nothing to see.
    if paper.is_empty() {
        return Ok(None);
    }
    html(&WaitsView { page, title: round.title, paper }).map(Some)
}
