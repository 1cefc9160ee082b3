//! The first start: three administrators and one campaign office, with one-time passwords told once.

use storage::Scope;

use super::queries::{self, NewAccount};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::roles::Role;
use crate::web::WebError;

/// An account made at the first start.
pub struct FirstAccount {
    /// Its sign-in name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// Its password, told here and never again.
    pub one_time_password: String,
}

const FIRST: [(&str, &str, Role); 4] = [
    ("system", "系统管理员", Role::SystemAdministrator),
    ("security", "安全管理员", Role::SecurityAdministrator),
    ("auditor", "审计员", Role::Auditor),
    ("office", "活动办", Role::CampaignOffice),
];

/// Makes the first accounts where there is none at all; `None` where there are some. The passwords are for the
/// console: only their hashes are stored.
///
/// # Errors
/// When the database or the machine's randomness fails.
pub async fn first_start(app: &App) -> Result<Option<Vec<FirstAccount>>, WebError> {
    if queries::exist(&app.database).await? {
        return Ok(None);
    }
    let mut prepared = Vec::new();
    for (name, display_name, role) in FIRST {
        let (password, hash) = super::passwords::fresh().await?;
        prepared.push((name, display_name, role, password, hash));
    }
    let transaction = app.database.write(Scope::Whole).await?;
    if queries::exist(&transaction).await? {
        transaction.rollback().await?;
        return Ok(None);
    }
    let mut accounts = Vec::new();
    for (name, display_name, role, one_time_password, password_hash) in prepared {
        let new = NewAccount {
            sign_in_name: name.to_owned(),
            display_name: display_name.to_owned(),
            password_hash,
            member: None,
        };
        let id = queries::insert(&transaction, &app.clock, new).await?;
        queries::grant(&transaction, &app.clock, id, (role, None), None).await?;
        accounts.push(FirstAccount { name: name.to_owned(), role, one_time_password });
    }
    audit::record(
        &transaction,
        &app.clock,
        &Actor::system(),
        Event::FirstStart,
        About::details(FIRST.map(|(name, ..)| name).join(", ")),
    )
    .await?;
    transaction.commit().await?;
    Ok(Some(accounts))
}

impl std::fmt::Debug for FirstAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the password.
        write!(formatter, "FirstAccount({}, {})", self.name, self.role.code())
    }
}
