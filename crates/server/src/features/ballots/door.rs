//! The door: a code is typed, or brought along by the QR of a slip.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ballot_box::BallotError;
use credentials::{Code, Credential};
use serde::Deserialize;
use tokens::Token;

use super::display::{Look, Switches};
use super::standing::{self, Refusal};
use super::{cookies, sending, urls};
use crate::App;
use crate::web::{Answer, Frame, Page, Posted, see_other};

#[derive(Template)]
#[template(path = "features/ballots/templates/door.html")]
struct DoorView {
    page: Page,
    look: Look,
    /// What was typed, where it may be a slip of the finger.
    typed: String,
    error: Option<String>,
    /// Whether a sheet was begun with this browser.
    may_go_on: bool,
}

/// As much as a code with generous spacing has.
const LONGEST_CODE: usize = 60;

/// The form.
#[derive(Deserialize)]
pub(super) struct CodeForm {
    #[serde(default)]
    code: String,
}

/// Shows the door.
pub(super) async fn show(State(app): State<App>, headers: HeaderMap, frame: Frame) -> Answer {
    let may_go_on = match standing::of_cookie(&app, cookies::ballot(&headers)).await? {
        Some((round, content)) => standing::of_credential(&app, (round, &content.credential)).await?.is_ok(),
        None => false,
    };
    let view = DoorView {
        page: frame.page("ballots-door-title"),
        look: Look::of(&headers, Switches::Apart),
        typed: String::new(),
        error: None,
        may_go_on,
    };
    sending::page(&headers, StatusCode::OK, &view)
}

/// The door again, with the reason and the way out.
pub(super) fn refuse(headers: &HeaderMap, frame: &Frame, refusal: &Refusal, typed: &str) -> Answer {
    let page = frame.page("ballots-door-title");
    let error = page.with(refusal.key, &refusal.arguments);
    let view = DoorView {
        page,
        look: Look::of(headers, Switches::Apart),
        typed: typed.to_owned(),
        error: Some(error),
        may_go_on: false,
    };
    sending::page(headers, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// Whether a token was brought, whole or not: it begins so and is long. A code may begin so too, and is short.
fn is_token(typed: &str) -> bool {
    let typed = typed.trim();
    typed.len() > LONGEST_CODE && typed.get(..3).is_some_and(|kind| kind.eq_ignore_ascii_case("zyt"))
}

/// Takes a code or a token: every one newly entered replaces the cookie, with a retry key of its own.
pub(super) async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    frame: Frame,
    posted: Posted<CodeForm>,
) -> Answer {
    let typed = posted.input.code;
    let (credential, opened) = if is_token(&typed) {
        let token = match Token::parse(&typed) {
            Ok(token) => token,
            // Nobody mends 758 characters by hand: it is brought anew.
            Err(error) => return refuse(&headers, &frame, &standing::no_token(&error), ""),
        };
        let opened = standing::of_token(&app, &token).await?;
        (Credential::Token(token.to_carried()), opened)
    } else {
        let code = match Code::parse(&typed) {
            Ok(code) => code,
            Err(error) => {
                // Nothing longer is shown again.
                let typed: String = typed.chars().take(LONGEST_CODE).collect();
                return refuse(&headers, &frame, &standing::mistyped(error), &typed);
            }
        };
        let opened = standing::of_code(&app, &code).await?;
        (Credential::Code(code), opened)
    };
    let round = match opened {
        Ok((round, _)) => round,
        Err(refusal) => return refuse(&headers, &frame, &refusal, ""),
    };
    let cookie = match app.ballots.make_cookie(round, credential).await {
        Ok(cookie) => cookie,
        Err(BallotError::KeysLost(_)) => {
            return refuse(&headers, &frame, &Refusal::new("ballots-keys-lost"), "");
        }
        Err(error) => return Err(standing::broken(error)),
    };
    let response = see_other(&urls::Sheet {}.to_path());
    Ok(sending::with_cookies(response, &[cookies::set_ballot(&app, &cookie)]))
}
