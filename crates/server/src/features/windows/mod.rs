//! Service windows (服务窗口, S070): the register of them, and the forms handed out to their visitors.
//!
//! A visitor stands on no roll. What is known of him is a number: of the forms handed out on a day, of persons and of the
//! units they came from. Which visitors get a form is drawn beforehand, so that nobody picks them.

mod changes;
mod day;
mod days;
mod form;
mod hand_out;
mod list;
mod plan;
pub mod queries;
mod show;
pub mod urls;

use storage::{OrganisationId, StorageError};

use crate::App;
use crate::features::{Feature, Navigation, organisations};
use crate::roles::Role;
use crate::web::{Access, Routes, Url, Visitor};

/// Who keeps the register and counts at the spot, each within the own reach.
const KEEPERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];
/// Who looks at what was handed out in a round besides.
const WATCHERS: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::TallyKeeper];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "windows",
    routes,
    navigation: &[Navigation {
        key: "windows-navigation",
        path: || urls::Windows {}.to_path(),
        roles: &[Role::CampaignOffice],
    }],
    waiting: None,
};

/// Where the windows of an organisation are, for whoever keeps them.
///
/// # Errors
/// When the database does not answer.
pub async fn path_of(
    app: &App,
    visitor: &Visitor,
    organisation: OrganisationId,
) -> Result<Option<String>, StorageError> {
    let keeps = organisations::queries::in_reach(&app.database, &visitor.reach(KEEPERS), organisation).await?;
    Ok(keeps.then(|| urls::Windows::of(organisation)))
}

fn routes(routes: Routes) -> Routes {
    const KEEP: Access = Access::Roles(KEEPERS);
    const LOOK: Access = Access::Roles(WATCHERS);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::Windows::PATH, KEEP, list::show)
        .post(urls::Windows::PATH, KEEP, changes::create)
        .get(urls::NewWindow::PATH, KEEP, changes::new)
        .get(urls::Window::PATH, KEEP, show::show)
        .put(urls::Window::PATH, KEEP, changes::update)
        .post(urls::Closure::PATH, KEEP, changes::close)
        .get(urls::HandOut::PATH, LOOK, hand_out::index)
        .get(urls::WindowBatch::PATH, LOOK, days::show)
        .put(urls::WindowBatch::PATH, OFFICE, plan::update)
        .get(urls::Places::PATH, LOOK, plan::places)
        .put(urls::Days::PATH, KEEP, day::update)
        .delete(urls::Day::PATH, KEEP, day::remove)
}
