//! Judging across and within: units judge each other (S082), staff their leaders (S104), members each other once a year
//! with the grades the superior prescribes (S034).

use server::roles::Role;
use test_support::{found, run};

use crate::life::{add_panel, cast, choose, choose_members, draw_up, enter_members, open, seal};

#[test]
fn s082_s104_units_judge_each_other_and_staff_their_leaders_apart() {
    run(async |app| {
        let mut office = app.office().await;
        let bureau = found(&mut office, None, ("区卫生局党工委", "committee", "office")).await;
        let first = found(&mut office, Some(bureau), ("中心医院党总支", "branch", "institution")).await;
        let second = found(&mut office, Some(bureau), ("妇幼医院党支部", "branch", "institution")).await;
        let leaders = enter_members(app, first, &["周院长", "吴书记"]).await;
        let round = draw_up(&mut office, bureau, "作风建设双向测评", &[]).await;
        let units = [bureau, first, second];
        choose(&mut office, &round, &units, ("five_goods:common", "organisations_to_organisation")).await;
        let leader = ("village_officials", "masses_to_leader");
        choose_members(&mut office, &round, (first, &leaders), leader).await;
        // On one sheet for each direction: every unit judges every unit, its own row too.
        let page = office.get(&format!("{round}/objects")).await;
        office.submit(&page, "sheets?_method=put", &[("arrangement", "common"), ("by_direction", "yes")]).await;
        add_panel(&mut office, &round, "branches", "5").await;
        add_panel(&mut office, &round, "staff", "6").await;
        let slips = open(&mut office, &round).await;
        assert_eq!(slips.len(), 4, "three units and the staff of one");
        cast(app, &slips, "· 单位互评", &[0, 0, 0, 1, 2]).await;
        cast(app, &slips, "· 群众评领导干部", &[0, 0, 0, 0, 0, 1]).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        // Mutual rates: 15 ballots of three units on each; the leaders' stand apart.
        assert!(results.says("9/15 = 60.0 %"), "{}", results.text());
        let leader = office.get(&results.link("周院长")).await;
        assert!(leader.says("5/6 = 83.3 %"), "{}", leader.text());
        assert!(!results.says("/21 ="), "{}", results.text());
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, Some(second))]).await;
        let other = statistician.get(&round.replace("/w/rounds/", "/w/results/")).await;
        assert!(!other.says("周院长"), "nobody of another unit sees its leaders: {}", other.text());
    });
}

#[test]
fn s104_staff_too_few_for_a_secret_ballot_do_not_judge_their_leaders() {
    run(async |app| {
        let mut office = app.office().await;
        let office_party = found(&mut office, None, ("区机关党委", "committee", "office")).await;
        let leaders = enter_members(app, office_party, &["郑局长"]).await;
        let round = draw_up(&mut office, office_party, "领导干部民主评议", &[]).await;
        choose_members(&mut office, &round, (office_party, &leaders), ("village_officials", "masses_to_leader")).await;
        add_panel(&mut office, &round, "staff", "4").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.find_form("issuing").is_none() && issuing.says("职工"), "{}", issuing.text());
    });
}

#[test]
fn s034_members_appraise_each_other_with_the_grades_their_superior_prescribes() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let people = enter_members(app, branch, &["钱一", "钱二", "钱三", "钱四", "钱五", "钱六"]).await;
        // The grades: the scale ships without labels and is filled in.
        let copy = office.get("/w/library/templates/scales/SC8/1").await;
        let edit = office.tell(&copy, "copies", &[("new_code", "")], "已另存为草稿").await;
        let scale = edit.path.split('?').next().unwrap().trim_end_matches("/edit").to_owned();
        let mut fields = Vec::new();
        for (code, name, counts) in [
            ("excellent", "优秀", "satisfied"),
            ("acceptable", "合格", "satisfied"),
            ("basic", "基本合格", "basic"),
            ("not", "不合格", "neither"),
        ] {
            fields.extend([
                ("grade_code", code),
                ("grade_name", name),
                ("grade_name_en", ""),
                ("grade_counts", counts),
            ]);
        }
        office.tell(&edit, "_method=put", &fields, "已保存").await;
        let draft = office.get(&scale).await;
        office.tell(&draft, "release", &[], "已启用").await;
        // The list: one's own, with the notice of the community as one visible item (S117).
        let copy = office.get("/w/library/templates/instruments/five_looks/1").await;
        let edit = office.tell(&copy, "copies", &[("new_code", "")], "已另存为草稿").await;
        let list = edit.path.split('?').next().unwrap().trim_end_matches("/edit").to_owned();
        let group =
            edit.choices().into_iter().map(|(code, _)| code).find(|code| code == "looks" || code == "five_looks");
        let group = group.unwrap_or_default();
        let item = [
            ("act", "add"),
            ("new_item_group", group.as_str()),
            ("new_item_name", "社区反馈的在职党员表现"),
            ("scale", "SC8"),
        ];
        office.tell(&edit, "_method=put", &item, "已保存").await;
        let draft = office.get(&list).await;
        office.tell(&draft, "release", &[], "已启用").await;
        let round = draw_up(&mut office, town, "2026 年民主评议党员", &[]).await;
        let objects = choose_members(&mut office, &round, (branch, &people), ("five_looks", "members_to_member")).await;
        let items = office.get(&objects.link("五看")).await;
        assert!(items.says("社区反馈的在职党员表现"), "{}", items.text());
        add_panel(&mut office, &round, "members", "6").await;
        let slips = open(&mut office, &round).await;
        cast(app, &slips, "党员", &[0, 0, 0, 1, 1, 2]).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        for words in ["优秀", "基本合格", "30/36 = 83.3 %"] {
            assert!(results.says(words), "{words}: {}", results.text());
        }
        // The branch's own grade (等次) is given by name, of the same grades.
        let assessments = office.get(&results.link("四评对照")).await;
        let one = office.get(&assessments.link("钱一")).await;
        let given = [
            ("author", "东河村党支部大会"),
            ("given_on", "2026-07-01"),
            ("grade", "acceptable"),
            ("words", "群众反映好，学习还要抓紧。"),
        ];
        let shown = office.tell(&one, "organisation_assessment", &given, "已保存").await;
        assert!(shown.says("合格") && shown.says("学习还要抓紧"), "{}", shown.text());
    });
}

#[test]
fn s075_fifteen_of_the_supervision_group_judge_as_a_group_of_their_own() {
    run(async |app| {
        let mut office = app.office().await;
        let village = found(&mut office, None, ("杨王村党委", "committee", "rural")).await;
        let round = draw_up(&mut office, village, "年终评议", &[]).await;
        choose(&mut office, &round, &[village], ("five_goods", "")).await;
        add_panel(&mut office, &round, "supervision_group", "15").await;
        add_panel(&mut office, &round, "villagers", "20").await;
        let slips = open(&mut office, &round).await;
        cast(app, &slips, "三务监督小组成员", &[0, 0, 0, 0, 1]).await;
        cast(app, &slips, "村民", &[0, 2]).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        let object = results.links().into_iter().find(|path| path.contains("/objects/") && !path.contains("steps"));
        let object = office.get(&object.unwrap()).await;
        for words in ["三务监督小组成员", "12/15 = 80.0 %", "10/20 = 50.0 %", "22/35 = 62.9 %"] {
            assert!(object.says(words), "{words}: {}", object.text());
        }
    });
}
