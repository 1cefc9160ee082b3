//! Ending an account: its sessions end with it, its name is not given again.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::Scope;

use super::show::{self, Refused};
use super::{form, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::sign_in;
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The form: a box to tick, because an ended account does not come back.
#[derive(Debug, Deserialize)]
pub struct ClosureForm {
    #[serde(default)]
    confirmed: String,
}

/// Ends the account.
pub async fn create(
    State(app): State<App>,
    Path(url): Path<urls::Closure>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<ClosureForm>,
) -> Answer {
    let account = queries::find(&app.database, url.id).await?.ok_or(WebError::NotFound)?;
    if posted.input.confirmed != "yes" {
        let mut errors = FieldErrors::default();
        errors.add("confirmed", "accounts-end-unconfirmed");
        let refused = Refused { errors, ..Refused::default() };
        return show::with(&app, &frame, account.id, refused).await;
    }
    let begun = once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await?;
    let change = match begun {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let is_security =
        queries::held_by(transaction, account.id).await?.iter().any(|held| held.role == Role::SecurityAdministrator);
    if is_security && !queries::another_security_administrator(transaction, account.id).await? {
        change.give_up().await?;
        return Err(WebError::refused("accounts-last-security-administrator"));
    }
    queries::end(transaction, &app.clock, account.id).await?;
    sign_in::end_sessions(transaction, account.id, None).await?;
    let about = About::details(form::full_name(&account));
    let actor = Actor::from(&visitor);
    audit::record(transaction, &app.clock, &actor, Event::AccountEnded, about).await?;
    let next = urls::Account { id: account.id };
    change.answer(&next, "accounts-ended").await
}
