//! The name shown of an account: corrected, or that of a successor in an office. What was done under the old one keeps it.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::Scope;

use super::create::LONGEST_NAME;
use super::show::{self, ChangedMeanwhile, Refused};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun};
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The form.
#[derive(Debug, Deserialize)]
pub struct NameForm {
    #[serde(default)]
    display_name: String,
    version: i64,
}

/// Changes it.
pub async fn update(
    State(app): State<App>,
    Path(url): Path<urls::Account>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<NameForm>,
) -> Answer {
    let NameForm { display_name: typed, version } = posted.input;
    let account = queries::find(&app.database, url.id)
        .await?
        .filter(|account| account.ended_at.is_none())
        .ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("display_name", &typed, LONGEST_NAME);
    if !errors.is_empty() {
        let refused = Refused { name: Some((typed, ChangedMeanwhile::No)), errors, ..Refused::default() };
        return show::with(&app, &frame, account.id, refused).await;
    }
    let scope = Scope::Account(account.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if !queries::rename(&change.transaction, (account.id, &account.sign_in_name), version, &name).await? {
        change.give_up().await?;
        let refused = Refused { name: Some((typed, ChangedMeanwhile::Yes)), ..Refused::default() };
        return show::with(&app, &frame, account.id, refused).await;
    }
    let details = format!("{} → {name} ({})", account.display_name, account.sign_in_name);
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::AccountRenamed, About::details(details)).await?;
    change.answer(&urls::Account { id: account.id }, "accounts-renamed").await
}
