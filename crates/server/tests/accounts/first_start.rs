//! The first start.

use server::features::accounts::{first_start, reset_named};

use crate::{begin, run, sign_in};

#[test]
fn the_first_start_makes_three_administrators_and_an_office_once() {
    run(async |app| {
        let accounts = first_start(&app.app).await.unwrap().unwrap();
        let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
        assert_eq!(names, ["system", "security", "auditor", "office"]);
        assert!(first_start(&app.app).await.unwrap().is_none());
        for account in &accounts {
            let mut visitor = app.anonymous();
            let home = begin(&mut visitor, &account.name, &account.one_time_password).await;
            assert!(home.path.starts_with("/w?"), "{}", home.path);
            let role = format!("role-{}", account.role.code().replace('_', "-"));
            let role = app.app.texts.get(texts::Language::ZhHans, &role);
            assert!(home.says(&role), "{role}: {}", home.text());
        }
    });
}

#[test]
fn a_one_time_password_is_changed_before_anything_else() {
    run(async |app| {
        let accounts = first_start(&app.app).await.unwrap().unwrap();
        let office = accounts.iter().find(|account| account.name == "office").unwrap();
        let mut visitor = app.anonymous();
        let password = &office.one_time_password;
        let page = sign_in(&mut visitor, "office", password).await;
        assert!(page.says("您使用的是一次性密码"), "{}", page.text());
        for path in ["/w", "/w/organisations", "/w/organisations/new"] {
            assert_eq!(visitor.get(path).await.path, "/w/password");
        }
        // The one-time password itself is no new password.
        let same = [("current", password.as_str()), ("new", password), ("again", password)];
        let refused = visitor.submit(&page, "password", &same).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("新密码不能与现在的密码相同"));
        assert_eq!(visitor.get("/w").await.path, "/w/password");
    });
}

#[test]
fn a_forgotten_password_is_reset_at_the_console() {
    run(async |app| {
        let accounts = first_start(&app.app).await.unwrap().unwrap();
        assert!(reset_named(&app.app, "nobody").await.unwrap().is_none());
        let fresh = reset_named(&app.app, " Security ").await.unwrap().unwrap();
        let mut visitor = app.anonymous();
        let old = &accounts[1].one_time_password;
        assert_eq!(sign_in(&mut visitor, "security", old).await.status, 422);
        let home = begin(&mut visitor, "security", &fresh).await;
        assert!(home.says("安全管理员"), "{}", home.text());
    });
}
