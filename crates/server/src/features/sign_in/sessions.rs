//! Signing in creates a session; signing out ends it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use storage::Scope;
use storage::entities::{account, session};

use super::{attempts, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::home;
use crate::secrets;
use crate::web::page::html_with;
use crate::web::visitor::SESSION_COOKIE;
use crate::web::{Answer, Frame, Nothing, Page, Posted, Visitor, WebError, html, see_other};

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

/// Signs in. Throttled: an account locks after some failures. One answer for a wrong name, a wrong password and a
/// locked account, so that nobody learns here which names there are.
pub async fn create(State(app): State<App>, frame: Frame, posted: Posted<SignInForm>) -> Answer {
    let SignInForm { name, password } = posted.input;
    let name = name.trim().to_lowercase();
    let found = queries::account_named(&app.database, &name).await?;
    let fits = attempts::fits(&app, found.as_ref(), password).await?;
    match found {
        Some(account) if fits => match signed_in(&app, account).await? {
            Some(answer) => Ok(answer),
            None => refuse(&frame, name),
        },
        Some(account) => {
            attempts::count_failure(&app, account.id).await?;
            refuse(&frame, name)
        }
        None => refuse(&frame, name),
    }
}

fn refuse(frame: &Frame, name: String) -> Answer {
    let page = frame.page("sign-in-title");
    let error = Some(page.t("sign-in-wrong"));
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &SignInView { page, name, error })
}

/// Creates the session; `None` where the account was locked, ended or got another password meanwhile.
async fn signed_in(app: &App, tried: account::Model) -> Result<Option<Response>, WebError> {
    let token = secrets::token()?;
    let now = app.clock.now();
    let transaction = app.database.write(Scope::Account(tried.id.0)).await?.undone_when_dropped();
    let Some(account) = attempts::still_open(app, &transaction, &tried).await? else {
        transaction.rollback().await?;
        return Ok(None);
    };
    queries::set_failures(&transaction, account.id, 0, None).await?;
    let session = session::Model {
        token_hash: secrets::token_hash(&token),
        account_id: account.id,
        csrf: secrets::token()?,
        created_at: now,
        seen_at: now,
    };
    queries::insert_session(&transaction, session).await?;
    let actor = Actor { account: Some(account.id), name: account.display_name };
    audit::record(&transaction, &app.clock, &actor, Event::SignedIn, About::default()).await?;
    transaction.commit().await?;
    let secure = if app.is_served_over_tls() { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/w; HttpOnly; SameSite=Lax{secure}");
    let next = home::after_sign_in(account.password_kind == "one_time");
    Ok(Some(([(SET_COOKIE, cookie)], next).into_response()))
}

/// Signs out.
pub async fn destroy(State(app): State<App>, visitor: Visitor, _posted: Posted<Nothing>) -> Answer {
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    queries::end_session(&transaction, visitor.session.clone()).await?;
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::SignedOut, About::default()).await?;
    transaction.commit().await?;
    let cookie = format!("{SESSION_COOKIE}=; Path=/w; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok(([(SET_COOKIE, cookie)], see_other(&urls::SignIn {}.to_path())).into_response())
}
