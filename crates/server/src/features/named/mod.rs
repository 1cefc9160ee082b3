//! Named appraisal (实名评议) beside the anonymous one (S069): which measures are held by name, who on a roll gives a named
//! sheet instead of taking a slip, what was said by name, and how much of the round was covered by both.
//!
//! What is said by name stands on the named side, in its own tables and its own figures, and is never added to ballots.

mod allotting;
mod coverage;
mod figures;
mod list;
mod own;
pub mod queries;
mod roll;
mod rolls;
mod rounds;
pub mod rules;
mod sheet;
pub mod urls;
mod waiting;

pub use allotting::name_of;
pub use figures::about;
pub use roll::{group_of, places_of};

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who allots: the office that runs the round, a secretary for the own organisation.
const ALLOTTING: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice. The office comes from a round; whoever may be on a roll has an entry in the navigation.
pub const FEATURE: Feature = Feature {
    name: "named",
    routes,
    navigation: &[Navigation {
        key: "named-navigation",
        path: || urls::Rounds {}.to_path(),
        roles: &[Role::Member, Role::Secretary],
    }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    /// Whoever may be on a roll; the handlers look at the member behind the account.
    const PEOPLE: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary, Role::Member]);
    const ALLOTS: Access = Access::Roles(ALLOTTING);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    const READERS: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary, Role::Member, Role::Statistician]);
    const AGGREGATES: Access = Access::Roles(crate::features::results::context::AGGREGATES);
    routes
        .get(urls::Rounds::PATH, PEOPLE, rounds::index)
        .get(urls::OfRound::PATH, ALLOTS, list::show)
        .put(urls::OfRound::PATH, OFFICE, list::update)
        .get(urls::Roll::PATH, ALLOTS, rolls::show)
        .put(urls::Allotment::PATH, ALLOTS, rolls::update)
        .get(urls::Own::PATH, PEOPLE, own::show)
        .put(urls::Own::PATH, PEOPLE, own::update)
        .get(urls::Sheet::PATH, PEOPLE, sheet::show)
        .put(urls::Sheet::PATH, PEOPLE, sheet::update)
        .get(urls::Figures::PATH, READERS, figures::index)
        .get(urls::ObjectFigures::PATH, READERS, figures::show)
        .get(urls::Coverage::PATH, AGGREGATES, coverage::show)
        .get(urls::CoverageFile::PATH, AGGREGATES, coverage::export)
}
