//! Proximity groups (S074): members judged are grouped by area, and judged by people of that area.

use test_support::{Client, TestApp, found, run};

use crate::life::{add_panel, begin, cast, choose_members, draw_up, enter_members, seal};

const MEMBERS: [&str; 6] = ["钱一", "钱二", "孙三", "孙四", "李五", "李六"];

/// The village of the case: six members in three areas, two in each; its round.
async fn village(app: &TestApp, office: &mut Client) -> String {
    let village = found(office, None, ("杨王村党委", "committee", "rural")).await;
    let members = enter_members(app, village, &MEMBERS).await;
    let round = draw_up(office, village, "年终评议", &[]).await;
    choose_members(office, &round, (village, &members), ("five_looks", "masses_to_member")).await;
    let areas = areas_of(&round);
    for name in ["东片", "西片", "南片"] {
        office.fill(&areas, "/areas", &[("name", name)], "片区已增加").await;
    }
    let page = office.get(&areas).await;
    let form = page.form("areas/objects");
    let area = |name: &String| match name.chars().next() {
        Some('钱') => page.choice("东片"),
        Some('孙') => page.choice("西片"),
        _ => page.choice("南片"),
    };
    let ids: Vec<String> = page.texts("#objects tbody td:first-child").iter().map(area).collect();
    let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("area", id.as_str())).collect();
    let page = office.post_form(form, &fields).await;
    assert!(page.says("评议表已按片区编排"), "{}", page.text());
    round
}

fn composition_of(round: &str) -> String {
    round.replace("/w/rounds/", "/w/composition/")
}

fn areas_of(round: &str) -> String {
    format!("{}/areas", composition_of(round))
}

#[test]
fn s074_three_areas_have_a_sheet_and_judges_each_and_their_results_stand_apart() {
    run(async |app| {
        let mut office = app.office().await;
        let round = village(app, &mut office).await;
        // One panel of each category in every area: 15 of the supervision group in all, and villagers.
        add_panel(&mut office, &round, "supervision_group", "5").await;
        let panels = add_panel(&mut office, &round, "villagers", "4").await;
        let sheets = panels.texts("main h2");
        for title in ["杨王村党委 · 东片", "杨王村党委 · 西片", "杨王村党委 · 南片"] {
            assert!(sheets.iter().any(|found| found == title), "{title}: {sheets:?}");
        }
        let areas = office.get(&areas_of(&round)).await;
        assert_eq!(areas.texts("#areas tbody td:nth-child(4)"), ["9", "9", "9"]);
        let rows = areas.texts("#areas tbody td:nth-child(2)");
        assert_eq!(rows, ["2", "2", "2"], "{}", areas.text());
        // Four villagers alone would be too few: they are merged within their area, never across.
        let page = office.get(&format!("{round}/panels")).await;
        office.tell(&page, "mergers", &[], "已合并人数不足的组").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let slips = begin(&mut office, &round).await;
        assert_eq!(slips.len(), 3, "{:?}", slips.iter().map(|one| &one.name).collect::<Vec<_>>());
        for slips in &slips {
            assert_eq!(slips.codes.len(), 9);
        }
        cast(app, &slips, "三务监督小组成员", &[0, 0, 1]).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        let one = office.get(&results.link("孙三")).await;
        // Nine judges of one area, not 27 of all.
        assert!(one.says("6/9 = 66.7 %"), "{}", one.text());
    });
}

#[test]
fn s074_an_area_with_too_few_judges_is_warned_of_and_not_issued() {
    run(async |app| {
        let mut office = app.office().await;
        let round = village(app, &mut office).await;
        add_panel(&mut office, &round, "supervision_group", "5").await;
        let page = office.get(&format!("{round}/panels")).await;
        let row = page.forms("_method=put").into_iter().next().unwrap();
        office.post_form(row, &[("planned", "3")]).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("片的评议人只有 3 人"), "{}", issuing.text());
        assert!(issuing.says("人数不足") && issuing.find_form("/issuing").is_none(), "{}", issuing.text());
        // Sheets stay as they were announced.
        let areas = office.get(&areas_of(&round)).await;
        assert!(areas.find_form("areas/objects").is_none());
    });
}

#[test]
fn s074_an_area_is_called_by_a_name_and_never_by_an_address() {
    run(async |app| {
        let mut office = app.office().await;
        let round = village(app, &mut office).await;
        let address = [("name", "幸福路 18 号")];
        let refused = office.fill(&areas_of(&round), "/areas", &address, "像是有号码或住址").await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.texts("#areas tbody td:nth-child(1)").len(), 3, "{}", refused.text());
    });
}

#[test]
fn s074_whoever_recuses_judges_in_another_area_and_why_is_not_asked() {
    run(async |app| {
        let mut office = app.office().await;
        let round = village(app, &mut office).await;
        add_panel(&mut office, &round, "villagers", "5").await;
        let overview = office.get(&composition_of(&round)).await;
        for (area, family) in [("东片", "东"), ("西片", "西"), ("南片", "南")] {
            let page = office.get(&overview.link(&format!("· {area}"))).await;
            let list: Vec<String> = ["甲", "乙", "丙", "丁", "戊", "己"].map(|name| format!("{family}{name}")).to_vec();
            let action = format!("{}?_method=put", page.path.split('?').next().unwrap());
            office.tell(&page, &action, &[("list", &list.join("\n"))], "名单已保存").await;
        }
        let east = office.get(&overview.link("· 东片")).await;
        let form = east.forms("/recusal").into_iter().nth(1).unwrap();
        let names: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["csrf", "once", "version", "object", "area"], "no field asks why");
        let west = east.choice("西片");
        let moved = office.post_form(form, &[("object", &east.choice("钱二")), ("area", &west)]).await;
        assert!(moved.says("已改到另一片区") && moved.says("名单 5 人"), "{}", moved.text());
        let there = office.get(&overview.link("· 西片")).await;
        assert!(there.says("东乙") && there.says("回避钱二，由东片转来"), "{}", there.text());
        assert!(there.says("名单 7 人"), "{}", there.text());
        let areas = office.get(&areas_of(&round)).await;
        assert_eq!(areas.texts("#recusals tbody td"), ["东乙", "钱二", "东片", "西片"]);
        // Nobody goes back to where they recused from.
        let form = there.forms("/recusal").into_iter().last().unwrap();
        let back = [("object", there.choice("孙三")), ("area", there.choice("东片"))];
        let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
        let refused = office.post_form(form, &back).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    });
}
