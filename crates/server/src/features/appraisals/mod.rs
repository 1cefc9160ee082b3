//! Preparing and running appraisal rounds (群众评议, S048) up to the end of casting.

mod arranging;
mod casting;
mod channels;
mod choose;
mod choose_windows;
mod choosing;
pub mod common;
pub mod composite;
mod copying;
mod counting;
pub mod form;
mod freezing;
mod index;
mod issuing;
mod items;
pub mod layout;
mod list;
mod measures;
pub mod model;
mod objects;
mod offers;
mod one_panel;
mod panels;
mod preview;
pub mod queries;
mod repeating;
mod rules;
mod settings;
mod show;
mod slips;
mod snapshots;
mod steps;
mod tablets;
pub mod urls;
pub mod verdict;
mod waiting;

pub use crate::features::library;
pub use arranging::arrange;
pub use choosing::{measure_name, measure_title};
pub use copying::{NewTerm, copy};
pub use layout::{ballot_round, layout_of, round_of};
pub use repeating::{draw_up, is_repeatable};
pub use rules::Arrangement;
pub use show::{Link, chain, knows_of, linked_rounds};
pub use slips::{may_print, panel_name};
pub use snapshots::Snapshots;
pub use steps::resume;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

const OFFICE: Access = Access::Roles(common::OFFICE);
const WATCHING: Access = Access::Roles(common::WATCHING);

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "appraisals",
    routes,
    navigation: &[Navigation {
        key: "appraisals-navigation",
        path: || urls::Rounds {}.to_path(),
        roles: &[Role::CampaignOffice, Role::TallyKeeper],
    }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get(urls::Rounds::PATH, WATCHING, index::show)
        .get(urls::Export::PATH, WATCHING, index::export)
        .post(urls::Rounds::PATH, OFFICE, list::create)
        .get(urls::NewRound::PATH, OFFICE, list::new)
        .get(urls::Round::PATH, WATCHING, show::show)
        .put(urls::Round::PATH, OFFICE, settings::update)
        .delete(urls::Round::PATH, OFFICE, settings::discard)
        .get(urls::Settings::PATH, OFFICE, settings::edit)
        .get(urls::Composite::PATH, OFFICE, composite::edit)
        .put(urls::Composite::PATH, OFFICE, composite::update)
        .delete(urls::Composite::PATH, OFFICE, composite::remove)
        .get(urls::Objects::PATH, OFFICE, objects::index)
        .post(urls::Objects::PATH, OFFICE, choose::add_organisations)
        .put(urls::Measure::PATH, OFFICE, measures::update)
        .get(urls::ChooseOrganisations::PATH, OFFICE, choose::organisations)
        .get(urls::ChooseMembers::PATH, OFFICE, choose::members)
        .post(urls::ChooseMembers::PATH, OFFICE, choose::add_members)
        .get(urls::ChooseWindows::PATH, OFFICE, choose_windows::show)
        .post(urls::ChooseWindows::PATH, OFFICE, choose_windows::add)
        .delete(urls::Object::PATH, OFFICE, objects::remove)
        .get(urls::Items::PATH, OFFICE, items::index)
        .post(urls::Items::PATH, OFFICE, items::create)
        .delete(urls::Item::PATH, OFFICE, items::remove)
        .put(urls::Sheets::PATH, OFFICE, arranging::update)
        .get(urls::Panels::PATH, OFFICE, panels::index)
        .post(urls::Panels::PATH, OFFICE, panels::create)
        .post(urls::Mergers::PATH, OFFICE, panels::merge)
        .get(urls::Panel::PATH, OFFICE, one_panel::show)
        .put(urls::Panel::PATH, OFFICE, one_panel::update)
        .delete(urls::Panel::PATH, OFFICE, one_panel::remove)
        .get(urls::Preview::PATH, OFFICE, preview::show)
        .get(urls::Paper::PATH, OFFICE, preview::paper);
    routes
        .post(urls::Repeat::PATH, OFFICE, repeating::create)
        .post(urls::Announcement::PATH, OFFICE, issuing::announce)
        .get(urls::Issuing::PATH, WATCHING, issuing::show)
        .post(urls::Issuing::PATH, OFFICE, issuing::create)
        .post(urls::PlainHttp::PATH, WATCHING, issuing::accept_plain_http)
        .get(urls::Batches::PATH, WATCHING, slips::index)
        .post(urls::Batches::PATH, OFFICE, slips::create)
        .put(urls::Batch::PATH, OFFICE, slips::confirm)
        .delete(urls::Batch::PATH, OFFICE, slips::void)
        .post(urls::Tablets::PATH, OFFICE, tablets::create)
        .put(urls::Tablet::PATH, OFFICE, tablets::unlock)
        .get(urls::BatchCount::PATH, WATCHING, counting::edit)
        .post(urls::BatchCount::PATH, WATCHING, counting::create)
        .get(urls::Casting::PATH, WATCHING, casting::show)
        .post(urls::Casting::PATH, OFFICE, casting::create)
        .delete(urls::Casting::PATH, OFFICE, casting::pause)
        .post(urls::Excuse::PATH, OFFICE, casting::excuse)
        .get(urls::Reconciliation::PATH, WATCHING, counting::show)
        .post(urls::Reconciliation::PATH, WATCHING, counting::record_breach)
}
