//! The library of templates (S052): instruments, scales, directions, categories of judges and procedures as data, with
//! versions, made above and used below.
//!
//! What the program brings along stands in `templates_library` and never changes; offices make copies of it, or import
//! files, as drafts, and release them to the rounds of their subtree. What a round took stays as it is for ever; a round
//! keeps its own copy of everything besides.

mod catalogue;
mod checks;
mod copies;
mod edit;
pub mod embedded;
mod files;
mod import;
mod instrument_form;
mod judging_facts;
mod list;
pub mod model;
mod queries;
pub mod reader;
mod rules;
mod scale_form;
mod show;
mod sight;
mod states;
pub mod taken;
pub mod urls;
pub mod writer;

pub use catalogue::{Catalogue, Taken};
pub use embedded::LIBRARY;
pub use taken::TakenWords;
pub use urls::Kind;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees the library: whoever sees rounds.
const READERS: &[Role] = &[Role::CampaignOffice, Role::TallyKeeper];
/// Who changes it.
const WRITERS: &[Role] = &[Role::CampaignOffice];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "library",
    routes,
    navigation: &[Navigation {
        key: "library-navigation",
        path: || urls::Templates {}.to_path(),
        roles: &[Role::CampaignOffice],
    }],
    waiting: None,
};

fn routes(routes: Routes) -> Routes {
    const READ: Access = Access::Roles(READERS);
    const WRITE: Access = Access::Roles(WRITERS);
    routes
        .get(urls::Templates::PATH, READ, list::show)
        .post(urls::Templates::PATH, WRITE, import::create)
        .get(urls::Import::PATH, WRITE, import::show)
        .post(urls::Check::PATH, WRITE, import::check)
        .get(urls::Example::PATH, READ, files::example)
        .get(urls::Template::PATH, READ, show::show)
        .put(urls::Template::PATH, WRITE, edit::update)
        .put(urls::Grades::PATH, WRITE, edit::update_scale)
        .delete(urls::Template::PATH, WRITE, states::discard)
        .get(urls::Edit::PATH, WRITE, edit::show)
        .get(urls::Export::PATH, READ, files::export)
        .post(urls::Copies::PATH, WRITE, copies::create)
        .post(urls::Release::PATH, WRITE, states::release)
        .delete(urls::Release::PATH, WRITE, states::reopen)
        .post(urls::Retirement::PATH, WRITE, states::retire)
}
