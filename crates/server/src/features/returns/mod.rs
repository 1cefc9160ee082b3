//! The statistics return F19 (S081): drawn up from a round's records, checked, filed upward, sent back with remarks or
//! accepted, rolled up along the tree.
//!
//! Nothing is corrected in silence: a likely value is proposed and taken over by a click. A blank needs a reason.

mod corrections;
mod drafts;
mod edit;
mod figures;
mod files;
mod filings;
mod lines;
mod list;
mod papers;
mod queries;
mod records;
mod reviews;
mod roll_ups;
mod rules;
mod show;
mod standing;
mod steps;
mod uploads;
pub mod urls;
mod verdicts;
mod waiting;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "returns",
    routes,
    navigation: &[Navigation { key: "returns-navigation", path: || urls::Returns {}.to_path(), roles: READERS }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

/// Who sees returns; the handlers check where.
const READERS: &[Role] = &[Role::Secretary, Role::CampaignOffice, Role::Statistician];
/// Who fills in and files the own organisation's return.
const FILLERS: Access = Access::Roles(&[Role::Secretary, Role::CampaignOffice]);
/// Who draws up, accepts and sends back the returns of the level below.
const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);

fn routes(routes: Routes) -> Routes {
    let readers = Access::Roles(READERS);
    routes
        .get(urls::Returns::PATH, readers, list::show)
        .get(urls::RollUp::PATH, Access::Roles(&[Role::CampaignOffice, Role::Statistician]), roll_ups::show)
        .post(urls::RollUp::PATH, OFFICE, roll_ups::create)
        .get(urls::Return::PATH, readers, show::show)
        .get(urls::Edit::PATH, FILLERS, edit::edit)
        .put(urls::Return::PATH, FILLERS, edit::update)
        .post(urls::Prefill::PATH, FILLERS, corrections::fill_again)
        .post(urls::Correction::PATH, FILLERS, corrections::create)
        .post(urls::Upload::PATH, FILLERS, uploads::create)
        .post(urls::Filing::PATH, FILLERS, filings::create)
        .get(urls::Review::PATH, OFFICE, reviews::new)
        .post(urls::Review::PATH, OFFICE, reviews::send_back)
        .post(urls::Acceptance::PATH, OFFICE, reviews::accept)
        .get(urls::LineSteps::PATH, readers, steps::show)
        .get(urls::Paper::PATH, readers, papers::pdf)
        .get(urls::Workbook::PATH, readers, papers::workbook)
}
