//! Forms that come from elsewhere, come twice or are too large.

use axum::http::StatusCode;
use server::web::Access;
use test_support::Shown;

use crate::{one_of_each_role, path_of, routes, run};

const URLENCODED: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const HERE: (&str, &str) = ("origin", "http://zhengyou.test");
const ELSEWHERE: (&str, &str) = ("origin", "http://evil.example");

/// The token of a session, from the form that signs out.
fn csrf(home: &Shown) -> String {
    let form = home.form("session");
    let field = form.fields.iter().find(|(name, _)| name == "csrf");
    field.unwrap().1.clone()
}

fn multipart(csrf: &str) -> ((&'static str, &'static str), Vec<u8>) {
    let kind = ("content-type", "multipart/form-data; boundary=b");
    let field =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let once = field("once", &"0".repeat(64));
    let body = format!("{}{once}--b--\r\n", field("csrf", csrf));
    (kind, body.into_bytes())
}

#[test]
fn a_form_without_the_token_of_its_session_changes_nothing() {
    run(async |app| {
        for (role, mut visitor) in one_of_each_role(app).await {
            for route in routes(app) {
                let is_allowed = match route.access {
                    Access::Roles(roles) => roles.contains(&role),
                    Access::SignedIn | Access::AnySession => true,
                    Access::Public => false,
                };
                if route.method == "GET" || !is_allowed {
                    continue;
                }
                let path = path_of(&route);
                let bodies = [
                    (URLENCODED, b"csrf=&once=".to_vec()),
                    (URLENCODED, b"csrf=0123456789abcdef&once=".to_vec()),
                    multipart("0123456789abcdef"),
                ];
                let mut refused = 0;
                for (kind, body) in bodies {
                    let answer = visitor.ask(route.method, &path, &[HERE, kind], body).await;
                    let status = answer.status;
                    assert!(status.is_client_error(), "{role:?} {route:?}: {status}");
                    refused += u32::from(status == StatusCode::FORBIDDEN);
                }
                assert!(refused > 0, "{role:?} {route:?}: not for the missing token");
            }
            assert_eq!(visitor.get("/w").await.path, "/w", "{role:?} was signed out");
        }
    });
}

#[test]
fn a_form_from_another_site_changes_nothing() {
    run(async |app| {
        for (role, mut visitor) in one_of_each_role(app).await {
            let token = csrf(&visitor.get("/w").await);
            for route in routes(app) {
                if route.method == "GET" {
                    continue;
                }
                if let Access::Roles(roles) = route.access
                    && !roles.contains(&role)
                {
                    continue;
                }
                let path = path_of(&route);
                let body = format!("csrf={token}&once={}", "0".repeat(64));
                for mark in [ELSEWHERE, ("sec-fetch-site", "cross-site")] {
                    let headers = [mark, URLENCODED];
                    let body = body.clone().into_bytes();
                    let mut answer = visitor.ask(route.method, &path, &headers, body).await;
                    if answer.status == StatusCode::BAD_REQUEST {
                        // A form with a file: it is not even looked at without its file.
                        let (kind, body) = multipart(&token);
                        answer = visitor.ask(route.method, &path, &[mark, kind], body).await;
                    }
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?} {route:?}");
                }
            }
            assert_eq!(visitor.get("/w").await.path, "/w", "{role:?} was signed out");
        }
    });
}

#[test]
fn a_form_that_is_too_large_is_refused() {
    run(async |app| {
        let mut anonymous = app.anonymous();
        let body = format!("name=a&password={}", "a".repeat(2 * 1024 * 1024));
        let headers = [HERE, URLENCODED];
        let answer = anonymous.ask("POST", "/w/sign-in", &headers, body.into_bytes()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.says("提交的内容超过了允许的大小"), "{}", answer.text());
    });
}

#[test]
fn a_form_posted_twice_counts_once() {
    run(async |app| {
        let mut office = app.office().await;
        let form = office.get("/w/organisations/new").await;
        let fields = [("name", "柳林镇党委"), ("kind", "committee")];
        let first = office.submit(&form, "/w/organisations", &fields).await;
        let second = office.submit(&form, "/w/organisations", &fields).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text());
        assert_eq!(first.path, second.path);
        let list = office.get("/w/organisations").await;
        let rows = list.texts("tbody tr");
        let named = rows.iter().filter(|row| row.contains("柳林镇党委")).count();
        assert_eq!(named, 1, "{rows:?}");
        // Its key belongs to who posted it first.
        let mut other = app.visitor("other", &[(server::roles::Role::CampaignOffice, None)]).await;
        let token = csrf(&other.get("/w").await);
        let stolen = office_form_of(&form, &token);
        let answer = other.post_form(stolen, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    });
}

/// Another's form with one's own token.
fn office_form_of(page: &Shown, token: &str) -> test_support::Form {
    let mut form = page.form("/w/organisations");
    for (name, value) in &mut form.fields {
        if name == "csrf" {
            token.clone_into(value);
        }
    }
    form
}
