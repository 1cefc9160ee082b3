//! Members of the organisations, and the register of exemptions (S077).

mod days;
mod due;
mod exemptions;
mod export;
mod form;
mod list;
mod members;
pub mod queries;
mod show;
pub mod urls;
pub mod words;

pub use members::blank;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who keeps the members: the office, and a secretary for the own organisation.
pub const KEEPERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "people",
    routes,
    navigation: &[Navigation { key: "people-navigation", path: || urls::People {}.to_path(), roles: KEEPERS }],
    waiting: None,
};

fn routes(routes: Routes) -> Routes {
    let keepers = Access::Roles(KEEPERS);
    let secretary = Access::Roles(&[Role::Secretary]);
    routes
        .get(urls::People::PATH, keepers, list::index)
        .post(urls::People::PATH, keepers, members::create)
        .get(urls::NewMember::PATH, keepers, members::new)
        .get(urls::Export::PATH, keepers, export::show)
        .get(urls::Due::PATH, keepers, due::show)
        .get(urls::Member::PATH, keepers, show::show)
        .put(urls::Member::PATH, keepers, members::update)
        .get(urls::Edit::PATH, keepers, members::edit)
        .get(urls::Departure::PATH, keepers, members::leaving)
        .post(urls::Departure::PATH, keepers, members::leave)
        .post(urls::Exemptions::PATH, secretary, exemptions::create)
        .delete(urls::Exemption::PATH, secretary, exemptions::end)
}
