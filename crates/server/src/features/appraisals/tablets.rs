//! Codes on a tablet instead of paper (下一位, S070): staff of a window press for the next visitor, who judges on it.
//!
//! The codes are drawn, issued and encrypted under a key that is shown once, for the tablet, and kept nowhere here. Which
//! code was given when is not kept either: only how many were.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::{Batch, SheetId};
use credentials::{Code, CookieNonce, CredentialHash, TabletKey, credential_hash, seal_codes};
use data_encoding::HEXLOWER;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::{batch, round, tablet};
use storage::{PanelId, Scope};

use super::common::{self, OFFICE};
use super::layout::ballot_round;
use super::slips;
use super::{queries, steps, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::{ballots, paper};
use crate::secrets;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Nothing, Page, Posted, Visitor, WebError, html};

/// How many digits staff press with: six of them are a million, of which twenty may be tried (S070).
const DIGITS: std::ops::RangeInclusive<usize> = 6..=8;

#[derive(Template)]
#[template(path = "features/appraisals/templates/tablet.html")]
struct TabletView {
    page: Page,
    back: String,
    name: String,
    count: usize,
    address: String,
    key: String,
    link: String,
    /// The link as a square for cameras.
    square: String,
}

/// A batch that goes on a tablet.
#[derive(Debug, Deserialize)]
pub struct TabletForm {
    panel: String,
    #[serde(default)]
    count: String,
    /// The digits staff press with.
    #[serde(default)]
    pin: String,
}

/// What is made before anything is stored.
struct Made {
    codes: Vec<Code>,
    key: TabletKey,
    row: tablet::Model,
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], WebError> {
    let bytes = HEXLOWER.decode(secrets::token()?.as_bytes()).unwrap_or_default();
    let bytes = bytes.get(..LENGTH).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| WebError::Broken("a token that is too short".to_owned()))
}

async fn make(app: &App, batch: &batch::Model, pin: String) -> Result<Made, WebError> {
    let count = usize::try_from(batch.printed).unwrap_or_default();
    let codes = steps::broken(app.ballots.draw_codes(count))?;
    let key = TabletKey::from_random(random()?);
    let sealed = seal_codes(&key, ballot_round(batch.round_id), &codes, CookieNonce(random()?));
    let row = tablet::Model {
        batch_id: batch.id,
        key_hash: key.hash().to_vec(),
        codes: Some(sealed.map_err(|error| WebError::Broken(error.to_string()))?),
        given: 0,
        pin_hash: secrets::hash(pin).await?,
        wrong_tries: 0,
        wrong_in_all: 0,
    };
    Ok(Made { codes, key, row })
}

/// Draws the codes of a batch for a tablet: the answer is the page with its key, once.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Tablets>,
    posted: Posted<TabletForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !slips::may_print(&app, &round).await? {
        return Err(WebError::refused("appraisals-not-printing"));
    }
    let plan = queries::plan(&app.database, url.id).await?;
    let panel: PanelId = posted.input.panel.parse().map_err(|_| WebError::NotFound)?;
    let panel = plan.open_panels().find(|open| open.id == panel && open.window.is_some());
    let panel = panel.ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let count = slips::read_count(&round, &posted.input.count, &mut errors);
    let pin = plain_text(&posted.input.pin);
    if !DIGITS.contains(&pin.len()) || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
        errors.add("pin", "appraisals-error-pin");
    }
    let Some(count) = count.filter(|_| errors.is_empty()) else {
        let view = slips::view(&app, &visitor, &frame, round, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let public_url = app.settings.public_url.clone();
    let public_url = public_url.ok_or_else(|| WebError::refused("appraisals-missing-public-url"))?;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let number = paper::queries::next_number(&change.transaction, url.id).await?;
    let row = slips::new_batch(&app, url.id, panel.id, (number, count));
    let Made { codes, key, row: made } = make(&app, &row, pin).await?;
    queries::insert_batch(&change.transaction, row.clone()).await?;
    queries::insert_tablet(&change.transaction, made).await?;
    // The intent is kept before a code is issued: whatever fails from here leaves a batch that can be voided.
    drop(change.commit(&urls::Batches { id: url.id }, "").await?);
    let name = ballot_round(url.id);
    let hashes: Vec<CredentialHash> = codes.iter().map(|code| credential_hash(name, code)).collect();
    let issued = Batch { id: ballot_box::BatchId(queries::number(number)), sheet: SheetId(panel.number) };
    steps::broken(app.ballots.issue(name, issued, &hashes).await)?;
    drop(codes);
    finish(&app, &visitor, &round, row).await?;
    let address = format!("{}{}", public_url.trim_end_matches('/'), ballots::urls::Tablet {}.to_path());
    let (key, window) = (key.to_text(), plan.window_name(panel).unwrap_or_default().to_owned());
    let link = format!("{address}#{key}");
    html(&TabletView {
        page: frame.page("appraisals-tablet-title"),
        back: urls::Batches { id: url.id }.to_path(),
        name: window,
        count: hashes.len(),
        square: documents::qr::svg(&link).map_err(|error| WebError::Broken(error.to_string()))?,
        address,
        key,
        link,
    })
}

/// The codes are issued: the batch is as good as printed.
async fn finish(app: &App, visitor: &Visitor, round: &round::Model, row: batch::Model) -> Result<(), WebError> {
    let transaction = app.database.write(Scope::Round(round.id.0)).await?.undone_when_dropped();
    let details = format!("{}: {} × {}", round.title, row.number, row.printed);
    // Somebody may have voided it meanwhile: then it has no codes any more.
    let batches = queries::batches(&transaction, round.id).await?;
    let Some(row) = batches.into_iter().find(|other| other.id == row.id && other.state == "printing") else {
        transaction.rollback().await?;
        return Err(WebError::refused("appraisals-batch-not-printing"));
    };
    queries::update_batch(&transaction, batch::Model { state: "printed".to_owned(), ..row }).await?;
    let about = About::organisation(round.organisation_id, details);
    audit::record(&transaction, &app.clock, &Actor::from(visitor), Event::BatchPrinted, about).await?;
    Ok(transaction.commit().await?)
}

/// Lets the digits of a tablet be tried again after too many wrong ones.
pub async fn unlock(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Tablet>,
    posted: Posted<Nothing>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let batches = queries::batches(&change.transaction, url.id).await?;
    let tablets = queries::tablets(&change.transaction, url.id).await?;
    let Some(batch) = batches.iter().find(|batch| batch.id == url.batch && tablets.contains_key(&batch.id)) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    queries::unlock_tablet(&change.transaction, batch.id).await?;
    common::note(&change, &app, &visitor, Event::RecordChanged, &round, &batch.number.to_string()).await?;
    change.answer(&urls::Batches { id: url.id }, "appraisals-tablet-unlocked").await
}
