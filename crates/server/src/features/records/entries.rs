//! Meetings and contacts: added, and taken off the list again where they were entered by mistake; the audit trail
//! keeps both.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{round_contact, round_meeting};
use storage::{OrganisationId, RoundContactId, RoundMeetingId, Scope};

use super::form::{ContactForm, MeetingForm};
use super::show::{self, Typed};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, FieldErrors, Frame, Nothing, Posted, Visitor, WebError};

/// Notes a change of what an organisation noted.
pub(super) async fn trail(
    app: &App,
    change: &Change,
    visitor: &Visitor,
    organisation: OrganisationId,
    details: String,
) -> Result<(), WebError> {
    Ok(audit::record(
        &change.transaction,
        &app.clock,
        &Actor::from(visitor),
        Event::RecordChanged,
        About::organisation(organisation, details),
    )
    .await?)
}

/// Adds a meeting.
pub(super) async fn add_meeting(
    State(app): State<App>,
    Path(url): Path<urls::Meetings>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<MeetingForm>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { meeting: posted.input, ..Typed::default() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show::render(&app, &frame, status, found, typed, errors).await;
    }
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let details = format!("+ {}: {}", read.held_on, read.participants);
    let row = round_meeting::Model {
        id: RoundMeetingId(app.clock.next_id()),
        round_id: url.round,
        organisation_id: url.organisation,
        held_on: read.held_on,
        participants: read.participants,
        heads_reporting: read.heads_reporting,
        others_reporting: read.others_reporting,
        sent_by_superior: read.sent_by_superior,
        review_same_day: read.review_same_day.to_owned(),
        account_id: visitor.account,
    };
    queries::add_meeting(&change.transaction, row).await?;
    trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-meeting-added").await
}

/// Takes a meeting off the list.
pub(super) async fn remove_meeting(
    State(app): State<App>,
    Path(url): Path<urls::Meeting>,
    visitor: Visitor,
    posted: Posted<Nothing>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let Some(row) = queries::remove_meeting(&change.transaction, &url).await? else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let details = format!("− {}: {}", row.held_on, row.participants);
    trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-entry-removed").await
}

/// Adds a contact.
pub(super) async fn add_contact(
    State(app): State<App>,
    Path(url): Path<urls::Contacts>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<ContactForm>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { contact: posted.input, ..Typed::default() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show::render(&app, &frame, status, found, typed, errors).await;
    }
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let details = format!("+ {} {}{}", read.method, read.number, read.unit);
    let row = round_contact::Model {
        id: RoundContactId(app.clock.next_id()),
        round_id: url.round,
        organisation_id: url.organisation,
        method: read.method,
        number: read.number,
        unit: read.unit,
        held_on: read.held_on,
        persons: read.persons,
        account_id: visitor.account,
    };
    queries::add_contact(&change.transaction, row).await?;
    trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-contact-added").await
}

/// Takes a contact off the list.
pub(super) async fn remove_contact(
    State(app): State<App>,
    Path(url): Path<urls::Contact>,
    visitor: Visitor,
    posted: Posted<Nothing>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let Some(row) = queries::remove_contact(&change.transaction, &url).await? else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let details = format!("− {} {}{}", row.method, row.number, row.unit);
    trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-entry-removed").await
}
