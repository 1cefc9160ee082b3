//! Signing in and out, through pages.

use server::roles::Role;
use test_support::{PASSWORD, run};

#[test]
fn whoever_knows_the_password_comes_in_and_goes_out() {
    run(async |app| {
        let mut office = app.office().await;
        let home = office.get("/w").await;
        assert!(home.says("office，您好"), "{}", home.text());
        assert!(home.says("活动办"));
        let out = office.submit(&home, "session", &[]).await;
        assert_eq!(out.path, "/w/sign-in");
        assert_eq!(office.get("/w").await.path, "/w/sign-in");
    });
}

#[test]
fn five_wrong_passwords_lock_the_account_for_a_minute() {
    run(async |app| {
        app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let mut visitor = app.anonymous().speaking("en");
        let page = visitor.get("/w/sign-in").await;
        for _ in 0..5 {
            let answer = visitor.submit(&page, "sign-in", &[("name", "auditor"), ("password", "wrong")]).await;
            assert_eq!(answer.status, 422);
            assert!(answer.says("The account or the password is wrong"));
        }
        let right = [("name", "auditor"), ("password", PASSWORD)];
        assert_eq!(visitor.submit(&page, "sign-in", &right).await.status, 422);
        app.app.clock.advance_seconds(61);
        assert_eq!(visitor.submit(&page, "sign-in", &right).await.path, "/w");
    });
}
