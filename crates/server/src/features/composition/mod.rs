//! Who judges a round (参评人员构成): the lists judges are taken from, quotas, a draw anyone can repeat, nominations,
//! invitations, attendance (S050), areas of neighbours (S074), the working group (S049). Lists hold a name and a coarse
//! note; whether and when somebody cast a ballot stands nowhere, and while casting is open no row of a person changes.

mod areas;
mod change;
mod choosing;
mod draw;
mod group;
mod list;
mod overview;
mod panel;
mod papers;
pub mod queries;
mod readings;
mod recusals;
mod rules;
mod seen;
mod sources;
pub mod urls;
mod waiting;
mod warnings;

pub use warnings::warnings;

use crate::features::{Feature, appraisals};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who keeps the lists: the office that runs the round, and nobody else, because they name people.
const ROLES: &[Role] = &[Role::CampaignOffice];

/// The slice. Its pages are reached from a round and from its panels.
pub const FEATURE: Feature = Feature {
    name: "composition",
    routes,
    navigation: &[],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

fn routes(routes: Routes) -> Routes {
    const OFFICE: Access = Access::Roles(ROLES);
    const DRAWS: Access = Access::Roles(appraisals::common::WATCHING);
    routes
        .get(urls::Composition::PATH, OFFICE, overview::show)
        .get(urls::Panel::PATH, OFFICE, panel::show)
        .put(urls::Panel::PATH, OFFICE, list::update)
        .delete(urls::Panel::PATH, OFFICE, list::withdraw)
        .post(urls::Roll::PATH, OFFICE, list::copy)
        .post(urls::Fixing::PATH, OFFICE, list::fix)
        .get(urls::Draw::PATH, DRAWS, draw::show)
        .post(urls::Draw::PATH, DRAWS, readings::enter)
        .put(urls::Draw::PATH, DRAWS, readings::confirm)
        .delete(urls::Draw::PATH, DRAWS, readings::send_back)
        .post(urls::Source::PATH, DRAWS, sources::propose)
        .put(urls::Source::PATH, DRAWS, sources::agree)
        .delete(urls::Source::PATH, DRAWS, sources::drop_proposal)
        .get(urls::ListFile::PATH, OFFICE, draw::file)
        .put(urls::Nominations::PATH, OFFICE, choosing::nominate)
        .put(urls::Invited::PATH, OFFICE, choosing::invite)
        .put(urls::Attendance::PATH, OFFICE, choosing::attend)
        .post(urls::Replacement::PATH, OFFICE, choosing::replace)
        .post(urls::Recusal::PATH, OFFICE, recusals::create)
        .get(urls::Invitations::PATH, OFFICE, papers::invitations)
        .get(urls::SignIn::PATH, OFFICE, papers::sign_in)
        .get(urls::Notice::PATH, OFFICE, papers::edit)
        .put(urls::Notice::PATH, OFFICE, papers::update)
        .get(urls::Areas::PATH, OFFICE, areas::index)
        .post(urls::Areas::PATH, OFFICE, areas::create)
        .put(urls::AreaObjects::PATH, OFFICE, areas::assign)
        .delete(urls::Area::PATH, OFFICE, areas::remove)
        .get(urls::WorkingGroup::PATH, OFFICE, group::index)
        .post(urls::WorkingGroup::PATH, OFFICE, group::create)
        .put(urls::GroupMember::PATH, OFFICE, group::update)
        .delete(urls::GroupMember::PATH, OFFICE, group::remove)
}
