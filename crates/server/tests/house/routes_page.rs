//! The printed list of routes, kept fresh.
//!
//! `ZHENGYOU_WRITE_GENERATED=1 cargo test -p server --test house routes` writes it anew.

use std::fs;
use std::path::Path;

use server::web::Access;
use server::web::routes::Declared;

use crate::{routes, run};

const HEADING: &str = "\
# Routes

Every route and who may use it, printed from what the slices declare. What one may not see answers 404; signed out, a
page leads to the sign-in page. A role reaches its own part of the tree only; the handler checks that.

`ZHENGYOU_WRITE_GENERATED=1 cargo test -p server --test house routes` writes this page anew.

| method | path | who |
|---|---|---|
";

#[test]
fn the_printed_list_of_routes_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/routes.md");
    run(async |app| {
        let printed = printed(routes(app));
        if std::env::var_os("ZHENGYOU_WRITE_GENERATED").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &printed).unwrap();
        }
        let stored = fs::read_to_string(&file).unwrap();
        assert!(stored == printed, "docs/generated/routes.md is not fresh");
    });
}

#[test]
fn no_route_is_declared_twice() {
    run(async |app| {
        let mut seen = std::collections::BTreeSet::new();
        for route in routes(app) {
            assert!(seen.insert((route.path, route.method)), "{route:?}");
        }
    });
}

fn printed(mut routes: Vec<Declared>) -> String {
    routes.sort_by_key(|route| (route.path, route.method));
    let mut page = HEADING.to_owned();
    for route in routes {
        let who = match route.access {
            Access::Public => "anybody".to_owned(),
            Access::AnySession => "anybody signed in, also with a one-time password".to_owned(),
            Access::SignedIn => "anybody signed in".to_owned(),
            Access::Roles(roles) => {
                let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
                codes.join(", ")
            }
        };
        page.push_str(&format!("| {} | `{}` | {who} |\n", route.method, route.path));
    }
    page
}
