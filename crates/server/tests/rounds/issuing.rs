//! What keeps a round from being announced and issued: told on the page, and refused to a form that comes all the same.

use test_support::{Client, Shown, found, run};

use crate::composition::{composition_of, enter, names, panel, with_panel};
use crate::life::{add_panel, choose, draw_up, enter_members};

/// Posts where the page shows no button: with the token, key and version of the round's own settings.
pub async fn forge(office: &mut Client, round: &str, noun: &str) -> Shown {
    let mut forged = office.get(&format!("{round}/settings")).await.form("_method=put");
    forged.action = format!("{round}/{noun}");
    office.post_form(forged, &[]).await
}

/// The page of issuing says what is missing and has no button; a form that comes all the same is told the same.
pub async fn is_not_issued(office: &mut Client, round: &str, why: &str) {
    let page = office.get(&format!("{round}/issuing")).await;
    assert!(page.says(why) && page.find_form("/issuing").is_none(), "{}", page.text());
    let refused = forge(office, round, "issuing").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.says(why), "{}", refused.text());
    let still = office.get(round).await;
    assert!(still.texts("[aria-current=step]") == ["自评中"], "{}", still.text());
}

#[test]
fn s050_a_round_of_nobody_is_not_announced_and_nobody_judges_before_it_is_known_whom() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let round = draw_up(&mut office, town, "群众评议", &[]).await;
        assert!(office.get(&round).await.find_form("announcement").is_none());
        let refused = forge(&mut office, &round, "announcement").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("还没有评议对象"), "{}", refused.text());
        assert!(office.get(&format!("{round}/issuing")).await.says("还没有评议对象。请先选择评议对象"));
        let mut judges = office.get(&format!("{round}/settings")).await.form("_method=put");
        judges.action = format!("{round}/panels");
        let refused = office.post_form(judges, &[("category", "villagers"), ("planned", "6")]).await;
        assert_eq!(refused.status, 422);
        assert!(office.get(&format!("{round}/panels")).await.texts("main tbody tr").is_empty());
        // Whom is known, by whom is not: announced, and not issued.
        choose(&mut office, &round, &[town], ("six_aspects", "")).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        is_not_issued(&mut office, &round, "还没有参评人员").await;
        add_panel(&mut office, &round, "villagers", "4").await;
        is_not_issued(&mut office, &round, "人数不足").await;
    });
}

#[test]
fn s050_a_panel_whose_nominated_have_all_declined_is_not_issued_for_those_who_were_not_nominated() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "5").await;
        let page = enter(&mut office, &round, "群众代表", &names("民", 12)).await;
        let id = page.choice("民一");
        let mut page = office.tell(&page, "nominations", &[("ticked", &id), ("by", "监理单位")], "推荐已保存").await;
        while let Some(form) = page.find_form("/replacement") {
            page = office.post_form(form, &[("reason", "出差")]).await;
        }
        assert!(page.says("确定参评 0 人") && page.says("不能参加 1 人"), "{}", page.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        is_not_issued(&mut office, &round, "名单上还没有人参评").await;
    });
}

#[test]
fn s050_a_list_that_cannot_reach_k_is_not_issued_however_many_are_planned() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        enter(&mut office, &round, "群众代表", &names("民", 4)).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        is_not_issued(&mut office, &round, "“群众代表”按名单参评，能来的人数不足，不能无记名评议").await;
        // Five are fewer than planned, and enough: the office is warned, no more.
        enter(&mut office, &round, "群众代表", &names("民", 5)).await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("名额 6 人，名单上能来的只有 5 人"), "{}", issuing.text());
        assert!(issuing.find_form("/issuing").is_some());
        // Two groups below k in lists, merged into one that reaches it.
        enter(&mut office, &round, "群众代表", &names("民", 3)).await;
        add_panel(&mut office, &round, "residents", "5").await;
        enter(&mut office, &round, "社区居民", &names("居", 2)).await;
        is_not_issued(&mut office, &round, "能来的人数不足").await;
        let panels = office.get(&format!("{round}/panels")).await;
        let link = panels.links().into_iter().find(|path| path.contains("/panels/")).unwrap();
        let one = office.get(&link).await;
        let (_, other) = one.choices().into_iter().find(|(words, _)| words.contains("居民")).unwrap();
        office.tell(&one, "_method=put", &[("merged_into", &other)], "已保存").await;
        assert!(office.get(&format!("{round}/issuing")).await.find_form("/issuing").is_some());
    });
}

#[test]
fn s050_s074_a_list_of_judges_holds_no_address() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "5").await;
        for line in ["张三\t幸福路 18 号", "张三，3号楼２０１室", "张三 东头第 4 户"] {
            let refused = enter(&mut office, &round, "群众代表", &["李四\t东片".to_owned(), line.to_owned()]).await;
            assert_eq!(refused.status, 422, "{line}");
            assert!(refused.says("第 2 行像是住址"), "{}", refused.text());
            assert!(refused.texts("textarea")[0].contains("李四"), "what was typed stays: {}", refused.text());
        }
        assert!(panel(&mut office, &round, "群众代表").await.says("名单 0 人"));
        let kept = enter(&mut office, &round, "群众代表", &["张三\t3号楼2单元".to_owned()]).await;
        assert!(kept.says("名单已保存"), "{}", kept.text());
    });
}

#[test]
fn s050_a_group_of_members_is_refused_where_nobody_is_due() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let full = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let empty = found(&mut office, Some(town), ("西沟村党支部", "branch", "rural")).await;
        enter_members(app, full, &["钱一", "钱二", "钱三", "钱四", "钱五", "钱六"]).await;
        let round = draw_up(&mut office, town, "党员评支部", &[]).await;
        choose(&mut office, &round, &[empty], ("five_goods", "members_to_organisation")).await;
        let refused = add_panel(&mut office, &round, "members", "").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("名册上没有应到的党员"), "{}", refused.text());
        assert!(office.get(&format!("{round}/panels")).await.texts("main tbody tr").is_empty());
        // Beside a branch that has members it gets no panel either, and is missing by its name.
        choose(&mut office, &round, &[full], ("five_goods", "members_to_organisation")).await;
        let panels = add_panel(&mut office, &round, "members", "").await;
        assert_eq!(panels.texts("main tbody td:nth-child(2)"), ["东河村党支部"], "{}", panels.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        is_not_issued(&mut office, &round, "“西沟村党支部").await;
        // With a number of its own it has one, whose list cannot be copied from a roll on which nobody is due.
        add_panel(&mut office, &round, "members", "6").await;
        let overview = office.get(&composition_of(&round)).await;
        let page = office.get(&overview.link("西沟村党支部")).await;
        let refused = office.submit(&page, "/roll", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("花名册上没有可以增加的应到党员"), "{}", refused.text());
    });
}
