//! The rules of the house, on every route and every page there is: access, forged forms, headers, sessions, texts,
//! links. A slice adds nothing here; what it declares is found.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod access;
mod double_posts;
mod forged_forms;
mod headers;
mod keys;
mod lists;
mod pages;
mod plumbing;
mod routes_page;
mod sessions;

use server::roles::Role;
use server::web::routes::Declared;
use test_support::{Client, TestApp, run};

/// What every slice declares.
pub fn routes(app: &TestApp) -> Vec<Declared> {
    server::routes(&app.app).1
}

/// A path that fits a declared one: identifiers of nothing that exists.
pub fn path_of(declared: &Declared) -> String {
    let part = |part: &str| match part {
        "{code}" => "en".to_owned(),
        "{name}" => "nothing".to_owned(),
        "{kind}" => "instruments".to_owned(),
        "{version}" => "7".to_owned(),
        part if part.starts_with('{') => "0197c2f0a5c87d5e8f00000000000001".to_owned(),
        part => part.to_owned(),
    };
    declared.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// One visitor for each role, with the whole tree in reach.
pub async fn one_of_each_role(app: &TestApp) -> Vec<(Role, Client)> {
    let mut visitors = Vec::new();
    for role in Role::ALL {
        visitors.push((role, app.visitor(role.code(), &[(role, None)]).await));
    }
    visitors
}

/// Founds a county with an office committee and a branch, as the office does.
pub async fn found_county(office: &mut Client) {
    let mut under = "/w/organisations/new".to_owned();
    for (name, kind) in
        [("中共青山县委员会", "territory_committee"), ("青山县教育局党委", "committee"), ("青山一中党支部", "branch")]
    {
        let form = office.get(&under).await;
        let fields = [("name", name), ("kind", kind), ("sector", "institution")];
        let shown = office.submit(&form, "/w/organisations", &fields).await;
        assert!(shown.says("党组织已建立"), "{}", shown.text());
        if kind != "branch" {
            under = shown.link("新建下级组织");
        }
    }
}
