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
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, WebError};

struct Granted {
    url: urls::Role,
    line: RoleLine,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/show.html")]
struct ShowView {
    page: Page,
    rename: urls::Account,
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
    /// The name shown, as the form holds it, and the version it was shown with.
    renaming: (String, i64),
    conflict: Option<Conflict>,
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
    /// The name typed, where it was the form of the name; and whether somebody else changed it meanwhile.
    pub name: Option<(String, ChangedMeanwhile)>,
}

/// Whether somebody else changed the name since the form was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedMeanwhile {
    /// Nobody did.
    No,
    /// Both versions are shown.
    Yes,
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
    let page = frame.titled(account.display_name.clone());
    let both = |typed: &str| {
        Conflict::between(&page, [("accounts-display-name", account.display_name.clone(), typed.to_owned())])
    };
    let (status, conflict) = match &refused.name {
        Some((typed, ChangedMeanwhile::Yes)) => (StatusCode::CONFLICT, Some(both(typed))),
        _ if refused.errors.is_empty() => (StatusCode::OK, None),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    let typed = refused.name.map(|(typed, _)| typed);
    let view = ShowView {
        renaming: (typed.unwrap_or_else(|| account.display_name.clone()), account.version),
        conflict,
        page,
        rename: urls::Account { id },
        give_role: urls::Roles { id },
        reset: urls::Passwords { id },
        end: urls::Closure { id },
        sign_in_name: account.sign_in_name,
        needs_member: account.member_id.is_none(),
        member: member.map(|member| member.name),
        created: app.local(account.created_at).format("%Y-%m-%d").to_string(),
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
