//! Sessions: how they end.

use sea_orm::{ActiveValue::Set, EntityTrait};
use server::roles::Role;
use server::secrets;
use storage::entities::account;
use storage::{Reads, Scope};
use test_support::{Client, PASSWORD, Shown};

use crate::run;

const HOUR: i64 = 60 * 60;

async fn sign_in(client: &mut Client, name: &str, password: &str) -> Shown {
    let page = client.get("/w/sign-in").await;
    let fields = [("name", name), ("password", password)];
    client.submit(&page, "sign-in", &fields).await
}

#[test]
fn a_session_ends_after_two_hours_without_a_request() {
    run(async |app| {
        let mut office = app.office().await;
        app.app.clock.advance_seconds(2 * HOUR - 1);
        assert_eq!(office.get("/w").await.path, "/w");
        app.app.clock.advance_seconds(2 * HOUR - 1);
        assert_eq!(office.get("/w").await.path, "/w");
        app.app.clock.advance_seconds(2 * HOUR);
        assert_eq!(office.get("/w").await.path, "/w/sign-in");
    });
}

#[test]
fn a_session_ends_after_twelve_hours_whatever_is_done_in_it() {
    run(async |app| {
        let mut office = app.office().await;
        for _ in 0..11 {
            app.app.clock.advance_seconds(HOUR);
            assert_eq!(office.get("/w").await.path, "/w");
        }
        app.app.clock.advance_seconds(HOUR);
        assert_eq!(office.get("/w").await.path, "/w/sign-in");
    });
}

#[test]
fn a_cookie_kept_after_signing_out_opens_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        let mut copy = office.clone();
        let home = office.get("/w").await;
        office.submit(&home, "session", &[]).await;
        assert_eq!(copy.get("/w").await.path, "/w/sign-in");
        // A form still open in another window says so, and nothing is lost silently.
        let late = copy.submit(&home, "session", &[]).await;
        assert_eq!(late.status, 401);
        assert!(late.says("您的登录已经结束"), "{}", late.text());
    });
}

#[test]
fn a_changed_password_ends_the_other_sessions_and_the_old_password() {
    run(async |app| {
        let mut here = app.office().await;
        let mut elsewhere = app.anonymous();
        sign_in(&mut elsewhere, "office", PASSWORD).await;
        let page = here.get("/w/password").await;
        let new = "另一句自己记得住的话";
        let wrong = [("current", "不是这个密码吧"), ("new", new), ("again", new)];
        assert_eq!(here.submit(&page, "password", &wrong).await.status, 422);
        let differing = [("current", PASSWORD), ("new", new), ("again", PASSWORD)];
        assert_eq!(here.submit(&page, "password", &differing).await.status, 422);
        let short = [("current", PASSWORD), ("new", "太短"), ("again", "太短")];
        assert_eq!(here.submit(&page, "password", &short).await.status, 422);
        assert_eq!(elsewhere.get("/w").await.path, "/w");

        let right = [("current", PASSWORD), ("new", new), ("again", new)];
        let done = here.submit(&page, "password", &right).await;
        assert!(done.says("密码已修改"), "{}", done.text());
        assert_eq!(here.get("/w").await.path, "/w");
        assert_eq!(elsewhere.get("/w").await.path, "/w/sign-in");
        let old = sign_in(&mut elsewhere, "office", PASSWORD).await;
        assert_eq!(old.status, 422);
        assert_eq!(sign_in(&mut elsewhere, "office", new).await.path, "/w");
    });
}

#[test]
fn a_lock_grows_with_each_further_failure_and_a_success_clears_it() {
    run(async |app| {
        app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let mut visitor = app.anonymous().speaking("en");
        for _ in 0..5 {
            let wrong = sign_in(&mut visitor, "auditor", "wrong").await;
            assert!(wrong.says("is wrong"));
        }
        app.app.clock.advance_seconds(61);
        assert!(sign_in(&mut visitor, "auditor", "wrong").await.says("is wrong"));
        app.app.clock.advance_seconds(61);
        let locked = sign_in(&mut visitor, "auditor", PASSWORD).await;
        assert_eq!(locked.status, 422, "{}", locked.text());
        app.app.clock.advance_seconds(60);
        assert_eq!(sign_in(&mut visitor, "auditor", PASSWORD).await.path, "/w");
        let mut other = app.anonymous().speaking("en");
        assert!(sign_in(&mut other, "auditor", "wrong").await.says("is wrong"));
        assert_eq!(sign_in(&mut other, "auditor", PASSWORD).await.path, "/w");
    });
}

#[test]
fn an_unknown_name_is_answered_like_a_wrong_password() {
    run(async |app| {
        app.office().await;
        let mut visitor = app.anonymous();
        let unknown = sign_in(&mut visitor, "nobody", "wrong").await;
        let known = sign_in(&mut visitor, "office", "wrong").await;
        assert_eq!(unknown.status, known.status);
        assert_eq!(unknown.text(), known.text());
    });
}

#[test]
fn a_locked_account_is_answered_like_a_name_that_does_not_exist() {
    run(async |app| {
        app.office().await;
        let mut visitor = app.anonymous();
        for _ in 0..5 {
            sign_in(&mut visitor, "office", "wrong").await;
        }
        // Locked: even the right password does not open it, and nothing tells that there is such an account.
        let locked = sign_in(&mut visitor, "office", PASSWORD).await;
        let unknown = sign_in(&mut visitor, "nobody", PASSWORD).await;
        assert_eq!(locked.status, unknown.status);
        assert_eq!(locked.text(), unknown.text());
        assert!(locked.says("请等几分钟"), "{}", locked.text());
    });
}

#[test]
fn wrong_present_passwords_lock_like_failed_sign_ins() {
    run(async |app| {
        let mut here = app.office().await;
        let page = here.get("/w/password").await;
        let new = "另一句自己记得住的话";
        let wrong = [("current", "不是这个密码吧"), ("new", new), ("again", new)];
        let right = [("current", PASSWORD), ("new", new), ("again", new)];
        for _ in 0..5 {
            assert!(here.submit(&page, "password", &wrong).await.says("现在的密码不对"));
        }
        let locked = here.submit(&page, "password", &right).await;
        assert!(locked.says("账号暂时锁定"), "{}", locked.text());
        assert_eq!(sign_in(&mut app.anonymous(), "office", PASSWORD).await.status, 422);
        app.app.clock.advance_seconds(61);
        assert!(here.submit(&page, "password", &right).await.says("密码已修改"));
    });
}

#[test]
fn an_account_ended_while_its_password_is_hashed_does_not_open() {
    run(async |app| {
        app.office().await;
        let mut visitor = app.anonymous();
        let form = visitor.get("/w/sign-in").await.form("sign-in");
        let writing = app.app.database.write(Scope::Whole).await.unwrap();
        let ended = account::ActiveModel { ended_at: Set(Some(app.app.clock.now())), ..Default::default() };
        account::Entity::update_many().set(ended).exec(writing.connection()).await.unwrap();
        let meanwhile = async {
            // Longer than the visitor's own: by then it waits for its turn to write.
            for _ in 0..3 {
                secrets::hash(PASSWORD.to_owned()).await.unwrap();
            }
            writing.commit().await.unwrap();
        };
        let fields = [("name", "office"), ("password", PASSWORD)];
        let (shown, ()) = tokio::join!(visitor.post_form(form, &fields), meanwhile);
        assert_eq!(shown.status, 422, "{}", shown.text());
    });
}

#[test]
fn the_session_never_reaches_a_page_of_the_judges() {
    run(async |app| {
        let page = app.anonymous().get("/w/sign-in").await;
        let form = page.form("sign-in");
        let body = form.filled(&[("name", "office"), ("password", PASSWORD)]);
        app.office().await;
        let headers = [("origin", "http://zhengyou.test"), ("content-type", "application/x-www-form-urlencoded")];
        let answer = app.anonymous().ask("POST", "/w/sign-in", &headers, body.into_bytes()).await;
        let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
        assert!(cookie.contains("; Path=/w;"), "{cookie}");
        assert!(cookie.contains("; Secure"), "{cookie}");
    });
}
