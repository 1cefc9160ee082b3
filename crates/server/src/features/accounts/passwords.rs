//! One-time passwords: made here, shown once, stored as hashes.

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::account;
use storage::{Scope, WriteTransaction};

use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::sign_in;
use crate::secrets;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Frame, Nothing, Page, Posted, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/accounts/templates/one_time_password.html")]
struct OneTimePasswordView {
    page: Page,
    account: urls::Account,
    display_name: String,
    sign_in_name: String,
    password: String,
}

/// A fresh one-time password and its hash.
pub async fn fresh() -> Result<(String, String), WebError> {
    let password = secrets::one_time_password()?;
    let hash = secrets::hash(password.clone()).await?;
    Ok((password, hash))
}

/// The one page that shows a one-time password.
pub fn shown_once(frame: &Frame, account: &account::Model, password: String) -> Answer {
    html(&OneTimePasswordView {
        page: frame.page("accounts-password-title"),
        account: urls::Account { id: account.id },
        display_name: account.display_name.clone(),
        sign_in_name: account.sign_in_name.clone(),
        password,
    })
}

/// Gives an account a new one-time password; its sessions end.
pub async fn create(
    State(app): State<App>,
    Path(url): Path<urls::Passwords>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<Nothing>,
) -> Answer {
    let account = queries::find(&app.database, url.id)
        .await?
        .filter(|account| account.ended_at.is_none())
        .ok_or(WebError::NotFound)?;
    let (password, hash) = fresh().await?;
    let scope = Scope::Account(account.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    reset(&app, &change.transaction, &account, hash, &Actor::from(&visitor)).await?;
    change.commit(&urls::Account { id: account.id }, "accounts-password-shown-once").await?;
    shown_once(&frame, &account, password)
}

async fn reset(
    app: &App,
    transaction: &WriteTransaction,
    account: &account::Model,
    hash: String,
    actor: &Actor,
) -> Result<(), WebError> {
    queries::set_one_time_password(transaction, account.id, hash).await?;
    sign_in::end_sessions(transaction, account.id, None).await?;
    let about = About::details(super::form::full_name(account));
    audit::record(transaction, &app.clock, actor, Event::PasswordReset, about).await?;
    Ok(())
}

/// Gives the account of a sign-in name a new one-time password, from the console; `None` where there is none.
///
/// # Errors
/// When the database or the machine's randomness fails.
pub async fn reset_named(app: &App, sign_in_name: &str) -> Result<Option<String>, WebError> {
    let name = sign_in_name.trim().to_lowercase();
    let Some(account) = queries::named(&app.database, &name).await? else {
        return Ok(None);
    };
    let (password, hash) = fresh().await?;
    let transaction = app.database.write(Scope::Account(account.id.0)).await?;
    reset(app, &transaction, &account, hash, &Actor::system()).await?;
    transaction.commit().await?;
    Ok(Some(password))
}
