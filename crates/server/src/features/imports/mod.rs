//! Spreadsheets brought in: dry run, report, corrections, all or nothing.

mod actions;
mod bring;
mod choices;
pub mod engine;
mod list;
mod queries;
pub mod report;
pub mod runs;
mod show;
mod upload;
pub mod urls;
mod waiting;

pub use bring::{BringError, Extent, Order, Outcome, SureCorrections, bring, texts};

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who imports: the office of the whole tree; the handlers check the reach.
const IMPORTERS: &[Role] = &[Role::CampaignOffice];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "imports",
    routes,
    navigation: &[Navigation { key: "imports-navigation", path: || urls::Imports {}.to_path(), roles: IMPORTERS }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    let office = Access::Roles(IMPORTERS);
    routes
        .get(urls::Imports::PATH, office, list::index)
        .post(urls::Imports::PATH, office, upload::create)
        .get(urls::Import::PATH, office, show::show)
        .delete(urls::Import::PATH, office, actions::give_up)
        .post(urls::Choices::PATH, office, choices::create)
        .post(urls::SureChoices::PATH, office, choices::accept_sure)
        .post(urls::Application::PATH, office, actions::apply)
        .get(urls::Marked::PATH, office, show::marked)
}
