//! What the judged say about themselves before the ballot opens (S060): own grades, deeds, shortcomings, a plan.

mod form;
mod list;
mod papers;
mod queries;
mod reports;
mod show;
pub mod urls;
mod waiting;

pub use queries::{Introduction, Summary, introduced, introductions, introductions_of, members, outstanding, summary};

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees self-reports: each where the tree allows it, a member the own.
const ROLES: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::Member];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "self_reports",
    routes,
    navigation: &[Navigation { key: "self-reports-navigation", path: || urls::SelfReports {}.to_path(), roles: ROLES }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    const ACCESS: Access = Access::Roles(ROLES);
    routes
        .get(urls::SelfReports::PATH, ACCESS, list::rounds)
        .get(urls::OfRound::PATH, ACCESS, list::of_round)
        .get(urls::SelfReport::PATH, ACCESS, show::show)
        .put(urls::SelfReport::PATH, ACCESS, show::update)
        .get(urls::Paper::PATH, ACCESS, papers::filled)
        .get(urls::BlankPaper::PATH, ACCESS, papers::blank)
        .get(urls::DutyReport::PATH, ACCESS, reports::duty)
        .get(urls::WrittenSummary::PATH, ACCESS, reports::summary)
}
