//! Making an account with its first role.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;

use super::form::{self, Choices, RoleFields};
use super::queries::{self, NewAccount};
use super::{passwords, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most characters of a name shown.
pub const LONGEST_NAME: usize = 60;

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    sign_in_name: String,
    display_name: String,
    role: String,
    organisation: String,
    organisation_id: String,
    member: String,
    member_id: String,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/new.html")]
struct NewView {
    page: Page,
    sign_in_name: String,
    display_name: String,
    roles: [Role; 9],
    fields: RoleFields,
    choices: Choices,
    needs_member: bool,
    errors: FieldErrors,
}

fn view(frame: &Frame, form: AccountForm, choices: Choices, errors: FieldErrors) -> NewView {
    NewView {
        page: frame.page("accounts-new"),
        fields: form.role_fields(),
        sign_in_name: form.sign_in_name,
        display_name: form.display_name,
        roles: Role::ALL,
        choices,
        needs_member: true,
        errors,
    }
}

impl AccountForm {
    fn role_fields(&self) -> RoleFields {
        RoleFields {
            role: self.role.clone(),
            organisation: self.organisation.clone(),
            organisation_id: self.organisation_id.clone(),
            member: self.member.clone(),
            member_id: self.member_id.clone(),
        }
    }
}

/// Shows the form.
pub async fn new(frame: Frame) -> Answer {
    html(&view(&frame, AccountForm::default(), Choices::default(), FieldErrors::default()))
}

/// Makes the account and shows its one-time password, once.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<AccountForm>) -> Answer {
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let sign_in_name = rules::sign_in_name(&form.sign_in_name);
    if let Err(key) = sign_in_name {
        errors.add("sign_in_name", key);
    }
    let display_name = errors.required("display_name", &form.display_name, LONGEST_NAME);
    let fields = form.role_fields();
    let (command, choices) = form::check(&app.database, &fields, &[], None, &mut errors).await?;
    let (Ok(sign_in_name), Some(command), true) = (sign_in_name, command, errors.is_empty()) else {
        let view = view(&frame, form, choices, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let (password, password_hash) = passwords::fresh().await?;
    let begun = once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await?;
    let change = match begun {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if queries::is_taken(&change.transaction, &sign_in_name).await? {
        change.give_up().await?;
        errors.add("sign_in_name", "accounts-name-taken");
        let view = view(&frame, form, choices, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let transaction = &change.transaction;
    let new = NewAccount { sign_in_name, display_name, password_hash, member: command.member };
    let id = queries::insert(transaction, &app.clock, new).await?;
    let granted = (command.role, command.organisation);
    queries::grant(transaction, &app.clock, id, granted, Some(visitor.account)).await?;
    let account = queries::find(transaction, id).await?.ok_or(WebError::NotFound)?;
    let name = form::full_name(&account);
    let actor = Actor::from(&visitor);
    let created = About::details(name.clone());
    audit::record(transaction, &app.clock, &actor, Event::AccountCreated, created).await?;
    let about = About { organisation: command.organisation, details: format!("{name} | {}", command.told) };
    audit::record(transaction, &app.clock, &actor, Event::RoleGranted, about).await?;
    let next = urls::Account { id };
    change.commit(&next, "accounts-password-shown-once").await?;
    passwords::shown_once(&frame, &account, password)
}
