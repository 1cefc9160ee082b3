//! The own password: changed before anything else where it is a one-time password.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;

use super::{attempts, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::home;
use crate::secrets::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::visitor::PasswordKind;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/sign_in/templates/password.html")]
struct PasswordView {
    page: Page,
    is_one_time: bool,
    errors: FieldErrors,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    current: String,
    new: String,
    again: String,
}

/// Shows the form.
pub async fn edit(visitor: Visitor, frame: Frame) -> Answer {
    html(&view(&frame, &visitor, FieldErrors::default()))
}

fn view(frame: &Frame, visitor: &Visitor, errors: FieldErrors) -> PasswordView {
    let is_one_time = visitor.password == PasswordKind::OneTime;
    PasswordView { page: frame.page("password-title"), is_one_time, errors }
}

/// Stores the new password and ends every other session of the account.
pub async fn update(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<PasswordForm>) -> Answer {
    let PasswordForm { current, new, again } = posted.input;
    let account = queries::account(&app.database, visitor.account).await?.ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let length = new.chars().count();
    if length < SHORTEST_PASSWORD {
        errors.add_with("new", "password-too-short", vec![("shortest", SHORTEST_PASSWORD.into())]);
    } else if length > LONGEST_PASSWORD {
        errors.add_with("new", "error-too-long", vec![("longest", LONGEST_PASSWORD.into())]);
    } else if new == current || new.to_lowercase().contains(&account.sign_in_name) {
        errors.add("new", "password-too-easy");
    }
    if new != again {
        errors.add("again", "password-differs");
    }
    if !attempts::fits(&app, Some(&account), current).await? {
        attempts::count_failure(&app, account.id).await?;
        let is_locked = attempts::is_locked(&account, app.clock.now());
        errors.add("current", if is_locked { "password-locked" } else { "password-wrong" });
    }
    if !errors.is_empty() {
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&frame, &visitor, errors));
    }
    let hash = secrets::hash(new).await?;
    let scope = Scope::Account(visitor.account.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if attempts::still_open(&app, &change.transaction, &account).await?.is_none() {
        change.give_up().await?;
        errors.add("current", "password-locked");
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&frame, &visitor, errors));
    }
    queries::set_password(&change.transaction, visitor.account, hash).await?;
    queries::end_sessions(&change.transaction, visitor.account, Some(visitor.session.clone())).await?;
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::PasswordChanged, About::default()).await?;
    change.answer(&home::urls::Home {}, "password-changed").await
}
