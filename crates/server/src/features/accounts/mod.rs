//! Accounts and roles: the security administrator gives, ends and resets them.
//!
//! Passwords are shown once and kept as hashes only. Whoever administers holds no other role; one security
//! administrator always remains.

mod batches;
mod closures;
mod create;
mod first_start;
mod form;
mod list;
mod names;
mod passwords;
pub mod queries;
mod roles;
mod rules;
mod show;
pub mod urls;
mod waiting;

pub use first_start::{FirstAccount, first_start};
pub use passwords::reset_named;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

const SECURITY: Access = Access::Roles(&[Role::SecurityAdministrator]);

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "accounts",
    routes,
    navigation: &[Navigation {
        key: "accounts-title",
        path: || urls::Accounts {}.to_path(),
        roles: &[Role::SecurityAdministrator],
    }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::Accounts::PATH, SECURITY, list::index)
        .post(urls::Accounts::PATH, SECURITY, create::create)
        .get(urls::NewAccount::PATH, SECURITY, create::new)
        .get(urls::NewBatch::PATH, SECURITY, batches::new)
        .post(urls::BatchChecks::PATH, SECURITY, batches::check)
        .post(urls::Batches::PATH, SECURITY, batches::create)
        .get(urls::BatchTable::PATH, SECURITY, batches::blank_table)
        .post(urls::BatchTable::PATH, SECURITY, batches::table)
        .post(urls::Slips::PATH, SECURITY, batches::slips)
        .get(urls::Account::PATH, SECURITY, show::show)
        .put(urls::Account::PATH, SECURITY, names::update)
        .post(urls::Passwords::PATH, SECURITY, passwords::create)
        .post(urls::Closure::PATH, SECURITY, closures::create)
        .post(urls::Roles::PATH, SECURITY, roles::create)
        .delete(urls::Role::PATH, SECURITY, roles::destroy)
}
