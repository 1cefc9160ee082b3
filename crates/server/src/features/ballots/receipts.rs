//! Handing in. The answer is the receipt itself: asked again with the same cookie, it is the same again.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ballot_box::{Closed, Credential, HandIn, Malformed, Outcome, Receipt};

use super::display::{Fields, Look, Switches};
use super::sheets::{self, Received, Showing};
use super::standing::{self, Refusal};
use super::{door, sending, urls};
use crate::App;
use crate::features::appraisals::layout::round_of;
use crate::web::{Answer, Frame, Page, Posted, WebError};

#[derive(Template)]
#[template(path = "features/ballots/templates/receipt.html")]
struct ReceiptView {
    page: Page,
    look: Look,
    round: String,
    number: String,
    text: String,
    /// The text as a square for cameras.
    square: String,
    /// Where it can be compared after sealing.
    published: String,
}

/// Puts the ballot into the box, once.
pub(super) async fn create(State(app): State<App>, headers: HeaderMap, frame: Frame, posted: Posted<Fields>) -> Answer {
    let received = match sheets::receive(&app, &headers, &posted.input).await? {
        Ok(received) => received,
        Err(refusal) => return door::refuse(&headers, &frame, &refusal, ""),
    };
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let problem = sheets::problem(&frame, &received).or_else(|| sheets::wordless(&frame, &received));
    if let Some(problem) = problem {
        return again(&app, &headers, &frame, received, unfit, Some(problem)).await;
    }
    let Some(answers) = received.filled.whole() else {
        return again(&app, &headers, &frame, received, unfit, None).await;
    };
    let hand_in = HandIn {
        round: received.round,
        content: received.content.clone(),
        sheet: received.number,
        answers,
        opinions: received.filled.opinions(&received.opened.places),
    };
    let say = |key: &str| Some(frame.page(key).title);
    let cast = if standing::has_ended(&app, &received.opened.frozen) {
        app.ballots.cast_too_late(hand_in).await
    } else {
        match app.ballots.cast(hand_in.clone()).await {
            // No pause but the end: who handed in before gets the same receipt, nobody else is told to come back.
            Ok(Outcome::Closed(Closed::Paused)) if standing::waits_for_paper(&app, received.round).await? => {
                app.ballots.cast_too_late(hand_in).await
            }
            cast => cast,
        }
    };
    let outcome = match cast {
        Ok(outcome) => outcome,
        Err(error) => {
            // Only what the store said; never what was handed in.
            tracing::error!(%error, "the ballot store failed");
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let notice = say("ballots-not-confirmed");
            return again(&app, &headers, &frame, received, status, notice).await;
        }
    };
    let is_token = matches!(received.content.credential, Credential::Token(_));
    let refusal = match outcome {
        Outcome::Accepted(receipt) | Outcome::SameAgain(receipt) => {
            let published = urls::Receipts { round: round_of(received.round) };
            let title = received.opened.frozen.title.clone();
            return show(&headers, &frame, (title, &published), &receipt);
        }
        Outcome::Closed(Closed::NotBegun) => {
            let notice = say("ballots-not-begun");
            return again(&app, &headers, &frame, received, unfit, notice).await;
        }
        Outcome::Closed(Closed::Paused) => {
            let notice = say("ballots-paused");
            return again(&app, &headers, &frame, received, unfit, notice).await;
        }
        Outcome::Malformed(Malformed::Sheet) => "ballots-sheet-unknown",
        Outcome::Malformed(_) => {
            let notice = say("ballots-strange-fields");
            return again(&app, &headers, &frame, received, unfit, notice).await;
        }
        Outcome::AlreadyUsed if is_token => "ballots-token-used",
        Outcome::AlreadyUsed => "ballots-code-used",
        Outcome::Cancelled if is_token => "ballots-token-retired",
        Outcome::Cancelled => "ballots-code-cancelled",
        Outcome::UnknownCode if is_token => "ballots-token-other-key",
        Outcome::UnknownCode => "ballots-code-unknown",
        Outcome::OtherRound(_) => "ballots-other-round",
        Outcome::Closed(Closed::Ended) => "ballots-ended",
        Outcome::Closed(Closed::KeysLost) => "ballots-keys-lost",
    };
    door::refuse(&headers, &frame, &Refusal::new(refusal), "")
}

async fn again(
    app: &App,
    headers: &HeaderMap,
    frame: &Frame,
    received: Received,
    status: StatusCode,
    notice: Option<String>,
) -> Answer {
    let showing = Showing { status, notice, is_check: true };
    let look = Look::of(headers, Switches::InSheet);
    let Received { opened, filled, .. } = received;
    sheets::render(app, headers, frame, look, opened, filled, showing).await
}

fn show(
    headers: &HeaderMap,
    frame: &Frame,
    (round, published): (String, &urls::Receipts),
    receipt: &Receipt,
) -> Answer {
    let square = documents::qr::svg(&receipt.to_text()).map_err(|error| WebError::Broken(error.to_string()))?;
    let view = ReceiptView {
        page: frame.page("ballots-receipt-title"),
        square,
        look: Look::of(headers, Switches::Hidden),
        round,
        number: receipt.number(),
        text: receipt.to_text(),
        published: published.to_path(),
    };
    sending::quick_page(headers, &view)
}
