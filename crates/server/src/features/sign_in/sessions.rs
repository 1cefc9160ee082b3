//! Signing in creates a session; signing out ends it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use serde::Deserialize;
use storage::Scope;
use storage::entities::{account, session};

use super::{queries, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::home;
use crate::secrets;
use crate::web::page::html_with;
use crate::web::visitor::SESSION_COOKIE;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, html, see_other};

#[derive(Template)]
#[template(path = "features/sign_in/templates/sign_in.html")]
struct SignInView {
    page: Page,
    name: String,
    error: Option<String>,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    name: String,
    password: String,
}

/// Shows the form.
pub async fn new(frame: Frame) -> Answer {
    html(&SignInView { page: frame.page("sign-in-title"), name: String::new(), error: None })
}

/// Signs in. Throttled: an account locks after some failures; one answer for a wrong name and a wrong password.
pub async fn create(State(app): State<App>, frame: Frame, posted: Posted<SignInForm>) -> Answer {
    let SignInForm { name, password } = posted.input;
    let name = name.trim().to_lowercase();
    let now = app.clock.now();
    let found = queries::account_named(&app.database, &name).await?;
    if found.as_ref().is_some_and(|account| account.locked_until.is_some_and(|until| now < until)) {
        return refuse(&frame, name, "sign-in-locked");
    }
    // A hash that no password fits: an unknown name takes as long as a wrong password.
    let hash = found.as_ref().map_or(NO_PASSWORD.to_owned(), |account| account.password_hash.clone());
    let fits = password.len() <= secrets::LONGEST_PASSWORD * 4
        && tokio::task::spawn_blocking(move || secrets::is_password(&password, &hash)).await?;
    match found {
        Some(account) if fits => signed_in(&app, account).await,
        Some(account) => {
            count_failure(&app, &account).await?;
            refuse(&frame, name, "sign-in-wrong")
        }
        None => refuse(&frame, name, "sign-in-wrong"),
    }
}

const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$YWJjZGVmZ2hpamtsbW5vcA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn refuse(frame: &Frame, name: String, key: &str) -> Answer {
    let page = frame.page("sign-in-title");
    let error = Some(page.t(key));
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &SignInView { page, name, error })
}

async fn signed_in(app: &App, account: account::Model) -> Answer {
    let token = secrets::token()?;
    let now = app.clock.now();
    let transaction = app.database.write(Scope::Account(account.id.0)).await?;
    queries::set_failures(&transaction, account.id, 0, None).await?;
    let session = session::Model {
        token_hash: secrets::token_hash(&token),
        account_id: account.id,
        csrf: secrets::token()?,
        created_at: now,
        seen_at: now,
    };
    queries::insert_session(&transaction, session).await?;
    let actor = Actor { account: Some(account.id), name: account.display_name.clone() };
    audit::record(&transaction, &app.clock, &actor, Event::SignedIn, About::default()).await?;
    transaction.commit().await?;
    let secure = if app.is_served_over_tls() { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/w; HttpOnly; SameSite=Lax{secure}");
    Ok(([(SET_COOKIE, cookie)], home::after_sign_in(account.password_kind == "one_time")).into_response())
}

async fn count_failure(app: &App, account: &account::Model) -> Result<(), WebError> {
    let transaction = app.database.write(Scope::Account(account.id.0)).await?;
    let failures = queries::account(&transaction, account.id).await?.map_or(0, |account| account.failed_attempts) + 1;
    let locked_until = rules::locked_until(failures, app.clock.now());
    queries::set_failures(&transaction, account.id, failures, locked_until).await?;
    let actor = Actor { account: Some(account.id), name: account.display_name.clone() };
    let event = if locked_until.is_some() { Event::AccountLocked } else { Event::SignInFailed };
    audit::record(&transaction, &app.clock, &actor, event, About::default()).await?;
    Ok(transaction.commit().await?)
}

/// Nothing but the hidden fields.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Signs out.
pub async fn destroy(State(app): State<App>, visitor: Visitor, _posted: Posted<Nothing>) -> Answer {
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    queries::end_session(&transaction, visitor.session.clone()).await?;
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::SignedOut, About::default()).await?;
    transaction.commit().await?;
    let cookie = format!("{SESSION_COOKIE}=; Path=/w; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok(([(SET_COOKIE, cookie)], see_other(&urls::SignIn {}.to_path())).into_response())
}
