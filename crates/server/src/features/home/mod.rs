//! The front door, and what one sees first after signing in.

pub mod urls;

use askama::Template;
use axum::extract::State;
use sea_orm::{EntityTrait, PaginatorTrait};
use storage::Reads;
use storage::entities::organisation;

use crate::App;
use crate::features::{Feature, Navigation, sign_in};
use crate::roles::Role;
use crate::web::{Access, Answer, Frame, Page, Url, Visitor, html, see_other};

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "home",
    routes: |routes| {
        routes.get(urls::FrontDoor::PATH, Access::Public, front_door).get(urls::Home::PATH, Access::SignedIn, home)
    },
    navigation: &[Navigation { key: "home-navigation", path: || urls::Home {}.to_path(), roles: &[] }],
};

#[derive(Template)]
#[template(path = "features/home/templates/front_door.html")]
struct FrontDoorView {
    page: Page,
}

/// Two doors: judges with a slip, people with an account.
async fn front_door(frame: Frame) -> Answer {
    html(&FrontDoorView { page: frame.page("home-front-door-title") })
}

#[derive(Template)]
#[template(path = "features/home/templates/home.html")]
struct HomeView {
    page: Page,
    roles: Vec<&'static str>,
    is_office: bool,
    organisations: u64,
}

async fn home(app: axum::extract::State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let State(app) = app;
    let organisations = organisation::Entity::find().count(app.database.connection()).await?;
    html(&HomeView {
        page: frame.page("home-title"),
        roles: visitor.roles.iter().map(|(role, _)| role.code()).collect(),
        is_office: visitor.has(Role::CampaignOffice),
        organisations,
    })
}

/// Where one goes after signing in.
#[must_use]
pub fn after_sign_in(must_change_password: bool) -> axum::response::Response {
    if must_change_password {
        see_other(&sign_in::urls::Password {}.to_path())
    } else {
        see_other(&urls::Home {}.to_path())
    }
}
