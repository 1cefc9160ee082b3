//! The list that judges compare their receipts with after sealing. The paths are not those of the judge's cookie, and
//! nothing of a receipt is ever sent: the server learns which part of the list was fetched, a thousand ballots and more.

use std::fmt::Write as _;

use archive::Inclusion;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use storage::RoundId;
use storage::entities::round;

use super::display::{Look, Switches};
use super::{sending, urls, verifiers};
use crate::App;
use crate::features::appraisals;
use crate::features::archives::{self, List};
use crate::web::{Answer, Frame, Page, WebError};

#[derive(Template)]
#[template(path = "features/ballots/templates/published.html")]
struct PublishedView {
    page: Page,
    look: Look,
    title: String,
    public_key: String,
    opening_hash: String,
    /// Where the second verifier and the format are.
    verifier: String,
    format: String,
    /// The list, once the round is sealed.
    list: Option<Shown>,
}

struct Shown {
    root: String,
    ballots: u64,
    /// Where several parts are: the first number of each and where it stands.
    parts: Vec<(String, String)>,
    /// Where one part is shown: its receipt numbers and what proves them.
    numbers: Option<(Vec<String>, String)>,
}

/// The whole list where it is short, else its parts.
pub(super) async fn show(
    State(app): State<App>,
    Path(url): Path<urls::Receipts>,
    headers: HeaderMap,
    frame: Frame,
) -> Answer {
    let round = declared(&app, url.round).await?;
    let list = match archives::list(&app, url.round).await? {
        Some(list) if list.parts().len() == 1 => Some(part(&app, &list, (url.round, 0)).await?),
        Some(list) => Some(Shown {
            parts: (0..).zip(list.parts()).map(|(part, first)| (path(url.round, part), first)).collect(),
            root: list.root,
            ballots: list.ballots,
            numbers: None,
        }),
        None => None,
    };
    render(&app, &headers, &frame, round, list).await
}

/// One part of a long list.
pub(super) async fn show_part(
    State(app): State<App>,
    Path(url): Path<urls::ReceiptsPart>,
    headers: HeaderMap,
    frame: Frame,
) -> Answer {
    let round = declared(&app, url.round).await?;
    let list = archives::list(&app, url.round).await?.ok_or(WebError::NotFound)?;
    let shown = part(&app, &list, (url.round, url.part)).await?;
    render(&app, &headers, &frame, round, Some(shown)).await
}

/// What leads from each ballot of a part to the root, one a line: `zhengyou prove` and the page make a proof of it.
pub(super) async fn inclusions(State(app): State<App>, Path(url): Path<urls::Inclusions>) -> Answer {
    let list = archives::list(&app, url.round).await?.ok_or(WebError::NotFound)?;
    let mut text = String::new();
    for inclusion in found(&app, &list, url.part).await? {
        let line = inclusion.to_text().map_err(|error| WebError::Broken(error.to_string()))?;
        writeln!(text, "{line}").map_err(|error| WebError::Broken(error.to_string()))?;
    }
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The round, once it declared something.
async fn declared(app: &App, id: RoundId) -> Result<round::Model, WebError> {
    let round = appraisals::queries::round(&app.database, id).await?;
    round.filter(|round| round.opening_hash.is_some()).ok_or(WebError::NotFound)
}

async fn found(app: &App, list: &List, part: usize) -> Result<Vec<Inclusion>, WebError> {
    list.inclusions(app, part).await?.ok_or(WebError::NotFound)
}

async fn part(app: &App, list: &List, (round, part): (RoundId, usize)) -> Result<Shown, WebError> {
    let numbers = found(app, list, part).await?.iter().map(archives::number).collect();
    let proofs = urls::Inclusions { round, part }.to_path();
    Ok(Shown { root: list.root.clone(), ballots: list.ballots, parts: Vec::new(), numbers: Some((numbers, proofs)) })
}

fn path(round: RoundId, part: usize) -> String {
    urls::ReceiptsPart { round, part }.to_path()
}

async fn render(app: &App, headers: &HeaderMap, frame: &Frame, round: round::Model, list: Option<Shown>) -> Answer {
    let key = app.snapshots.frozen(&app.database, round.id).await?.map(|frozen| frozen.public_key.clone());
    let view = PublishedView {
        page: frame.page("ballots-published-title"),
        look: Look::of(headers, Switches::Hidden),
        title: round.title,
        public_key: key.unwrap_or_default(),
        opening_hash: round.opening_hash.unwrap_or_default(),
        verifier: verifiers::program(),
        format: verifiers::format(),
        list,
    };
    sending::quick_page(headers, &view)
}
