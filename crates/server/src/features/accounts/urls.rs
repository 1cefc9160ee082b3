//! Paths of accounts.

use storage::{AccountId, RoleGrantId};

use crate::urls;

urls! {
    /// All accounts; posting creates one.
    Accounts = "/w/accounts";
    /// The form for a new account.
    NewAccount = "/w/accounts/new";
    /// Many accounts at once: the forms, and what the register proposes.
    NewBatch = "/w/accounts/batches/new";
    /// A spreadsheet of accounts: posting shows what would be made of it.
    BatchChecks = "/w/accounts/batches/checks";
    /// Posting makes the accounts as they were shown.
    Batches = "/w/accounts/batches";
    /// The rows as a spreadsheet: empty, or as they were shown.
    BatchTable = "/w/accounts/batches/table.xlsx";
    /// One-time passwords to be handed over, on paper or in a spreadsheet.
    Slips = "/w/accounts/batches/slips";
    /// One account with its roles; putting changes the name shown.
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
