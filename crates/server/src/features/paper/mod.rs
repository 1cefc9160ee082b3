//! Paper (纸质评议表): blank forms without number or code (F12, F13, F15), counted after casting by two, keyed by two others
//! who do not see each other, decided by a third where they differ, and moved to the ballot store at once. Sealing waits
//! until every batch is accepted or recorded as missing.
//!
//! A draft says what stands on a sheet that was numbered after shuffling, never whose it is, and is erased when its
//! batch is accepted.

mod acceptance;
mod aside;
mod correction;
mod count;
mod found;
mod index;
mod keyed;
mod keying;
mod list;
mod loss;
mod moving;
mod opened;
mod pooling;
pub mod queries;
mod rules;
mod sheet;
mod sheet_view;
mod show;
mod stuck;
pub mod urls;
mod waiting;

pub use moving::is_waited_for;
pub use rules::{ballots_of, sheets_of};
pub use show::names_waited_for;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees how paper stands: the office, those who count, key and accept.
const SEES: &[Role] = &[Role::CampaignOffice, Role::TallyKeeper, Role::Clerk];
/// Who keys and decides.
const KEYING: &[Role] = &[Role::Clerk, Role::TallyKeeper];
/// Who accepts, or records as missing.
const KEEPERS: &[Role] = &[Role::TallyKeeper];

/// The slice. A clerk has nothing else; the others come from the page of a round.
pub const FEATURE: Feature = Feature {
    name: "paper",
    routes,
    navigation: &[Navigation { key: "paper-title", path: || urls::Rounds {}.to_path(), roles: &[Role::Clerk] }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    const SEEING: Access = Access::Roles(SEES);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    const COUNTING: Access = Access::Roles(&[Role::CampaignOffice, Role::TallyKeeper]);
    const TYPING: Access = Access::Roles(KEYING);
    const TALLY: Access = Access::Roles(KEEPERS);
    routes
        .get(urls::Rounds::PATH, SEEING, index::show)
        .get(urls::OfRound::PATH, SEEING, list::show)
        .post(urls::OfRound::PATH, OFFICE, list::create)
        .get(urls::Batch::PATH, SEEING, show::show)
        .get(urls::Count::PATH, COUNTING, count::edit)
        .post(urls::Count::PATH, COUNTING, count::create)
        .get(urls::Correction::PATH, TALLY, correction::edit)
        .post(urls::Correction::PATH, TALLY, correction::create)
        .delete(urls::Correction::PATH, TALLY, correction::withdraw)
        .post(urls::Pool::PATH, COUNTING, pooling::create)
        .post(urls::Keying::PATH, TYPING, keying::begin)
        .delete(urls::Keying::PATH, TYPING, keying::give_up)
        .get(urls::Sheet::PATH, TYPING, sheet::show)
        .put(urls::Sheet::PATH, TYPING, sheet::update)
        .get(urls::Decision::PATH, TYPING, sheet::decide)
        .put(urls::Decision::PATH, TYPING, sheet::update_decision)
        .post(urls::Acceptance::PATH, TALLY, acceptance::create)
        .post(urls::Loss::PATH, TALLY, loss::create)
        .delete(urls::Loss::PATH, TALLY, loss::withdraw)
        .post(urls::Recovery::PATH, TALLY, stuck::create)
}
