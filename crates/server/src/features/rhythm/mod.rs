//! The rhythm of a year (节奏): an appraisal each quarter, a summary each half-year and an overall one at the end (S061), the
//! year's figure from the quarters (R44); what members are asked each quarter, the four no-slackenings (S062), and each
//! half-year, the four not-letting-offs (S063).
//!
//! The events of an organisation are computed from the year, never stored; what is stored is which round stands in which
//! quarter and what was written or entered. Figures come from published releases only.

mod attaching;
mod calendar;
mod cells;
mod changing;
mod consequences;
mod cycles;
mod letting_off;
mod making;
mod members;
mod organisation;
mod periods;
mod queries;
mod seen;
mod series;
mod slackening;
mod summaries;
mod summary_paper;
pub mod urls;
mod waiting;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who sees the calendar and the figures of a year: the office, and the secretary of what lies below.
const READERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];
/// Who runs rounds and so a year of them.
const OFFICE: &[Role] = &[Role::CampaignOffice];
/// Who keeps the entries about members.
const SECRETARY: &[Role] = &[Role::Secretary];
/// Who sees entries about members: the handlers say whose.
const CONCERNED: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::Member];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "rhythm",
    routes,
    navigation: &[
        Navigation { key: "rhythm-navigation", path: || urls::Cycles {}.to_path(), roles: READERS },
        Navigation { key: "rhythm-members-navigation", path: || urls::Members {}.to_path(), roles: &[Role::Member] },
    ],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    const SEES: Access = Access::Roles(READERS);
    const RUNS: Access = Access::Roles(OFFICE);
    const KEEPS: Access = Access::Roles(SECRETARY);
    const CONCERNS: Access = Access::Roles(CONCERNED);
    const ANSWERS: Access = Access::Roles(&[Role::Secretary, Role::Member]);
    let routes = routes
        .get(urls::Cycles::PATH, SEES, cycles::index)
        .post(urls::Cycles::PATH, RUNS, cycles::create)
        .get(urls::OfRound::PATH, RUNS, attaching::show)
        .put(urls::OfRound::PATH, RUNS, attaching::update)
        .delete(urls::OfRound::PATH, RUNS, attaching::remove)
        .get(urls::Calendar::PATH, SEES, calendar::show)
        .put(urls::Calendar::PATH, RUNS, changing::update)
        .delete(urls::Calendar::PATH, RUNS, changing::remove)
        .post(urls::Rounds::PATH, RUNS, making::create)
        .get(urls::Year::PATH, SEES, organisation::show)
        .get(urls::Summary::PATH, SEES, summaries::show)
        .put(urls::Summary::PATH, SEES, summaries::update)
        .get(urls::SummaryPaper::PATH, SEES, summary_paper::paper);
    routes
        .get(urls::Members::PATH, CONCERNS, members::index)
        .get(urls::Slackening::PATH, CONCERNS, slackening::show::show)
        .put(urls::Slackening::PATH, KEEPS, slackening::meeting::update)
        .get(urls::Check::PATH, CONCERNS, slackening::check::show)
        .put(urls::Check::PATH, KEEPS, slackening::entering::update)
        .put(urls::OwnCheck::PATH, ANSWERS, slackening::answering::update)
        .get(urls::LettingOff::PATH, CONCERNS, letting_off::list::show)
        .get(urls::Review::PATH, ANSWERS, letting_off::show::show)
        .put(urls::Review::PATH, KEEPS, letting_off::review::update)
        .put(urls::OwnReview::PATH, ANSWERS, letting_off::own::update)
        .put(urls::Consequence::PATH, KEEPS, letting_off::items::update)
        .delete(urls::Consequence::PATH, KEEPS, letting_off::items::remove)
        .put(urls::Recommendation::PATH, KEEPS, letting_off::recommending::update)
        .delete(urls::Recommendation::PATH, KEEPS, letting_off::recommending::remove)
}
