//! Tries of a password: at signing in and where the own password is changed. Failures count alike in both.

use storage::entities::account;
use storage::{AccountId, Instant, Scope, WriteTransaction};

use super::{queries, rules};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::secrets;
use crate::web::WebError;

/// A hash that no password fits: an unknown or locked name takes as long as a wrong password.
const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$YWJjZGVmZ2hpamtsbW5vcA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether an account is locked now.
pub fn is_locked(account: &account::Model, now: Instant) -> bool {
    account.locked_until.is_some_and(|until| now < until)
}

/// Whether a password is the one of an account that is not locked.
pub async fn fits(app: &App, account: Option<&account::Model>, password: String) -> Result<bool, WebError> {
    let open = account.filter(|account| !is_locked(account, app.clock.now()));
    let hash = open.map_or(NO_PASSWORD, |account| account.password_hash.as_str()).to_owned();
    Ok(password.len() <= secrets::LONGEST_PASSWORD * 4 && secrets::fits(password, hash).await?)
}

/// The account as it is now, if what was tried before still holds: while the password was hashed, the account may have
/// been locked, ended or given another password.
pub async fn still_open(
    app: &App,
    transaction: &WriteTransaction,
    tried: &account::Model,
) -> Result<Option<account::Model>, WebError> {
    let now = app.clock.now();
    let found = queries::account(transaction, tried.id).await?;
    Ok(found.filter(|account| {
        account.ended_at.is_none() && !is_locked(account, now) && account.password_hash == tried.password_hash
    }))
}

/// Counts a wrong password; one tried while the account is locked counts no more.
pub async fn count_failure(app: &App, id: AccountId) -> Result<(), WebError> {
    let transaction = app.database.write(Scope::Account(id.0)).await?.undone_when_dropped();
    let now = app.clock.now();
    let account = queries::account(&transaction, id).await?;
    let Some(account) = account.filter(|account| !is_locked(account, now)) else {
        return Ok(transaction.rollback().await?);
    };
    let failures = account.failed_attempts + 1;
    let locked_until = rules::locked_until(failures, now);
    queries::set_failures(&transaction, id, failures, locked_until).await?;
    let actor = Actor { account: Some(id), name: account.display_name };
    let event = if locked_until.is_some() { Event::AccountLocked } else { Event::SignInFailed };
    audit::record(&transaction, &app.clock, &actor, event, About::default()).await?;
    Ok(transaction.commit().await?)
}
