//! Giving and taking back roles.

use axum::extract::{Path, State};
use storage::Scope;

use super::form::{self, RoleFields};
use super::show::{self, Refused};
use super::{queries, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::{Answer, FieldErrors, Frame, Nothing, Posted, Visitor, WebError};

/// Gives a role.
pub async fn create(
    State(app): State<App>,
    Path(url): Path<urls::Roles>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<RoleFields>,
) -> Answer {
    let fields = posted.input;
    let account = queries::find(&app.database, url.id)
        .await?
        .filter(|account| account.ended_at.is_none())
        .ok_or(WebError::NotFound)?;
    let held = queries::held_by(&app.database, account.id).await?;
    let mut errors = FieldErrors::default();
    let linked = account.member_id;
    let (command, choices) = form::check(&app.database, &fields, &held, linked, &mut errors).await?;
    let Some(command) = command else {
        let refused = Refused { fields, choices, errors, ..Refused::default() };
        return show::with(&app, &frame, account.id, refused).await;
    };
    let begun = once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await?;
    let change = match begun {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    // Somebody may have given another role since the page was read.
    let held = queries::held_by(transaction, account.id).await?;
    if let Err(key) = rules::may_hold(&held, command.role, command.organisation) {
        change.give_up().await?;
        return Err(WebError::refused(key));
    }
    if let Some(member) = command.member {
        queries::set_member(transaction, account.id, member).await?;
    }
    let granted = (command.role, command.organisation);
    let by = Some(visitor.account);
    queries::grant(transaction, &app.clock, account.id, granted, by).await?;
    let about = About {
        organisation: command.organisation,
        details: format!("{} | {}", form::full_name(&account), command.told),
    };
    let actor = Actor::from(&visitor);
    audit::record(transaction, &app.clock, &actor, Event::RoleGranted, about).await?;
    let next = urls::Account { id: account.id };
    change.answer(&next, "accounts-role-granted").await
}

/// Takes a role back.
pub async fn destroy(
    State(app): State<App>,
    Path(url): Path<urls::Role>,
    visitor: Visitor,
    posted: Posted<Nothing>,
) -> Answer {
    let account = queries::find(&app.database, url.id).await?.ok_or(WebError::NotFound)?;
    let begun = once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await?;
    let change = match begun {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let held = queries::held_by(transaction, account.id).await?;
    let Some(held) = held.into_iter().find(|held| held.grant == url.grant) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if held.role == Role::SecurityAdministrator
        && !queries::another_security_administrator(transaction, account.id).await?
    {
        change.give_up().await?;
        return Err(WebError::refused("accounts-last-security-administrator"));
    }
    queries::end_grant(transaction, &app.clock, held.grant).await?;
    let place = match held.organisation {
        Some(id) => queries::organisation_path(transaction, id).await?,
        None => String::new(),
    };
    let name = form::full_name(&account);
    let about = About { organisation: held.organisation, details: format!("{name} | {} | {place}", held.role.code()) };
    let actor = Actor::from(&visitor);
    audit::record(transaction, &app.clock, &actor, Event::RoleEnded, about).await?;
    let next = urls::Account { id: account.id };
    change.answer(&next, "accounts-role-ended").await
}
