//! The front door, and what one sees first after signing in.

pub mod urls;

use askama::Template;
use axum::extract::{Query, State};
use sea_orm::{EntityTrait, PaginatorTrait};
use storage::Reads;
use storage::entities::organisation;

use crate::App;
use crate::features::{self, Feature, Navigation, sign_in};
use crate::roles::Role;
use crate::web::paging::{PageNumber, Pager};
use crate::web::{Access, Answer, Frame, Page, Url, Visitor, Waiting, html, see_other};

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "home",
    routes: |routes| {
        routes.get(urls::FrontDoor::PATH, Access::Public, front_door).get(urls::Home::PATH, Access::SignedIn, home)
    },
    navigation: &[Navigation { key: "home-navigation", path: || urls::Home {}.to_path(), roles: &[] }],
    waiting: None,
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
    is_first_start: bool,
    waiting: Vec<Line>,
    pager: Pager,
}

/// Something that waits, as the page shows it.
struct Line {
    sentence: String,
    path: String,
    due: Option<String>,
    is_late: bool,
}

/// What waits for the visitor now: each slice says it for itself.
async fn home(State(app): State<App>, visitor: Visitor, frame: Frame, Query(number): Query<PageNumber>) -> Answer {
    let page = frame.page("home-title");
    let all = features::waiting(&app, &visitor).await?;
    let pager = Pager::new(number.page, all.len() as u64, &urls::Home {}.to_path(), &[]);
    let today = app.today().to_string();
    let line = |waiting: Waiting| Line {
        sentence: page.with(waiting.key, &waiting.arguments),
        is_late: waiting.is_late(&today),
        path: waiting.path,
        due: waiting.due,
    };
    let is_first_start =
        visitor.has(Role::CampaignOffice) && organisation::Entity::find().count(app.database.connection()).await? == 0;
    html(&HomeView {
        waiting: pager.of(all).map(line).collect(),
        roles: visitor.roles.iter().map(|(role, _)| role.code()).collect(),
        is_first_start,
        pager,
        page,
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
