//! Procedures (议程) of a round: two meetings and three forms (S059), leaders first (S066), the appraisal forum (S064), five
//! emphases (S076), a second audience (S080), whom the superior sent (S079). Which there are is data; a round follows some of
//! them, each organisation records its steps, and what must come first keeps casting closed until it is recorded.

mod beside;
mod list;
mod planning;
pub mod queries;
mod record;
mod show;
pub mod urls;

use crate::features::Feature;
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees and records steps: the office that runs the round, the secretary of the own organisation.
const ROLES: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice. Its pages are reached from a round and from an organisation's records of it.
pub const FEATURE: Feature = Feature { name: "procedures", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    const SEES: Access = Access::Roles(ROLES);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::OfRound::PATH, SEES, list::show)
        .put(urls::OfRound::PATH, OFFICE, list::update)
        .get(urls::Procedure::PATH, SEES, show::show)
        .post(urls::Subjects::PATH, OFFICE, planning::create)
        .delete(urls::Subjects::PATH, OFFICE, planning::remove)
        .put(urls::Step::PATH, SEES, record::update)
        .delete(urls::Step::PATH, SEES, record::remove)
}
