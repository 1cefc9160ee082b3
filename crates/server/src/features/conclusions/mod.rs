//! Grade and text together (S056, 三结合): everyday knowledge of an organisation beside the concentrated appraisal, ideas and
//! style beside results of work, words beside figures. The everyday log is kept all the year; the conclusion of a sealed
//! round puts the released figures, the working group's words and the cited entries on one page.

mod conclusion;
mod everyday;
mod form;
pub mod queries;
pub mod urls;

use crate::features::Feature;
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who keeps the everyday log, and reads conclusions: the office and the secretary, each in the own part of the tree.
pub const READERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice. Its pages are reached from an organisation and from its records and results of a round.
pub const FEATURE: Feature = Feature { name: "conclusions", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    const SEES: Access = Access::Roles(READERS);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::Everyday::PATH, SEES, everyday::show)
        .post(urls::Everyday::PATH, SEES, everyday::create)
        .put(urls::Entry::PATH, SEES, everyday::update)
        .delete(urls::Entry::PATH, SEES, everyday::remove)
        .get(urls::Conclusion::PATH, SEES, conclusion::show)
        .put(urls::Conclusion::PATH, OFFICE, conclusion::update)
}
