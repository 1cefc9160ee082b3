//! One account with its roles.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::AccountId;

use super::form::{Choices, RoleFields};
use super::list::RoleLine;
use super::{queries, urls};
use crate::App;
use crate::roles::Role;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, WebError};

struct Granted {
    url: urls::Role,
    line: RoleLine,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/show.html")]
struct ShowView {
    page: Page,
    give_role: urls::Roles,
    reset: urls::Passwords,
    end: urls::Closure,
    sign_in_name: String,
    member: Option<String>,
    created: String,
    is_ended: bool,
    is_one_time: bool,
    granted: Vec<Granted>,
    roles: [Role; 9],
    fields: RoleFields,
    choices: Choices,
    needs_member: bool,
    errors: FieldErrors,
}

/// What a refused form leaves behind.
#[derive(Default)]
pub struct Refused {
    /// What was typed.
    pub fields: RoleFields,
    /// What it may mean.
    pub choices: Choices,
    /// What is wrong.
    pub errors: FieldErrors,
}

/// Shows it.
pub async fn show(State(app): State<App>, Path(url): Path<urls::Account>, frame: Frame) -> Answer {
    with(&app, &frame, url.id, Refused::default()).await
}

/// Shows it with a form that was refused.
pub async fn with(app: &App, frame: &Frame, id: AccountId, refused: Refused) -> Answer {
    let reads = &app.database;
    let account = queries::find(reads, id).await?.ok_or(WebError::NotFound)?;
    let mut granted = Vec::new();
    for held in queries::held_by(reads, id).await? {
        let organisation = match held.organisation {
            Some(root) => Some(queries::organisation_path(reads, root).await?),
            None => None,
        };
        granted.push(Granted {
            url: urls::Role { id, grant: held.grant },
            line: RoleLine { code: held.role.code(), organisation, is_scoped: held.role.is_scoped() },
        });
    }
    let member = match account.member_id {
        Some(member) => queries::member(reads, member).await?,
        None => None,
    };
    let zone = app.settings.time_zone;
    let created = account.created_at.to_utc().with_timezone(&zone);
    let status = if refused.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = ShowView {
        page: frame.titled(account.display_name),
        give_role: urls::Roles { id },
        reset: urls::Passwords { id },
        end: urls::Closure { id },
        sign_in_name: account.sign_in_name,
        needs_member: account.member_id.is_none(),
        member: member.map(|member| member.name),
        created: created.format("%Y-%m-%d").to_string(),
        is_ended: account.ended_at.is_some(),
        is_one_time: account.password_kind == "one_time",
        granted,
        roles: Role::ALL,
        fields: refused.fields,
        choices: refused.choices,
        errors: refused.errors,
    };
    html_with(status, &view)
}
