//! A double click: the second post of a form is answered like the first, whatever the first made impossible.

use server::roles::Role;
use test_support::{Client, Form, Shown};

use crate::{found_county, run};

/// Posts the form of this action twice; what the first post showed.
async fn twice(client: &mut Client, page: &Shown, action: &str, fields: &[(&str, &str)]) -> Shown {
    let form: Form = page.form(action);
    let first = client.post_form(form.clone(), fields).await;
    assert_eq!(first.status, 200, "{action}: {}", first.text());
    let second = client.post_form(form, fields).await;
    assert_eq!((second.status, &second.path), (first.status, &first.path), "{action}: {}", second.text());
    first
}

#[test]
fn a_double_click_is_answered_like_the_first_click_in_every_slice() {
    run(async |app| {
        let mut office = app.office().await;
        found_county(&mut office).await;
        let branch = office.get("/w/organisations").await.link("青山一中党支部");
        let id = branch.rsplit('/').next().unwrap().to_owned();

        let new = office.get(&format!("/w/people/new?organisation={id}")).await;
        let member = twice(&mut office, &new, "/w/people", &[("name", "王小明")]).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(id.parse().unwrap()))]).await;
        let page = secretary.get(&member.path).await;
        let fields = [("kind", "aged"), ("from", "2026-01-01")];
        let page = twice(&mut secretary, &page, "exemptions", &fields).await;
        twice(&mut secretary, &page, "exemptions/", &[("last_day", "2026-06-30")]).await;
        let leaving = office.get(&member.link("登记离开")).await;
        twice(&mut office, &leaving, "departure", &[]).await;

        let page = office.get(&branch).await;
        let closure = office.get(&page.link("撤销")).await;
        let closed = twice(&mut office, &closure, "closure", &[]).await;
        assert!(closed.says("组织已撤销"), "{}", closed.text());

        let mut security = app.visitor("security", &[(Role::SecurityAdministrator, None)]).await;
        let new = security.get("/w/accounts/new").await;
        let fields = [("sign_in_name", "tally"), ("display_name", "计票人"), ("role", "tally_keeper")];
        let made = security.submit(&new, "/w/accounts", &fields).await;
        let account = security.get(&made.link("已记下")).await;
        let account = twice(&mut security, &account, "/roles", &[("role", "statistician")]).await;
        let account = twice(&mut security, &account, "/grants/", &[]).await;
        twice(&mut security, &account, "/closure", &[("confirmed", "yes")]).await;
    });
}

#[test]
fn both_clicks_at_once_get_the_same_answer() {
    run(async |app| {
        let mut office = app.office().await;
        found_county(&mut office).await;
        let branch = office.get("/w/organisations").await.link("青山一中党支部");
        let page = office.get(&branch).await;
        let form = office.get(&page.link("撤销")).await.form("closure");
        let mut other = office.clone();
        let (one, two) = tokio::join!(office.post_form(form.clone(), &[]), other.post_form(form, &[]));
        assert_eq!((one.status, two.status), (200.try_into().unwrap(), 200.try_into().unwrap()));
        assert_eq!(one.path, two.path);
    });
}
