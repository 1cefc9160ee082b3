//! Blind tokens (盲签凭证, decision 0011): which judge groups take them, until when, and a member taking one.
//!
//! The named side knows who took a token and what was signed, blinded. What the token is, only the member's own device
//! knows; it is handed in below `/b`, by nobody in particular. No row and no log says at what hour of the time somebody asked.

mod declare;
mod key;
mod office;
mod own;
pub mod queries;
mod rounds;
pub mod rules;
pub mod urls;
mod waiting;

pub use office::{times, waits};

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// The slice. The office comes from a round; members have an entry in the navigation.
pub const FEATURE: Feature = Feature {
    name: "tokens",
    routes,
    navigation: &[Navigation { key: "tokens-navigation", path: || urls::Rounds {}.to_path(), roles: &[Role::Member] }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    /// Whoever may be on a roll; the handlers look at the member behind the account.
    const PEOPLE: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary, Role::Member]);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    const WATCHING: Access = Access::Roles(&[Role::CampaignOffice, Role::TallyKeeper]);
    routes
        .get(urls::Rounds::PATH, PEOPLE, rounds::index)
        .get(urls::OfRound::PATH, WATCHING, office::show)
        .put(urls::OfRound::PATH, OFFICE, declare::update)
        .put(urls::Period::PATH, OFFICE, office::prolong)
        .delete(urls::Key::PATH, OFFICE, office::retire)
        .get(urls::Own::PATH, PEOPLE, own::show)
        .post(urls::Own::PATH, PEOPLE, own::take)
        .get(urls::KeyFile::PATH, PEOPLE, key::show)
}
