//! Accounts whose owners have never signed in with them.

use super::{queries, urls};
use crate::App;
use crate::roles::Role;
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// Accounts that still have the one-time password.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    if !visitor.has(Role::SecurityAdministrator) {
        return Ok(Vec::new());
    }
    let unused = queries::with_one_time_password(&app.database).await?;
    Ok(named_or_counted(
        unused,
        |(id, name)| Waiting::new("accounts-waiting", urls::Account { id }.to_path()).naming("name", name),
        |count| {
            let path = format!("{}?state=one_time", urls::Accounts {}.to_path());
            Waiting::new("accounts-waiting-several", path).naming("count", count)
        },
    ))
}
