//! The next round after an earlier one takes along all that one declared, and says what it left out (S061).

use server::roles::Role;
use test_support::{Client, Shown, TestApp, found, run};

use crate::composition::{composition_of, enter, names};
use crate::life::{add_panel, choose, choose_members, draw_up, enter_members};
use crate::windows::{choose_windows, open_window};
use crate::working_group::add;

/// Declares the year and draws up the round of its first quarter after this one; the page of the new round.
async fn next(office: &mut Client, owner: storage::OrganisationId) -> Shown {
    let owner = owner.to_string();
    let fields = [("organisation", owner.as_str()), ("year", "2026"), ("yearly_rule", "pooled")];
    let calendar = office.fill("/w/rhythm", "/w/rhythm?declare", &fields, "年度安排已建立").await;
    let calendar = calendar.path.split('?').next().unwrap().to_owned();
    office.fill(&calendar, &format!("{calendar}/rounds"), &[], "新轮次已起草").await
}

fn path(shown: &Shown) -> String {
    shown.path.split('?').next().unwrap().to_owned()
}

/// Chooses a procedure and holds every measure by name.
async fn declare(office: &mut Client, round: &str) {
    let procedures = format!("{}/procedures", round.replace("/w/rounds/", "/w/records/"));
    let chosen = [("chosen", "two_meetings"), ("chosen", "leaders_first")];
    office.fill(&procedures, &procedures, &chosen, "议程已保存").await;
    let named = round.replace("/w/rounds/", "/w/named/");
    let page = office.get(&named).await;
    let held: Vec<(String, String)> = page.choices();
    let held: Vec<(&str, &str)> = held.iter().map(|(_, id)| ("held", id.as_str())).collect();
    office.tell(&page, "_method=put", &held, "实名评议的范围已保存").await;
}

#[test]
fn s061_the_next_round_takes_procedures_named_measures_areas_lists_and_the_working_group_along() {
    run(async |app: &TestApp| {
        let mut office = app.office().await;
        let village = found(&mut office, None, ("杨王村党委", "committee", "rural")).await;
        let members = enter_members(app, village, &["钱一", "钱二", "孙三", "孙四"]).await;
        let round = draw_up(&mut office, village, "一季度评议", &[]).await;
        choose_members(&mut office, &round, (village, &members), ("five_looks", "masses_to_member")).await;
        let areas = format!("{}/areas", composition_of(&round));
        for name in ["东片", "西片"] {
            office.fill(&areas, "/areas", &[("name", name)], "片区已增加").await;
        }
        let page = office.get(&areas).await;
        let area = |name: &String| page.choice(if name.starts_with('钱') { "东片" } else { "西片" });
        let ids: Vec<String> = page.texts("#objects tbody td:first-child").iter().map(area).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("area", id.as_str())).collect();
        office.post_form(page.form("areas/objects"), &fields).await;
        add_panel(&mut office, &round, "villagers", "7").await;
        let entered = enter(&mut office, &round, "村民", &names("民", 7)).await;
        assert!(entered.says("名单已保存"), "{}", entered.text());
        declare(&mut office, &round).await;
        let limits = [("uniform", "30"), ("turnout", "80")];
        office.fill(&format!("{round}/quality"), "_method=put", &limits, "评议质量指标已声明").await;
        crate::procedures::plan(&mut office, &round, village, "党组成员一").await;
        app.visitor("zheng", &[(Role::TallyKeeper, None)]).await;
        add(&mut office, &round, ("郑书记", "党组书记", "head", "zheng")).await;

        let made = next(&mut office, village).await;
        let second = path(&made);
        assert!(made.says("全票同一等次的票 不高于 30 %") && made.says("收回的票 不低于 80 %"), "{}", made.text());
        let composition = composition_of(&second);
        let areas = office.get(&format!("{composition}/areas")).await;
        assert_eq!(areas.texts("#areas tbody td:nth-child(2)"), ["2", "2"], "{}", areas.text());
        assert_eq!(areas.texts("#areas tbody td:nth-child(4)"), ["7", "7"], "the quotas");
        let procedures = office.get(&format!("{}/procedures", second.replace("/w/rounds/", "/w/records/"))).await;
        let chosen = procedures.form("_method=put").fields;
        assert!(chosen.contains(&("chosen".to_owned(), "two_meetings".to_owned())), "{chosen:?}");
        assert!(chosen.contains(&("chosen".to_owned(), "leaders_first".to_owned())), "{chosen:?}");
        // Who goes to which unit is planned anew (S066).
        assert!(procedures.says("还没有安排人员") && !procedures.says("党组成员一"), "{}", procedures.text());
        let named = office.get(&second.replace("/w/rounds/", "/w/named/")).await.form("_method=put").fields;
        assert_eq!(named.iter().filter(|(name, _)| name == "held").count(), 1, "{named:?}");
        let group = office.get(&format!("{composition}/working-group")).await;
        assert!(group.says("郑书记") && group.html().contains("value=\"zheng\""), "{}", group.text());
        // The list is to be entered anew: its people are not copied, and issuing waits for it.
        let overview = office.get(&composition).await;
        assert!(!overview.html().contains("民一"), "{}", overview.text());
        let page = crate::composition::panel(&mut office, &second, "村民").await;
        assert!(page.says("名单上还没有人") && page.says("名额 7 人"), "{}", page.text());
        let omitted = made.texts("#omitted li");
        assert!(omitted.iter().any(|words| words.contains("名单上的人没有带入")), "{omitted:?}");
        assert!(
            omitted.iter().any(|words| words.starts_with("党组成员一") && words.contains("请重新安排")),
            "{omitted:?}"
        );
        let english = office.clone().speaking("en").get(&second).await;
        assert!(english.says("What was left out") && !english.html().contains('⟦'), "{}", english.text());
        // A judge group by its name in the language of the page.
        assert!(omitted.iter().any(|words| words.contains(" · 村民")), "{omitted:?}");
        let list = english.texts("#omitted li");
        assert!(list.iter().any(|words| words.contains(" · Villagers")), "{list:?}");
        // A draft that holds all this is thrown away like any other.
        let page = office.get(&second).await;
        let gone = office.submit(&page, &format!("{second}?_method=delete"), &[("sure", "yes")]).await;
        assert_eq!(gone.status, 200, "{}", gone.text());
        assert_eq!(office.get(&second).await.status, 404);
    });
}

#[test]
fn s061_closed_windows_and_dissolved_organisations_are_left_out_and_named() {
    run(async |app: &TestApp| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let other = found(&mut office, Some(town), ("西沟村党支部", "branch", "rural")).await;
        let window = open_window(&mut office, town, "便民一号窗口").await;
        open_window(&mut office, town, "便民二号窗口").await;
        let people = enter_members(app, branch, &["钱一", "钱二"]).await;
        let round = draw_up(&mut office, town, "一季度评议", &[]).await;
        choose(&mut office, &round, &[branch, other], ("five_goods", "")).await;
        choose_members(&mut office, &round, (branch, &people), ("five_looks", "")).await;
        let chosen = choose_windows(&mut office, &round).await;
        assert_eq!(chosen.status, 200, "{}", chosen.text());
        add_panel(&mut office, &round, "villagers", "6").await;
        let leaving = office.get(&format!("/w/people/{}/departure", people[1])).await;
        office.submit(&leaving, "departure", &[]).await;
        let page = office.get(&window.path).await;
        office.tell(&page, "closure", &[("closed_on", "2026-07-01")], "窗口已撤销").await;
        let merger = office.get(&format!("/w/organisations/{other}/merger")).await;
        let target = branch.to_string();
        office.submit(&merger, "merger", &[("target", target.as_str())]).await;

        let made = next(&mut office, town).await;
        let objects = office.get(&format!("{}/objects", path(&made))).await;
        for there in ["东河村党支部", "钱一", "便民二号窗口"] {
            assert!(objects.says(there), "{there}: {}", objects.text());
        }
        for gone in ["西沟村党支部", "钱二", "便民一号窗口"] {
            assert!(!objects.says(gone), "{gone}: {}", objects.text());
        }
        let omitted = made.texts("#omitted li");
        for (name, why) in [("西沟村党支部", "已撤销"), ("钱二", "已离开"), ("便民一号窗口", "窗口已关闭")]
        {
            let is_told = |words: &String| words.starts_with(name) && words.contains(why);
            assert!(omitted.iter().any(is_told), "{name}: {omitted:?}");
        }
        assert!(omitted.iter().any(|words| words.contains("这一组没有带入")), "{omitted:?}");
    });
}
