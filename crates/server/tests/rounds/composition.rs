//! Who judges (S050): lists, quotas, a draw anyone can repeat, nominations, invitations, attendance.

use server::roles::Role;
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{add_panel, begin, cast, choose, draw_up, enter_members, seal};

/// Names that are all different.
pub fn names(family: &str, count: usize) -> Vec<String> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let spelled = |number: usize| number.to_string().bytes().map(|byte| DIGITS[usize::from(byte - b'0')]).collect();
    (1..=count).map(|number| format!("{family}{}", String::from_iter::<Vec<char>>(spelled(number)))).collect()
}

pub fn composition_of(round: &str) -> String {
    round.replace("/w/rounds/", "/w/composition/")
}

/// The page of the panel whose name contains these words.
pub async fn panel(office: &mut Client, round: &str, category: &str) -> Shown {
    let overview = office.get(&composition_of(round)).await;
    office.get(&overview.link(&format!("· {category}"))).await
}

/// Enters the list of a panel; the page afterwards.
pub async fn enter(office: &mut Client, round: &str, category: &str, list: &[String]) -> Shown {
    let page = panel(office, round, category).await;
    let action = format!("{}?_method=put", page.path.split('?').next().unwrap());
    office.submit(&page, &action, &[("list", &list.join("\n"))]).await
}

/// A round of one branch with one panel of representatives whose quota is given; its path.
pub async fn with_panel(app: &TestApp, office: &mut Client, planned: &str) -> String {
    let town = found(office, None, ("长风街道党工委", "committee", "community")).await;
    let branch = found(office, Some(town), ("长风街道党总支", "branch", "community")).await;
    enter_members(app, branch, &["钱一", "钱二", "钱三"]).await;
    let round = draw_up(office, branch, "群众评议", &[]).await;
    choose(office, &round, &[branch], ("six_aspects", "")).await;
    add_panel(office, &round, "mass_representatives", planned).await;
    round
}

#[test]
fn s050_changfeng_308_members_and_36_others_are_listed_invited_and_counted_by_category() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("长风街道党工委", "committee", "community")).await;
        let branch = found(&mut office, Some(town), ("长风街道党总支", "branch", "community")).await;
        let members = names("党", 310);
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        enter_members(app, branch, &members).await;
        let round = draw_up(&mut office, branch, "长风街道群众评议", &[]).await;
        choose(&mut office, &round, &[branch], ("six_aspects", "")).await;
        add_panel(&mut office, &round, "members", "308").await;
        add_panel(&mut office, &round, "building_leaders", "20").await;
        add_panel(&mut office, &round, "residents", "16").await;
        // The members come from the roll, the others are pasted.
        let page = panel(&mut office, &round, "党员").await;
        let page = office.tell(&page, "/roll", &[], "名单已保存").await;
        assert!(page.says("名单 310 人") && page.says("名额 308 人"), "{}", page.text());
        let page = enter(&mut office, &round, "党员", &names("党", 308)).await;
        assert!(page.says("名单 308 人"), "{}", page.text());
        enter(&mut office, &round, "楼组长", &names("楼", 20)).await;
        enter(&mut office, &round, "社区居民", &names("民", 15)).await;
        let overview = office.get(&composition_of(&round)).await;
        assert!(overview.says("名额 16 人，名单只有 15 人"), "{}", overview.text());
        enter(&mut office, &round, "社区居民", &names("民", 16)).await;
        for category in ["党员", "楼组长", "社区居民"] {
            let page = panel(&mut office, &round, category).await;
            office.tell(&page, "invited?_method=put&all", &[], "邀请情况已保存").await;
        }
        let overview = office.get(&composition_of(&round)).await;
        let total = overview.texts("#categories tfoot td");
        assert_eq!(total, ["344", "344", "", "344", "344", "—", "", ""], "{total:?}");
        let shares = overview.texts("#categories tbody td:nth-child(4)");
        assert_eq!(shares, ["89.5 %", "5.8 %", "4.7 %"]);
        // 300 of the members came, and all the others.
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let slips = begin(&mut office, &round).await;
        cast(app, &slips, "社区居民", &[0]).await;
        seal(app, &round, "keeper").await;
        for (category, came) in [("党员", "300"), ("楼组长", "20"), ("社区居民", "16")] {
            let page = panel(&mut office, &round, category).await;
            office.tell(&page, "attendance?_method=put", &[("number", came)], "实到情况已保存").await;
        }
        let overview = office.get(&composition_of(&round)).await;
        let members = overview.texts("#categories tbody tr:first-child td");
        assert_eq!(members, ["308", "308", "89.5 %", "308", "308", "300", "89.3 %", "97.4 %"], "{members:?}");
        assert_eq!(overview.texts("#categories tfoot td").last().map(String::as_str), Some("97.7 %"));
    });
}

#[test]
fn s050_a_list_refuses_numbers_and_whoever_belongs_to_another_panel() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        add_panel(&mut office, &round, "residents", "6").await;
        for (line, why) in [
            ("张三\t13800138000", "第 2 行像是证件号、电话"),
            ("张三\t138 0013 8000", "第 2 行像是证件号、电话"),
            ("李四", "第 2 行的李四在名单上已有"),
        ] {
            let refused = enter(&mut office, &round, "群众代表", &["李四".to_owned(), line.to_owned()]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.says(why) && refused.texts("textarea")[0].contains("李四"), "{}", refused.text());
        }
        enter(&mut office, &round, "群众代表", &["李四\t东园".to_owned(), "王五".to_owned()]).await;
        let both = enter(&mut office, &round, "社区居民", &["赵六".to_owned(), "王五\t西园".to_owned()]).await;
        assert_eq!(both.status, 422);
        assert!(both.says("王五既在") && both.says("群众代表") && both.says("社区居民"), "{}", both.text());
        let page = enter(&mut office, &round, "社区居民", &["李四\t西园".to_owned()]).await;
        assert!(page.says("名单已保存"), "a namesake of another place: {}", page.text());
        // Two who change one list see both versions, and what was typed stays.
        let (mine, theirs) =
            (panel(&mut office, &round, "社区居民").await, panel(&mut office, &round, "社区居民").await);
        let action = format!("{}?_method=put", mine.path);
        office.tell(&mine, &action, &[("list", "周七")], "名单已保存").await;
        let both = office.submit(&theirs, &action, &[("list", "吴八")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("周七") && both.texts("textarea") == ["吴八"], "{}", both.text());
        // Nobody but the office of the round sees who is on a list.
        let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
        let mut other = app.visitor("other", &[(Role::CampaignOffice, Some(elsewhere))]).await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        for path in [composition_of(&round), mine.path.clone()] {
            assert_eq!(other.get(&path).await.status, 404);
            assert_eq!(keeper.get(&path).await.status, 404);
        }
    });
}

#[test]
fn s050_people_are_nominated_by_a_unit_up_to_the_quota() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "5").await;
        let page = enter(&mut office, &round, "群众代表", &names("民", 8)).await;
        let ids: Vec<String> =
            page.choices().into_iter().filter(|(words, _)| words.starts_with('民')).map(|one| one.1).collect();
        let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        ids.dedup();
        ids.truncate(8);
        let nominate = |count: usize, by: &'static str| {
            let mut fields: Vec<(&str, &str)> = ids.iter().take(count).map(|id| ("ticked", *id)).collect();
            fields.push(("by", by));
            fields
        };
        let nobody = office.submit(&page, "nominations", &nominate(5, "")).await;
        assert_eq!(nobody.status, 422);
        let many = office.submit(&page, "nominations", &nominate(6, "监理单位")).await;
        assert!(many.says("名额只有 5 人"), "{}", many.text());
        let page = office.tell(&page, "nominations", &nominate(5, "监理单位"), "推荐已保存").await;
        assert!(page.says("确定参评 5 人") && page.says("监理单位"), "{}", page.text());
        // Nominated and drawn do not go together.
        assert!(page.find_form("/fixing").is_none());
        // Only those asked get an invitation and stand on the sign-in list, which has no time.
        let form = [("held", "7 月 5 日上午九点"), ("place", "街道三楼会议室"), ("contents", "评议街道党总支")];
        let notice = composition_of(&round);
        office.fill(&format!("{notice}/notice"), "notice", &form, "邀请通知已保存").await;
        let letters = office.get(&page.link("打印邀请通知")).await;
        assert_eq!(letters.texts("section.slip").len(), 5, "{}", letters.text());
        for words in ["民一同志", "7 月 5 日上午九点", "街道三楼会议室", "评议街道党总支"] {
            assert!(letters.says(words), "{words}: {}", letters.text());
        }
        let signing = office.get(&page.link("打印签到表")).await;
        assert_eq!(signing.texts("tbody tr").len(), 5);
        assert_eq!(signing.texts("thead th"), ["序号", "姓名", "单位或片区", "签名"]);
    });
}

#[test]
fn s050_no_row_of_a_person_changes_while_casting_is_open() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "5").await;
        // A panel that judges from a list does not open while the list is empty.
        let page = enter(&mut office, &round, "群众代表", &[]).await;
        assert!(page.says("名单已保存"), "{}", page.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("名单上还没有人") && issuing.find_form("/issuing").is_none(), "{}", issuing.text());
        // Without a list it would open by its number alone.
        let page = panel(&mut office, &round, "群众代表").await;
        let action = format!("{}?_method=delete", page.path);
        let withdrawn = office.tell(&page, &action, &[], "名单已撤销").await;
        assert!(withdrawn.says("这一组还没有名单"), "{}", withdrawn.text());
        assert!(office.get(&format!("{round}/issuing")).await.find_form("/issuing").is_some());
        let before = enter(&mut office, &round, "群众代表", &names("民", 5)).await;
        assert!(before.find_form("attendance").is_none());
        let slips = begin(&mut office, &round).await;
        let page = panel(&mut office, &round, "群众代表").await;
        assert!(page.says("正在投票，名单上任何人的情况都不能改"), "{}", page.text());
        for action in ["invited", "attendance", "nominations", "replacement", "?_method=put"] {
            assert!(page.find_form(action).is_none(), "{action}");
        }
        // A form opened before is refused with the reason.
        let late = office.submit(&before, "invited?_method=put&all", &[]).await;
        assert_eq!(late.status, 422);
        assert!(late.says("谁在什么时候投了票"), "{}", late.text());
        cast(app, &slips, "群众代表", &[0]).await;
        seal(app, &round, "keeper").await;
        // Now who came: by ticks, or by a number that agrees with them.
        let page = panel(&mut office, &round, "群众代表").await;
        let first = page.choice("民一");
        let wrong = office.submit(&page, "attendance", &[("ticked", &first), ("number", "3")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("与勾选的 1 人不一致"), "{}", wrong.text());
        office.tell(&page, "attendance", &[("ticked", &first), ("number", "")], "实到情况已保存").await;
        let overview = office.get(&composition_of(&round)).await;
        assert_eq!(overview.texts("#panels tbody td:nth-child(6)"), ["1"]);
    });
}

#[test]
fn s050_nobody_plans_a_group_of_nobody() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        let panels = office.get(&format!("{round}/panels")).await;
        let refused = office.post_form(panels.form("_method=put"), &[("planned", "0")]).await;
        assert_eq!(refused.status, 422);
        let refused = add_panel(&mut office, &round, "residents", "0").await;
        assert_eq!(refused.status, 422);
    });
}
