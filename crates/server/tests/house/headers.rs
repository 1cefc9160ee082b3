//! The headers of every answer.

use crate::{one_of_each_role, path_of, routes, run};

#[test]
fn every_answer_carries_the_security_headers() {
    run(async |app| {
        let mut visitors = vec![app.anonymous()];
        visitors.extend(one_of_each_role(app).await.into_iter().map(|(_, one)| one));
        for mut visitor in visitors {
            let mut paths: Vec<(&str, String)> =
                routes(app).iter().map(|route| (route.method, path_of(route))).collect();
            paths.push(("GET", "/nothing/of/the/kind".to_owned()));
            paths.push(("PATCH", "/w".to_owned()));
            for (method, path) in paths {
                let answer = visitor.ask(method, &path, &[], Vec::new()).await;
                let header = |name: &str| {
                    let value = answer.headers.get(name);
                    value.map_or("", |value| value.to_str().unwrap()).to_owned()
                };
                let policy = header("content-security-policy");
                assert!(policy.contains("default-src 'none'"), "{method} {path}");
                assert!(policy.contains("frame-ancestors 'none'"), "{method} {path}");
                assert!(!policy.contains("unsafe"), "{method} {path}: {policy}");
                assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
                assert_eq!(header("x-frame-options"), "DENY", "{path}");
                assert_eq!(header("referrer-policy"), "same-origin", "{path}");
                let is_asset = path.starts_with("/assets/");
                assert!(is_asset || header("cache-control") == "no-store", "{path}");
                for cookie in answer.headers.get_all("set-cookie") {
                    let cookie = cookie.to_str().unwrap();
                    let is_kept = cookie.contains("HttpOnly") && cookie.contains("SameSite=");
                    assert!(is_kept, "{path}: {cookie}");
                }
            }
        }
    });
}

#[test]
fn what_is_not_there_answers_with_a_page_of_ours() {
    run(async |app| {
        for language in ["zh-CN", "zh-TW", "en"] {
            let mut anonymous = app.anonymous().speaking(language);
            for (method, path) in [("GET", "/nothing"), ("DELETE", "/"), ("PATCH", "/")] {
                let answer = anonymous.ask(method, path, &[], Vec::new()).await;
                assert_eq!(answer.status, 404, "{method} {path}");
                assert_eq!(answer.texts("main h1").len(), 1, "{method} {path}");
            }
        }
    });
}
