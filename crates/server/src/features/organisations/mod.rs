//! The typed tree of party organisations with its history (S135), and what each inherits from its sector (S002).
//!
//! The model slice: the others are compared with it. Type rules stand in `rules::organisation`, what may be done to the
//! tree in `rules.rs`, the library of sectors and standards in `sectors.rs`.

mod changes;
mod export;
mod form;
mod list;
pub mod queries;
mod rules;
pub mod sectors;
mod show;
mod tree_change_pages;
mod tree_changes;
pub mod urls;

pub use changes::blank;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees the tree: everybody with business in it, each within the own reach.
const READERS: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::Statistician, Role::TallyKeeper, Role::Member];
/// Who changes it.
const WRITERS: &[Role] = &[Role::CampaignOffice];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "organisations",
    routes,
    navigation: &[Navigation {
        key: "organisations-navigation",
        path: || urls::Organisations {}.to_path(),
        roles: READERS,
    }],
    waiting: None,
};

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::Organisations::PATH, Access::Roles(READERS), list::show)
        .post(urls::Organisations::PATH, Access::Roles(WRITERS), changes::create)
        .get(urls::NewOrganisation::PATH, Access::Roles(WRITERS), changes::new)
        .get(urls::Export::PATH, Access::Roles(READERS), export::show)
        .get(urls::Organisation::PATH, Access::Roles(READERS), show::show)
        .put(urls::Organisation::PATH, Access::Roles(WRITERS), changes::update)
        .get(urls::Edit::PATH, Access::Roles(WRITERS), changes::edit)
        .get(urls::Place::PATH, Access::Roles(WRITERS), tree_change_pages::choose_place)
        .put(urls::Place::PATH, Access::Roles(WRITERS), tree_changes::place)
        .get(urls::Merger::PATH, Access::Roles(WRITERS), tree_change_pages::choose_merger)
        .post(urls::Merger::PATH, Access::Roles(WRITERS), tree_changes::merge)
        .get(urls::Closure::PATH, Access::Roles(WRITERS), tree_change_pages::confirm_closure)
        .post(urls::Closure::PATH, Access::Roles(WRITERS), tree_changes::close)
}
