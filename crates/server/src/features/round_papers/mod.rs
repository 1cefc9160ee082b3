//! The papers of a round that are made of what is entered anyway: notice (F11), opinion slip (F17), box record (F18),
//! special record (F20), tally sheet (F58); and one page that says where each paper of a round is.

mod index;
mod notice;
mod opinions;
mod record;
mod tally;
pub mod urls;
mod words;

use crate::features::Feature;
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who needs papers: the office, and the secretaries of the organisations that take part.
const ROLES: &[Role] = &[Role::CampaignOffice, Role::Secretary];

/// The slice.
pub const FEATURE: Feature = Feature { name: "round_papers", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    const ACCESS: Access = Access::Roles(ROLES);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::RoundPapers::PATH, ACCESS, index::show)
        .get(urls::Notice::PATH, OFFICE, notice::paper)
        .get(urls::OpinionSlip::PATH, ACCESS, opinions::slip)
        .get(urls::TallySheet::PATH, OFFICE, tally::paper)
        .get(urls::BoxRecord::PATH, ACCESS, opinions::box_record)
        .get(urls::SpecialRecord::PATH, ACCESS, record::paper)
}
