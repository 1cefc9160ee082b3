//! Who may see what.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use server::roles::Role;
use server::web::Access;

use crate::{one_of_each_role, path_of, routes, run};

/// Where each administrator's door leads, and nowhere else. The system administrator has the command line.
const ADMINISTRATORS: [(Role, &[&str]); 3] =
    [(Role::SystemAdministrator, &[]), (Role::SecurityAdministrator, &["/w/accounts"]), (Role::Auditor, &["/w/audit"])];
/// What everybody signed in has.
const OWN: [&str; 3] = ["/w", "/w/password", "/w/session"];

#[test]
fn whoever_is_signed_out_is_led_to_the_sign_in_page_or_sees_a_public_page() {
    run(async |app| {
        let mut anonymous = app.anonymous();
        for route in routes(app) {
            let path = path_of(&route);
            let answer = anonymous.ask(route.method, &path, &[], Vec::new()).await;
            let location = answer.headers.get("location");
            match (route.access, route.method) {
                (Access::Public, _) => {
                    assert!(!answer.status.is_server_error(), "{route:?}");
                    assert!(!answer.html().contains("/w/session"), "{route:?}");
                }
                (_, "GET") => {
                    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route:?}");
                    assert_eq!(location.unwrap(), "/w/sign-in", "{route:?}");
                }
                _ => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}"),
            }
        }
    });
}

#[test]
fn whoever_does_not_hold_a_role_of_a_route_finds_nothing_there() {
    run(async |app| {
        for (role, mut visitor) in one_of_each_role(app).await {
            for route in routes(app) {
                let answer = visitor.ask(route.method, &path_of(&route), &[], Vec::new()).await;
                let case = format!("{role:?} {} {}", route.method, route.path);
                assert!(!answer.status.is_server_error(), "{case}");
                match route.access {
                    Access::Roles(roles) if !roles.contains(&role) => {
                        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{case}");
                    }
                    _ if route.method == "GET" && !route.path.contains('{') => {
                        assert!(
                            answer.status.is_success() || answer.status.is_redirection(),
                            "{case}: {}",
                            answer.status
                        );
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn the_three_administrators_see_none_of_the_business() {
    run(async |app| {
        for (administrator, doors) in ADMINISTRATORS {
            for route in routes(app) {
                let Access::Roles(roles) = route.access else {
                    continue;
                };
                let is_door = doors.iter().any(|door| route.path.starts_with(door));
                assert_eq!(roles.contains(&administrator), is_door, "{route:?}");
                assert!(!is_door || roles == [administrator], "{route:?}");
            }
        }
        for route in routes(app) {
            // What is open to every role is nothing but one's own things.
            if matches!(route.access, Access::SignedIn | Access::AnySession) {
                assert!(OWN.contains(&route.path), "{route:?}");
            }
        }
    });
}

#[test]
fn a_home_page_offers_only_what_its_visitor_may_open() {
    run(async |app| {
        for (role, mut visitor) in one_of_each_role(app).await {
            let home = visitor.get("/w").await;
            let links: BTreeSet<String> = home.links().into_iter().collect();
            for link in links.iter().filter(|link| link.starts_with("/w")) {
                let page = visitor.get(link).await;
                assert_eq!(page.status, StatusCode::OK, "{role:?} {link}");
            }
        }
    });
}
