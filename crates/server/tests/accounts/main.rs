//! Accounts, roles and the audit trail, through pages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod audit_trail;
mod batches;
mod first_start;
mod passwords;
mod roles;

use server::roles::Role;
use test_support::{Client, Shown, TestApp, run};

/// The password that owners choose here.
pub const CHOSEN: &str = "另一句自己记得住的话";

/// Somebody who gives accounts.
pub async fn security(app: &TestApp) -> Client {
    app.visitor("security", &[(Role::SecurityAdministrator, None)]).await
}

/// Founds an organisation as the office does.
pub async fn found(office: &mut Client, name: &str) {
    let form = office.get("/w/organisations/new").await;
    let fields = [("name", name), ("kind", "territory_committee"), ("sector", "office")];
    let shown = office.submit(&form, "/w/organisations", &fields).await;
    assert!(shown.says("党组织已建立"), "{}", shown.text());
}

/// Makes an account through the form; the page that answers.
pub async fn make(security: &mut Client, name: &str, fields: &[(&str, &str)]) -> Shown {
    let page = security.get("/w/accounts/new").await;
    let mut all = vec![("sign_in_name", name), ("display_name", name)];
    all.extend(fields);
    security.submit(&page, "/w/accounts", &all).await
}

/// The password on the page that shows it once.
pub fn password_on(page: &Shown) -> String {
    page.texts("code.one-time-password").remove(0)
}

/// Types a name and a password; the page after that.
pub async fn sign_in(client: &mut Client, name: &str, password: &str) -> Shown {
    let page = client.get("/w/sign-in").await;
    let fields = [("name", name), ("password", password)];
    client.submit(&page, "sign-in", &fields).await
}

/// Signs in with a one-time password and sets the usual one; the page after that.
pub async fn begin(client: &mut Client, name: &str, one_time: &str) -> Shown {
    let page = sign_in(client, name, one_time).await;
    assert_eq!(page.path, "/w/password", "{}", page.text());
    let fields = [("current", one_time), ("new", CHOSEN), ("again", CHOSEN)];
    client.submit(&page, "password", &fields).await
}
