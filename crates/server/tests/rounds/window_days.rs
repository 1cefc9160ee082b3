//! S070: whom forms are handed to at a window, and what is counted there day by day.

use server::roles::Role;
use storage::OrganisationId;
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{Slips, add_panel, cast, draw_up, open, seal};
use crate::windows::{choose_windows, open_window};

/// A round about one window whose 30 slips are printed and open; the organisation, the page of its batch.
async fn opened(office: &mut Client) -> (OrganisationId, Shown, Vec<Slips>) {
    let customs = found(office, None, ("海关机关党委", "committee", "office")).await;
    let branch = found(office, Some(customs), ("吴淞海关党支部", "branch", "office")).await;
    open_window(office, branch, "通关一号窗口").await;
    let round = draw_up(office, customs, "窗口测评", &[]).await;
    choose_windows(office, &round).await;
    add_panel(office, &round, "administered", "30").await;
    let slips = open(office, &round).await;
    let hand_out = office.get(&round).await.link("窗口发放登记");
    let hand_out = office.get(&hand_out).await;
    let page = office.get(&hand_out.link("通关一号窗口")).await;
    (branch, page, slips)
}

fn counted<'a>(day: &'a str, [handed_out, returned, persons, units]: [&'a str; 4]) -> [(&'a str, &'a str); 5] {
    [("day", day), ("handed_out", handed_out), ("returned", returned), ("persons", persons), ("units", units)]
}

/// The secretary of an organisation, on the page of its window's batch.
async fn secretary(app: &TestApp, name: &str, branch: OrganisationId) -> Client {
    app.visitor(name, &[(Role::Secretary, Some(branch))]).await
}

#[test]
fn s070_a_round_of_windows_alone_asks_its_office_for_no_return() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, _, slips) = opened(&mut office).await;
        let rounds = office.get("/w/rounds").await;
        let round = rounds.link("窗口测评");
        cast(app, &slips, "管理相对人", &[0]).await;
        let results = seal(app, &round, "keeper").await;
        let published = [("place", "办事大厅"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let waiting = office.get("/w").await.texts("ul.waiting li");
        assert!(!waiting.iter().any(|line| line.contains("统计单")), "{waiting:?}");
    });
}

#[test]
fn s070_every_fifth_visitor_gets_a_form_from_one_drawn_by_a_published_seed() {
    run(async |app| {
        let mut office = app.office().await;
        let (branch, page, _) = opened(&mut office).await;
        let plan = |forms: &'static str, last: &'static str| {
            [
                ("first_day", "2026-07-01"),
                ("last_day", last),
                ("visitors", "30"),
                ("forms", forms),
                ("seed", "2026-07-01 3D 470"),
            ]
        };
        let action = page.path.clone() + "?_method=put";
        let other = office.get(page.path.split('?').next().unwrap()).await;
        let much = office.submit(&page, &action, &plan("7", "2026-07-05")).await;
        assert_eq!(much.status, 422);
        assert!(much.says("这样要发 35 张，这一批只印了 30 张"), "{}", much.text());
        let back = office.submit(&page, &action, &plan("6", "2026-06-30")).await;
        assert!(back.status == 422 && back.says("最后一天不能早于第一天"), "{}", back.text());
        let saved = office.tell(&page, &action, &plan("6", "2026-07-05"), "发放办法已保存").await;
        let places = office.get(&saved.link("每天发给第几位")).await;
        let rows = places.texts("tbody tr");
        assert_eq!(rows.len(), 5, "{rows:?}");
        assert_eq!(rows[0], "2026-07-01人手一份：第 3、8、13、18、23、28 位");
        assert_eq!(rows[2], "2026-07-03人手一份：第 5、10、15、20、25、30 位");
        assert!(places.says("每 5 位办事的人发一张") && places.says("2026-07-01 3D 470"), "{}", places.text());
        // Two who plan see both plans; the window's own secretary reads it and plans nothing.
        let both = office.submit(&other, &action, &plan("5", "2026-07-05")).await;
        assert_eq!(both.status, 409);
        assert!(both.texts("#both-versions tbody tr").len() == 1, "{}", both.text());
        let mut secretary = secretary(app, "secretary", branch).await;
        let seen = secretary.get(&page.path).await;
        assert!(seen.find_form(&action).is_none() && seen.find_form("days?_method=put").is_some(), "{}", seen.text());
        // Once forms were handed out by it, it stays.
        let day = counted("2026-07-01", ["6", "0", "6", "4"]);
        secretary.tell(&seen, "days?_method=put", &day, "这一天已登记").await;
        let fixed = office.submit(&saved, &action, &plan("5", "2026-07-05")).await;
        assert!(fixed.status == 422 && fixed.says("发放办法不能再改"), "{}", fixed.text());
    });
}

#[test]
fn s070_days_are_counted_at_the_spot_and_never_more_than_was_printed() {
    run(async |app| {
        let mut office = app.office().await;
        let (branch, page, slips) = opened(&mut office).await;
        assert_eq!(slips[0].codes.len(), 30);
        let mut secretary = secretary(app, "secretary", branch).await;
        let windows = secretary.get("/w/windows").await;
        let window = secretary.get(&windows.link("通关一号窗口")).await;
        let list = secretary.get(&window.link("窗口测评")).await;
        let batch = secretary.get(&list.link("通关一号窗口")).await;
        let put = "days?_method=put";
        for (typed, told) in [
            (counted("2026-07-02", ["10", "0", "10", "5"]), "这一天还没有到"),
            (counted("2026-06-30", ["10", "0", "10", "5"]), "本轮从 2026-07-01 开始"),
            (counted("2026-07-01", ["31", "0", "10", "5"]), "0 到 30 之间"),
            (counted("2026-07-01", ["10", "11", "10", "5"]), "0 到 10 之间"),
            (counted("2026-07-01", ["10", "0", "11", "5"]), "0 到 10 之间"),
            (counted("2026-07-01", ["10", "0", "8", "9"]), "0 到 8 之间"),
            (counted("2026-07-01", ["十", "0", "8", "8"]), "0 到 30 之间"),
        ] {
            let refused = secretary.submit(&batch, put, &typed).await;
            assert!(refused.status == 422 && refused.says(told), "{told}: {}", refused.text());
            assert!(refused.html().contains(&format!("value=\"{}\"", typed[1].1)), "what was typed stays");
        }
        let first = counted("2026-07-01", ["18", "1", "17", "９"]);
        secretary.tell(&batch, put, &first, "这一天已登记").await;
        // The same day from an old page: both versions.
        let both = office.submit(&page, put, &counted("2026-07-01", ["20", "1", "17", "9"])).await;
        assert_eq!(both.status, 409);
        assert!(both.texts("#both-versions tbody tr") == ["发出1820"], "{:?}", both.texts("#both-versions tbody tr"));
        app.app.clock.advance_seconds(24 * 3600);
        let mut secretary = self::secretary(app, "tomorrow", branch).await;
        let batch = secretary.get(&page.path).await;
        let much = secretary.submit(&batch, put, &counted("2026-07-02", ["13", "0", "12", "6"])).await;
        assert!(much.status == 422 && much.says("还剩 12 张"), "{}", much.text());
        let batch = secretary.tell(&batch, put, &counted("2026-07-02", ["12", "0", "12", "6"]), "这一天已登记").await;
        assert_eq!(batch.texts("tbody tr").last().unwrap(), "合计3012915", "{}", batch.text());
        // A day is changed and taken back.
        let edit = secretary.get(&batch.link("修改")).await;
        let batch = secretary.tell(&edit, put, &counted("2026-07-01", ["18", "2", "16", "9"]), "这一天已登记").await;
        assert_eq!(batch.texts("tbody tr").last().unwrap(), "合计3022815", "{}", batch.text());
        let batch = secretary.tell(&batch, "days/2026-07-02", &[], "这一天的登记已撤销").await;
        assert_eq!(batch.texts("tbody tr").last().unwrap(), "合计182169", "{}", batch.text());
        // The first who counts the batch begins with the sums; nobody of another unit sees any of it.
        let mut office = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        let round = page.path.split("/hand-out").next().unwrap().to_owned();
        let batches = office.get(&format!("{round}/batches")).await;
        let fields = office.get(&batches.link("清点凭证")).await.form("count").fields;
        for (name, number) in [("handed_out", "18"), ("returned", "2"), ("missing", "")] {
            assert!(fields.contains(&(name.to_owned(), number.to_owned())), "{fields:?}");
        }
        let elsewhere = found(&mut office, None, ("洋山海关党委", "committee", "office")).await;
        let mut other = self::secretary(app, "other", elsewhere).await;
        for path in [page.path.clone(), format!("{round}/hand-out"), format!("{}/places", page.path)] {
            assert_eq!(other.get(&path).await.status, 404, "{path}");
        }
    });
}

#[test]
fn s070_whoever_keeps_windows_elsewhere_counts_nothing_at_one_that_is_only_watched() {
    run(async |app| {
        let mut office = app.office().await;
        let (branch, page, _) = opened(&mut office).await;
        let elsewhere = found(&mut office, None, ("洋山海关党委", "committee", "office")).await;
        // A tally keeper of the round sees its windows, and is secretary of another organisation.
        let roles = [(Role::TallyKeeper, None), (Role::Secretary, Some(elsewhere))];
        let mut keeper = app.visitor("keeper", &roles).await;
        let seen = keeper.get(&page.path).await;
        assert!(seen.status == 200 && seen.find_form("days?_method=put").is_none(), "{}", seen.text());
        let mut secretary = secretary(app, "secretary", branch).await;
        let own = secretary.get(&page.path).await;
        let day = counted("2026-07-01", ["18", "1", "17", "9"]);
        let stored = secretary.tell(&own, "days?_method=put", &day, "这一天已登记").await;
        // Made by hand from another form of the same session.
        let home = keeper.get("/w/windows/new").await;
        for (form, fields) in [(own.form("days?_method=put"), &day[..]), (stored.form("days/2026-07-01"), &[][..])] {
            let mut made = home.form("/w/windows");
            made.action = form.action;
            made.fields.push(("version".to_owned(), "1".to_owned()));
            assert_eq!(keeper.post_form(made, fields).await.status, 404);
        }
        let page = secretary.get(&page.path).await;
        assert!(page.texts("tbody tr").last().unwrap().contains("181179"), "{}", page.text());
    });
}
