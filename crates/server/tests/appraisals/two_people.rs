//! The first of two people counts only while the account is open, holds the role, and is nobody's object.

use server::roles::Role;
use storage::MemberId;
use test_support::{Client, TestApp, rows, run_at};

use crate::{add_panels, choose, choose_members, draw_up, enter_members, found, round_path, tally_keeper};

const SURE: [(&str, &str); 1] = [("sure", "yes")];

/// An announced round over plain http; its checks, and a member it judges.
async fn announced(app: &TestApp) -> (String, MemberId) {
    let mut office = app.office().await;
    let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
    let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
    let members = enter_members(app, village, 6).await;
    let path = round_path(&draw_up(&mut office, county).await);
    choose(&mut office, &path, &[village], "six_aspects").await;
    choose_members(&mut office, &path, village, &members[..1]).await;
    add_panels(&mut office, &path, "villagers", "12").await;
    let shown = office.get(&path).await;
    office.submit(&shown, "announcement", &[]).await;
    (format!("{path}/issuing"), members[0])
}

async fn accepts(app: &TestApp, name: &str, checks: &str) -> (Client, String) {
    app.app.clock.advance_seconds(60);
    let mut keeper = tally_keeper(app, name).await;
    let page = keeper.get(checks).await;
    let said = keeper.submit(&page, "plain-http", &SURE).await.text();
    (keeper, said)
}

async fn lose(app: &TestApp, name: &str, form: &str) {
    let mut security = app.visitor(&format!("security-{name}"), &[(Role::SecurityAdministrator, None)]).await;
    let list = security.get(&format!("/w/accounts?search={name}")).await;
    let page = security.get(&list.link(name)).await;
    let shown = security.submit(&page, form, &[("confirmed", "yes")]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
}

#[test]
fn whoever_accepted_plain_http_first_and_may_no_longer_does_not_count() {
    run_at(Some("http://192.168.1.5:8080"), async |app| {
        let (checks, judged) = announced(app).await;
        assert!(accepts(app, "first", &checks).await.1.contains("等待另一名计票人确认"));
        lose(app, "first", "/closure").await;
        // The next one's word is a first one, and so on: account, role, being judged.
        assert!(accepts(app, "second", &checks).await.1.contains("等待另一名计票人确认"));
        lose(app, "second", "/grants/").await;
        assert!(accepts(app, "third", &checks).await.1.contains("等待另一名计票人确认"));
        rows::tie_account(app, "third", judged).await;
        let (mut fourth, said) = accepts(app, "fourth", &checks).await;
        assert!(said.contains("等待另一名计票人确认"), "{said}");
        let again = fourth.get(&checks).await;
        assert!(again.find_form("plain-http").is_none(), "who accepts first does not confirm");
        let (_, said) = accepts(app, "fifth", &checks).await;
        assert!(said.contains("两名计票人已确认"), "{said}");
    });
}
