//! Making a batch of accounts: all or none, each with a one-time password that is told on one page and never stored.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::Scope;

use super::super::queries::NewAccount;
use super::super::{passwords, queries as accounts, urls};
use super::plan::{self, Outcome};
use super::{Asked, carried, queries, report_of, view};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun};
use crate::web::page::{html, html_with};
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError};

/// The form: the rows as they were shown.
#[derive(Debug, Deserialize)]
pub struct BatchForm {
    rows: String,
}

/// A one-time password with whose it is: on the page, and from there on paper or in a spreadsheet.
#[derive(Clone, Serialize, Deserialize)]
pub struct Slip {
    /// The name shown.
    pub name: String,
    /// The code of the role.
    pub role: String,
    /// Where it holds; empty is the whole tree.
    pub organisation: String,
    /// The name typed at sign-in.
    pub account: String,
    /// The password.
    pub password: String,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/slips.html")]
struct SlipsView {
    page: Page,
    slips: Vec<Slip>,
    address: String,
    /// The slips as the form carries them to the paper.
    carried: String,
}

/// Makes the accounts and shows their passwords, once.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<BatchForm>) -> Answer {
    let rows = carried(&posted.input.rows)?;
    // Hashed before anybody is kept waiting, one after the other, so that whoever signs in meanwhile gets a turn.
    let mut fresh = Vec::with_capacity(rows.len());
    for _ in &rows {
        fresh.push(passwords::fresh().await?);
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let lines = plan::check(rows.clone(), &queries::known(transaction, &rows).await?);
    let is_sound = !lines.is_empty() && lines.iter().all(|line| matches!(line.outcome, Outcome::Make(_)));
    if !is_sound {
        // Somebody made an account since the rows were shown: they are shown again, and nothing was made.
        change.give_up().await?;
        let mut view = view(&frame, Asked::default());
        view.report = Some(report_of(&view.page, lines, 0)?);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let actor = Actor::from(&visitor);
    let mut slips = Vec::with_capacity(lines.len());
    for (line, (password, password_hash)) in lines.into_iter().zip(fresh) {
        let Outcome::Make(command) = line.outcome else { continue };
        let wanted = line.wanted;
        let name = format!("{} ({})", wanted.name, wanted.account);
        let new = NewAccount {
            sign_in_name: wanted.account.clone(),
            display_name: wanted.name.clone(),
            password_hash,
            member: command.member,
        };
        let id = accounts::insert(transaction, &app.clock, new).await?;
        let granted = (command.role, command.organisation);
        accounts::grant(transaction, &app.clock, id, granted, Some(visitor.account)).await?;
        let created = About::details(name.clone());
        audit::record(transaction, &app.clock, &actor, Event::AccountCreated, created).await?;
        let details = format!("{name} | {} | {}", command.role.code(), wanted.organisation);
        let about = About { organisation: command.organisation, details };
        audit::record(transaction, &app.clock, &actor, Event::RoleGranted, about).await?;
        slips.push(Slip {
            name: wanted.name,
            role: command.role.code().to_owned(),
            organisation: wanted.organisation,
            account: wanted.account,
            password,
        });
    }
    change.commit(&urls::Accounts {}, "accounts-batch-shown-once").await?;
    html(&SlipsView {
        page: frame.page("accounts-slips-title"),
        address: app.settings.public_url.clone().unwrap_or_default(),
        carried: serde_json::to_string(&slips).map_err(|error| WebError::Broken(error.to_string()))?,
        slips,
    })
}
