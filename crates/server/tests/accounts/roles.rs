//! Making and ending accounts, giving and taking back roles.

use crate::{CHOSEN, begin, found, make, password_on, run, security, sign_in};

#[test]
fn an_account_is_made_used_reset_and_ended() {
    run(async |app| {
        found(&mut app.office().await, "柳林镇党委").await;
        let mut security = security(app).await;
        let fields = [("role", "secretary"), ("organisation", "柳林镇党委")];
        let page = make(&mut security, "Zhang.San", &fields).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let password = password_on(&page);

        let mut secretary = app.anonymous();
        let home = begin(&mut secretary, "zhang.san", &password).await;
        assert!(home.says("支部书记"), "{}", home.text());

        let list = security.get("/w/accounts?search=zhang").await;
        assert!(list.says("柳林镇党委") && list.says("使用中"), "{}", list.text());
        let account = security.get(&list.link("Zhang.San")).await;
        let reset = security.submit(&account, "/passwords", &[]).await;
        let second = password_on(&reset);
        assert_ne!(password, second);
        assert_eq!(secretary.get("/w").await.path, "/w/sign-in");
        begin(&mut secretary, "zhang.san", &second).await;

        let refused = security.submit(&account, "/closure", &[]).await;
        assert_eq!(refused.status, 422);
        let ended = security.submit(&refused, "/closure", &[("confirmed", "yes")]).await;
        assert!(ended.says("账号已停用"), "{}", ended.text());
        assert_eq!(secretary.get("/w").await.path, "/w/sign-in");
        let again = sign_in(&mut secretary, "zhang.san", CHOSEN).await;
        assert_eq!(again.status, 422);
        // The name is not given to anybody else.
        let taken = make(&mut security, "zhang.san", &[("role", "statistician")]).await;
        assert!(taken.status == 422 && taken.says("这个账号已有人使用"));
    });
}

#[test]
fn a_form_for_an_account_posted_twice_makes_one_and_shows_its_password_once() {
    run(async |app| {
        let mut security = security(app).await;
        let page = security.get("/w/accounts/new").await;
        let fields = [("sign_in_name", "tally"), ("display_name", "计票人甲"), ("role", "tally_keeper")];
        let first = security.submit(&page, "/w/accounts", &fields).await;
        let password = password_on(&first);
        let second = security.submit(&page, "/w/accounts", &fields).await;
        assert_eq!(second.status, 200);
        assert!(second.says("一次性密码只显示一次"), "{}", second.text());
        assert!(!second.html().contains(&password));
        assert_eq!(security.get("/w/accounts").await.texts("tbody tr").len(), 2);
    });
}

#[test]
fn whoever_administers_holds_no_other_role() {
    run(async |app| {
        let mut security = security(app).await;
        let page = make(&mut security, "watcher", &[("role", "auditor")]).await;
        let account = security.get(&page.link("已记下")).await;
        for role in ["campaign_office", "system_administrator", "member"] {
            let refused = security.submit(&account, "/roles", &[("role", role)]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.says("不能兼任任何其他角色"), "{}", refused.text());
        }
        let twice = security.submit(&account, "/roles", &[("role", "auditor")]).await;
        assert!(twice.says("该账号已有这个角色"));
    });
}

#[test]
fn the_last_security_administrator_stays() {
    run(async |app| {
        let mut first = security(app).await;
        let list = first.get("/w/accounts").await;
        let own = first.get(&list.link("security")).await;
        let ending = [("confirmed", "yes")];
        let refused = first.submit(&own, "/closure", &ending).await;
        assert!(refused.says("这是最后一名安全管理员"), "{}", refused.text());
        let role = own.form("/grants/").action;
        let form = own.find_form(&role).unwrap();
        assert!(first.post_form(form, &[]).await.says("这是最后一名安全管理员"));

        make(&mut first, "deputy", &[("role", "security_administrator")]).await;
        let own = first.get(&list.link("security")).await;
        let done = first.submit(&own, "/closure", &ending).await;
        assert_eq!(done.path, "/w/sign-in", "{}", done.text());
    });
}

#[test]
fn an_organisation_that_is_meant_is_chosen_from_those_of_the_name() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, "东河镇党委").await;
        let county = office.get("/w/organisations").await;
        let county = office.get(&county.link("东河镇党委")).await;
        for name in ["东河中学党委", "东河小学党委"] {
            let form = office.get(&county.link("新建下级组织")).await;
            let fields = [("name", name), ("kind", "committee")];
            let made = office.submit(&form, "/w/organisations", &fields).await;
            assert!(made.says("党组织已建立"), "{}", made.text());
        }
        let mut security = security(app).await;
        let typed = [("role", "secretary"), ("organisation", "donghe cun")];
        let unknown = make(&mut security, "li", &typed).await;
        assert!(unknown.says("没有这样的组织"), "{}", unknown.text());
        let typed = [("role", "secretary"), ("organisation", "学党委")];
        let which = make(&mut security, "li", &typed).await;
        assert_eq!(which.status, 422);
        assert!(which.says("东河镇党委 / 东河小学党委"), "{}", which.text());
        let html = which.html();
        let (_, rest) = html.split_once("name=\"organisation_id\" value=\"").unwrap();
        let id = &rest[..32];
        let chosen = [("organisation_id", id)];
        let made = security.submit(&which, "/w/accounts", &chosen).await;
        assert_eq!(password_on(&made).len(), 19);

        let nowhere = make(&mut security, "wang", &[("role", "secretary")]).await;
        assert!(nowhere.says("这个角色须指定组织"));
        let nobody = [("role", "member"), ("organisation", "东河镇党委")];
        let nobody = make(&mut security, "wang", &nobody).await;
        assert!(nobody.says("党员角色须对应一名党员"));
        let idle = [("role", "auditor"), ("organisation", "东河镇党委")];
        assert!(make(&mut security, "wang", &idle).await.says("三员不分组织"));
    });
}

#[test]
fn a_role_taken_back_opens_no_door_any_more() {
    run(async |app| {
        let mut security = security(app).await;
        let page = make(&mut security, "liu", &[("role", "campaign_office")]).await;
        let mut liu = app.anonymous();
        begin(&mut liu, "liu", &password_on(&page)).await;
        assert_eq!(liu.get("/w/organisations").await.status, 200);
        let account = security.get(&page.link("已记下")).await;
        let ended = security.submit(&account, "/grants/", &[]).await;
        assert!(ended.says("角色已收回"), "{}", ended.text());
        assert_eq!(liu.get("/w/organisations").await.status, 404);
    });
}

#[test]
fn home_names_the_accounts_that_never_signed_in_and_counts_many() {
    run(async |app| {
        let mut security = security(app).await;
        assert!(security.get("/w").await.says("现在没有等您办理的事项"));
        for number in 1..=5 {
            make(&mut security, &format!("keeper-{number}"), &[("role", "tally_keeper")]).await;
        }
        let home = security.get("/w").await;
        let waiting = home.texts("ul.waiting a");
        assert_eq!(waiting.len(), 5);
        assert_eq!(waiting[0], "“keeper-1”还没有用一次性密码登录");
        assert!(security.get(&home.link("keeper-1")).await.says("尚未改一次性密码"));
        let page = make(&mut security, "keeper-6", &[("role", "tally_keeper")]).await;
        let home = security.get("/w").await;
        assert_eq!(home.texts("ul.waiting a"), ["有 6 个账号还没有用一次性密码登录"]);
        let list = security.get(&home.link("6 个账号")).await;
        assert_eq!(list.texts("tbody tr").len(), 6, "{}", list.text());
        begin(&mut app.anonymous(), "keeper-6", &password_on(&page)).await;
        assert_eq!(security.get("/w").await.texts("ul.waiting a").len(), 5);
    });
}
