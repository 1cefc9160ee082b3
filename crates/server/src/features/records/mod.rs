//! What an organisation notes about a round besides ballots: meetings, other contacts, practical things done, why it was
//! not appraised, where the result was made public. The statistics return and the summary read it.

pub mod boxes;
mod entries;
mod form;
mod list;
pub mod methods;
pub mod queries;
mod show;
mod stages;
pub mod urls;
mod waiting;

pub use list::announced;
pub use show::{Found, find};

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees records: the office looks, the secretary writes.
const ROLES: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "records",
    routes,
    navigation: &[Navigation { key: "records-navigation", path: || urls::Records {}.to_path(), roles: ROLES }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    const SEES: Access = Access::Roles(ROLES);
    const WRITES: Access = Access::Roles(&[Role::Secretary]);
    routes
        .get(urls::Records::PATH, SEES, list::rounds)
        .get(urls::OfRound::PATH, SEES, list::of_round)
        .get(urls::Stages::PATH, Access::Roles(&[Role::CampaignOffice]), stages::show)
        .get(urls::Record::PATH, SEES, show::show)
        .put(urls::Record::PATH, WRITES, show::update)
        .post(urls::Meetings::PATH, WRITES, entries::add_meeting)
        .delete(urls::Meeting::PATH, WRITES, entries::remove_meeting)
        .post(urls::Contacts::PATH, WRITES, entries::add_contact)
        .delete(urls::Contact::PATH, WRITES, entries::remove_contact)
        .post(urls::Boxes::PATH, WRITES, boxes::add)
        .delete(urls::OpenedBox::PATH, WRITES, boxes::remove)
}
