//! Paths of accounts.

use storage::{AccountId, RoleGrantId};

use crate::urls;

urls! {
    /// All accounts; posting creates one.
    Accounts = "/w/accounts";
    /// The form for a new account.
    NewAccount = "/w/accounts/new";
    /// One account with its roles.
    Account { id: AccountId } = "/w/accounts/{id}";
    /// Its passwords: posting makes a new one-time password.
    Passwords { id: AccountId } = "/w/accounts/{id}/passwords";
    /// Its end.
    Closure { id: AccountId } = "/w/accounts/{id}/closure";
    /// Its roles: posting gives one.
    Roles { id: AccountId } = "/w/accounts/{id}/roles";
    /// One role: deleting takes it back.
    Role { id: AccountId, grant: RoleGrantId } = "/w/accounts/{id}/grants/{grant}";
}
