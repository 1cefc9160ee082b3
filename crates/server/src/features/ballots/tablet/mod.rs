//! A registered tablet of a window (S070): staff press for the next person, who judges on it as with a slip.
//!
//! The tablet alone holds the key of its codes. Pressing moves a counter and puts one code into the judge's cookie; which
//! code it was, when and for whom is written nowhere.

mod queries;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ballot_box::Phase;
use credentials::{Code, TabletKey, open_code};
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::{batch, tablet};

use super::display::{Look, Switches};
use super::{cookies, sending, standing, urls};
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::secrets;
use crate::web::{Answer, Frame, Page, Posted, WebError, see_other};

/// The most digits of staff: more cannot be right.
const MOST_DIGITS: usize = 8;

#[derive(Template)]
#[template(path = "features/ballots/templates/tablet.html")]
struct TabletView {
    page: Page,
    look: Look,
    /// The window and how many codes are left, where the tablet is registered.
    window: Option<(String, i64)>,
    error: Option<String>,
}

/// A registered tablet.
struct Registered {
    key: TabletKey,
    row: tablet::Model,
    batch: batch::Model,
}

impl Registered {
    /// The tablet with this key, unless its codes were erased or its batch voided.
    async fn of(app: &App, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(key) = TabletKey::parse(key) else {
            return Ok(None);
        };
        let found = queries::find(&app.database, &key.hash()).await?;
        let found = found.filter(|(row, batch)| row.codes.is_some() && batch.state == "printed");
        Ok(found.map(|(row, batch)| Self { key, row, batch }))
    }

    /// The one whose cookie the browser sends.
    async fn of_cookie(app: &App, headers: &HeaderMap) -> Result<Option<Self>, WebError> {
        match cookies::tablet(headers) {
            Some(key) => Self::of(app, &key).await,
            None => Ok(None),
        }
    }

    async fn window(&self, app: &App) -> Result<String, WebError> {
        let frozen = app.snapshots.frozen(&app.database, self.batch.round_id).await?.ok_or(WebError::NotFound)?;
        let panel = frozen.plan.panel(self.batch.panel_id);
        Ok(panel.and_then(|panel| frozen.plan.window_name(panel)).unwrap_or_default().to_owned())
    }

    /// Whether a judge could hand in now: no code is given to nobody.
    async fn is_open(&self, app: &App) -> Result<bool, WebError> {
        let phase = app.ballots.phase(ballot_round(self.batch.round_id)).await.map_err(standing::broken)?;
        let frozen = app.snapshots.frozen(&app.database, self.batch.round_id).await?;
        Ok(phase == Some(Phase::Casting) && frozen.is_some_and(|frozen| !standing::has_ended(app, &frozen)))
    }

    /// The next code, which nobody gets again.
    async fn next(&self, app: &App) -> Result<Option<Code>, WebError> {
        let Some((place, codes)) = queries::take(app, &self.batch).await? else {
            return Ok(None);
        };
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let code = open_code(&self.key, ballot_round(self.batch.round_id), &codes, place);
        code.map_err(|error| WebError::Broken(error.to_string()))
    }
}

async fn page(
    app: &App,
    (headers, frame): (&HeaderMap, &Frame),
    status: StatusCode,
    (registered, error): (Option<&Registered>, Option<&str>),
) -> Answer {
    let page = frame.page("ballots-tablet-title");
    let window = match registered {
        Some(found) => Some((found.window(app).await?, found.batch.printed - found.row.given)),
        None => None,
    };
    let error = error.map(|key| page.t(key));
    let look = Look::of(headers, Switches::Hidden);
    sending::page(headers, status, &TabletView { page, look, window, error })
}

/// Shows the tablet's page; where the browser has no key, the form for it.
pub(super) async fn show(State(app): State<App>, headers: HeaderMap, frame: Frame) -> Answer {
    let registered = Registered::of_cookie(&app, &headers).await?;
    page(&app, (&headers, &frame), StatusCode::OK, (registered.as_ref(), None)).await
}

/// The key, typed or brought along by its link.
#[derive(Deserialize)]
pub(super) struct KeyForm {
    #[serde(default)]
    key: String,
}

/// Registers the browser as the tablet of a window.
pub(super) async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    frame: Frame,
    posted: Posted<KeyForm>,
) -> Answer {
    let Some(registered) = Registered::of(&app, &posted.input.key).await? else {
        let unknown = (None, Some("ballots-tablet-unknown"));
        return page(&app, (&headers, &frame), StatusCode::UNPROCESSABLE_ENTITY, unknown).await;
    };
    let cookies = cookies::set_tablet(&app, &registered.key.to_text());
    Ok(sending::with_cookies(see_other(&urls::Tablet {}.to_path()), &cookies))
}

/// The digits of staff.
#[derive(Deserialize)]
pub(super) struct PinForm {
    #[serde(default)]
    pin: String,
}

/// Gives the tablet to the next person: one code, in the cookie that a slip's code would be in.
pub(super) async fn next(State(app): State<App>, headers: HeaderMap, frame: Frame, posted: Posted<PinForm>) -> Answer {
    let Some(registered) = Registered::of_cookie(&app, &headers).await? else {
        return Ok(see_other(&urls::Tablet {}.to_path()));
    };
    let refuse = async |key| {
        let refused = (Some(&registered), Some(key));
        page(&app, (&headers, &frame), StatusCode::UNPROCESSABLE_ENTITY, refused).await
    };
    if !registered.is_open(&app).await? {
        return refuse("ballots-tablet-not-open").await;
    }
    let pin = plain_text(&posted.input.pin);
    if pin.is_empty() || pin.len() > MOST_DIGITS {
        return refuse("ballots-tablet-pin-missing").await;
    }
    if !queries::try_digits(&app, &registered.batch).await? {
        return refuse("ballots-tablet-locked").await;
    }
    if !secrets::fits(pin, registered.row.pin_hash.clone()).await? {
        return refuse("ballots-tablet-pin-wrong").await;
    }
    queries::forget_tries(&app, &registered.batch).await?;
    let Some(code) = registered.next(&app).await? else {
        return refuse("ballots-tablet-empty").await;
    };
    let round = ballot_round(registered.batch.round_id);
    let cookie = app.ballots.make_cookie(round, code.into()).await.map_err(standing::broken)?;
    let response = see_other(&urls::Sheet {}.to_path());
    Ok(sending::with_cookies(response, &[cookies::set_ballot(&app, &cookie)]))
}
