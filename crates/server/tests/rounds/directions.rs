//! S054: who judges whom is declared of each measure; the judges of each direction have sheets of their own, and no figure
//! adds two directions up.

use server::roles::Role;
use test_support::{Shown, found, run};

use crate::life::{add_panel, begin, cast, choose, choose_members, draw_up, enter_members, seal};

/// The section of a measure.
fn section(page: &Shown, heading: &str) -> String {
    let mut sections = page.texts("section").into_iter();
    sections.find(|section| section.contains(heading)).unwrap_or_default()
}

#[test]
fn s054_four_directions_of_one_round_stand_apart_and_are_never_added_up() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let people = enter_members(app, branch, &["钱一", "钱二"]).await;
        let round = draw_up(&mut office, town, "上下互评", &[]).await;
        // 上评下、下评上、党员评组织、组织评党员.
        choose(&mut office, &round, &[branch], ("five_goods", "superior_to_organisation")).await;
        choose(&mut office, &round, &[town], ("five_goods", "subordinates_to_organisation")).await;
        let objects = choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
        assert!(objects.says("评议对象（3）") && objects.says("各用一张表"), "{}", objects.text());
        let again = choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
        assert!(again.says("评议对象（3）"), "the same one in the same direction stays as it is: {}", again.text());
        let chosen = choose_members(&mut office, &round, (branch, &people), ("five_looks", "organisation_to_member"));
        assert!(chosen.await.says("评议对象（5）"));
        for (category, planned) in [("superior", "5"), ("grassroots_units", "5"), ("members", "6"), ("committee", "5")]
        {
            let panels = add_panel(&mut office, &round, category, planned).await;
            assert!(panels.says("已增加参评人员"), "{category}: {}", panels.text());
        }
        let panels = office.get(&format!("{round}/panels")).await;
        for title in [
            "东河村党支部 · 上级评下级",
            "柳林镇党委 · 下级评上级",
            "东河村党支部 · 党员评组织",
            "东河村党支部 · 组织评党员",
        ] {
            assert!(panels.texts("h2").iter().any(|found| found == title), "{title}: {:?}", panels.texts("h2"));
        }
        // Whoever reads English reads the directions in English; whose the sheet is stays as it was written.
        let mut english = office.clone().speaking("en");
        let page = english.get(&panels.path).await;
        for title in ["东河村党支部 · Superior to subordinate", "东河村党支部 · Organisation to member"] {
            assert!(page.texts("h2").iter().any(|found| found == title), "{title}: {:?}", page.texts("h2"));
        }
        let waiting = english.get(&format!("{round}/issuing")).await;
        assert!(!waiting.text().contains("党员评组织"), "{}", waiting.text());
        // Whoever is judged twice by the same list introduces itself once.
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let casting = office.get(&format!("{round}/casting")).await;
        assert_eq!(casting.forms("/excuse").len(), 4, "{}", casting.text());
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let own = secretary.get("/w/self-reports").await;
        let list = secretary.get(&own.link("上下互评")).await;
        assert_eq!(list.texts("tbody tr").len(), 3, "{}", list.text());
        let slips = begin(&mut office, &round).await;
        for page in ["batches", "reconciliation"] {
            let page = english.get(&format!("{round}/{page}")).await;
            assert!(page.says("东河村党支部 · Members to organisation") && !page.says("党员评组织"), "{}", page.text());
        }
        cast(app, &slips, "上级党组织成员", &[0]).await;
        cast(app, &slips, "基层单位代表", &[1]).await;
        cast(app, &slips, "· 党员评组织", &[0, 2]).await;
        cast(app, &slips, "班子成员", &[0, 0, 0, 1, 1]).await;
        let path = seal(app, &round, "keeper").await;
        let results = office.get(&path).await;
        for (direction, rate) in [
            ("· 上级评下级", "5/5 = 100.0 %"),
            ("· 下级评上级", "0/5 = 0.0 %"),
            ("· 党员评组织", "3/6 = 50.0 %"),
            ("· 组织评党员", "6/10 = 60.0 %"),
        ] {
            let shown = section(&results, direction);
            assert!(shown.contains(rate), "{direction} {rate}: {shown}");
        }
        // 5 of the superior and 3 of the members are nowhere 8 of 11.
        assert!(!results.says("/11 ="), "{}", results.text());
        // Beside the other appraisals (S078) only members stand as members: neither the superior nor a committee is the
        // people or the members.
        let four = office.get(&format!("{path}/assessments")).await;
        assert!(four.says("3/6 = 50.0 %"), "{}", four.text());
        assert!(!four.says("5/5 =") && !four.says("3/5 =") && !four.says("0/5 ="), "{}", four.text());
    });
}

#[test]
fn s054_superiors_members_and_subordinates_judge_a_member_a_leader_and_a_team_each_apart() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党总支", "branch", "rural")).await;
        let people = enter_members(app, branch, &["钱一", "钱书记", "孙三", "李四", "周五", "吴六"]).await;
        let round = draw_up(&mut office, town, "多向评议", &[]).await;
        // Who judges, what each judge grades, and the direction with what becomes of it.
        let judged = [
            ("superior_to_member", "上级评党员", "3/5 = 60.0 %"),
            ("superior_to_leader", "上级评领导干部", "3/5 = 60.0 %"),
            ("superior_to_team", "上级评领导班子", "3/5 = 60.0 %"),
            ("members_to_team", "党员评领导班子", "5/6 = 83.3 %"),
            ("subordinates_to_leader", "下级评领导干部", "2/5 = 40.0 %"),
            ("subordinates_to_team", "下级评领导班子", "2/5 = 40.0 %"),
        ];
        for (number, (direction, ..)) in (1..).zip(judged) {
            let objects = match direction.rsplit('_').next().unwrap() {
                "member" => {
                    choose_members(&mut office, &round, (branch, &people[..1]), ("five_looks", direction)).await
                }
                "leader" => {
                    let list = ("village_officials", direction);
                    choose_members(&mut office, &round, (branch, &people[1..2]), list).await
                }
                _ => choose(&mut office, &round, &[branch], ("village_team", direction)).await,
            };
            assert!(objects.says(&format!("评议对象（{number}）")), "{direction}: {}", objects.text());
        }
        for (category, planned) in [("superior", "5"), ("members", ""), ("branches", "5")] {
            let panels = add_panel(&mut office, &round, category, planned).await;
            assert!(panels.says("已增加参评人员"), "{category}: {}", panels.text());
        }
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let slips = begin(&mut office, &round).await;
        assert_eq!(slips.len(), 3, "a sheet for each kind of judges");
        cast(app, &slips, "上级党组织成员", &[0, 0, 0, 1, 2]).await;
        cast(app, &slips, "· 党员", &[0, 0, 0, 0, 0, 1]).await;
        cast(app, &slips, "· 支部", &[0, 0, 1, 1, 2]).await;
        let path = seal(app, &round, "keeper").await;
        let results = office.get(&path).await;
        for (_, direction, rate) in judged {
            let shown = section(&results, direction);
            assert!(shown.contains(rate), "{direction} {rate}: {shown}");
        }
        for together in ["/10 =", "/11 =", "/15 =", "/16 ="] {
            assert!(!results.says(together), "{together}: {}", results.text());
        }
    });
}

#[test]
fn a_direction_that_does_not_fit_and_judges_who_judge_nothing_are_refused() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let round = draw_up(&mut office, town, "互评", &[]).await;
        let refused = choose(&mut office, &round, &[branch], ("five_goods", "masses_to_team")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("这个方向不适用于所选评议表的对象类型"), "{}", refused.text());
        assert!(refused.html().contains("value=\"masses_to_team\" selected"), "what was chosen stays");
        choose(&mut office, &round, &[branch], ("five_goods", "superior_to_organisation")).await;
        choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
        let refused = add_panel(&mut office, &round, "mass_representatives", "20").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("本轮各方向都不由这类人员参评"), "{}", refused.text());
        // One direction taken away: everybody may judge what is left.
        let objects = office.get(&format!("{round}/objects")).await;
        let form = objects.forms("/objects/").into_iter().next().unwrap();
        let objects = office.post_form(form, &[]).await;
        assert!(objects.says("评议对象（1）") && !objects.says("有对象按几个方向评议"), "{}", objects.text());
        let panels = add_panel(&mut office, &round, "mass_representatives", "20").await;
        assert!(panels.says("已增加参评人员"), "{}", panels.text());
    });
}

#[test]
fn the_return_reads_one_direction_and_counts_whoever_is_judged_in_two_once() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let round = draw_up(&mut office, town, "互评", &[]).await;
        choose(&mut office, &round, &[branch], ("five_goods", "masses_to_organisation")).await;
        choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
        for category in ["mass_representatives", "members"] {
            add_panel(&mut office, &round, category, "6").await;
        }
        let settings = format!("{round}/settings");
        let both = [("satisfied", "80"), ("basic", "60"), ("judges_organisation", "members")];
        // A list that is asked in two directions is two measures: one of them must be named.
        let mut fields = both.to_vec();
        fields.push(("measure_organisation", "five_goods"));
        let page = office.get(&settings).await;
        let refused = office.submit(&page, "_method=put", &fields).await;
        assert_eq!(refused.status, 422);
        let mut fields = both.to_vec();
        fields.push(("measure_organisation", "five_goods@members_to_organisation"));
        let saved = office.fill(&settings, "_method=put", &fields, "已保存").await;
        assert!(saved.says("· 党员评组织"), "{}", saved.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let slips = begin(&mut office, &round).await;
        cast(app, &slips, "· 党员评组织", &[0]).await;
        cast(app, &slips, "· 群众评组织", &[2]).await;
        let results = seal(app, &round, "keeper").await;
        let published = [("place", "镇党务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let roll_up = round.replace("/w/rounds/", "/w/returns/rounds/");
        let page = office.get(&roll_up).await;
        office.submit(&page, &roll_up, &[("due_on", "2026-08-01")]).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let list = secretary.get("/w/returns").await;
        let path = list.links().into_iter().find(|path| path.starts_with("/w/returns/") && !path.contains("rounds"));
        let page = secretary.get(&path.unwrap()).await;
        for (line, number) in [("1a", "1"), ("1b", "1"), ("1c", "1")] {
            assert_eq!(page.texts(&format!("#line-{line} .total")).concat(), number, "{line}: {}", page.text());
        }
    });
}
