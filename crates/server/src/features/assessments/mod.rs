//! The four appraisals of one object side by side (S078): a leader's review and the organisation's assessment, which somebody
//! gives by name, and what members and the people cast. They are never averaged, unless an office declared before issuing
//! what each weighs and what each grade is worth (R40); even then all four are shown.

mod four;
mod index;
mod queries;
mod record;
mod reports;
mod scores;
mod sheet;
mod show;
pub mod urls;

pub use scores::scores;

use crate::features::Feature;
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// The slice. Its pages are reached from a round and from its results.
pub const FEATURE: Feature = Feature { name: "assessments", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    const READERS: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary, Role::Member]);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::OfRound::PATH, READERS, index::show)
        .get(urls::Reports::PATH, READERS, reports::show)
        .get(urls::Object::PATH, READERS, show::show)
        .put(urls::Record::PATH, OFFICE, record::update)
}
