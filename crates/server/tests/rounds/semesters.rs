//! S034: the secretary of a general branch reports each semester, and members and the people measure him.

use storage::OrganisationId;
use test_support::{Client, TestApp, found, run};

use crate::life::{Slips, add_panel, cast, choose_members, draw_up, enter_members, issue};
use crate::procedures::{of_round, record, said};
use crate::rhythm::{declare, publish};

const FIGURES: &str = "#figures tbody td";

/// Announces a round, is kept from opening it until the report is recorded, and opens it.
async fn report_and_open(office: &mut Client, round: &str, school: OrganisationId) -> Vec<Slips> {
    office.fill(round, "announcement", &[], "轮次已公布").await;
    let slips = issue(office, round).await;
    let casting = format!("{round}/casting");
    let page = office.get(&casting).await;
    assert!(page.says("投票前还有 1 步议程没有登记") && page.says("书记向党员报告工作"), "{}", page.text());
    assert!(page.find_form("casting").is_none(), "{}", page.html());
    let procedure = format!("{}/semester_report/{school}", of_round(round));
    let page = office.get(&procedure).await;
    record(office, &page, "report", &said("书记报告本学期工作", "7")).await;
    // The report is taken back while the page that would open casting stands open elsewhere.
    let stale = office.get(&casting).await;
    let page = office.get(&procedure).await;
    office.submit(&page, "report?_method=delete", &[]).await;
    let refused = office.submit(&stale, "casting", &[]).await;
    assert!(refused.status == 422 && refused.says("投票前还有 1 步议程没有登记"), "{}", refused.text());
    let page = office.get(&procedure).await;
    record(office, &page, "report", &said("书记报告本学期工作", "7")).await;
    let page = office.get(&casting).await;
    office.tell(&page, "casting", &[], "投票已开放").await;
    slips
}

/// The members and the people hand in, the round is sealed and published.
async fn measure(
    app: &TestApp,
    office: &mut Client,
    (round, keeper): (&str, &str),
    slips: &[Slips],
    grades: [&[usize]; 2],
) {
    cast(app, slips, "· 党员评领导干部", grades[0]).await;
    cast(app, slips, "· 群众评领导干部", grades[1]).await;
    publish(app, office, (round, keeper)).await;
}

#[test]
fn s034_the_secretary_reports_each_semester_and_is_measured_by_members_and_the_people() {
    run(async |app| {
        let mut office = app.office().await;
        let bureau = found(&mut office, None, ("区教育局党委", "committee", "office")).await;
        let school = found(&mut office, Some(bureau), ("实验中学党总支", "general_branch", "institution")).await;
        let names = ["郑书记", "钱一", "钱二", "钱三", "钱四", "钱五", "钱六"];
        let people = enter_members(app, school, &names).await;
        let calendar = declare(&mut office, bureau, "pooled").await;
        let days = [("period_from", "2026-02-01"), ("period_to", "2026-06-30")];
        let spring = draw_up(&mut office, school, "春季学期书记报告", &days).await;
        for direction in ["members_to_leader", "masses_to_leader"] {
            choose_members(&mut office, &spring, (school, &people[..1]), ("secretary_report", direction)).await;
        }
        for (category, planned) in [("members", "7"), ("mass_representatives", "10")] {
            let panels = add_panel(&mut office, &spring, category, planned).await;
            assert!(panels.says("已增加参评人员"), "{category}: {}", panels.text());
        }
        let procedures = of_round(&spring);
        office.fill(&procedures, &procedures, &[("chosen", "semester_report")], "议程已保存").await;
        let link = office.get(&spring).await.link("纳入季度评议");
        let page = office.get(&link).await;
        let place = page.choice("2026 · 区教育局党委 · 上半年");
        let placed = office.tell(&page, "_method=put", &[("place", &place)], "已保存").await;
        let rounds = placed.texts("#quarters tbody tr");
        assert!(rounds[5].starts_with("上半年2026-01-01") && rounds[5].contains("春季学期书记报告"), "{rounds:?}");
        assert_eq!(rounds.len(), 6, "a half-year without a round is owed by nobody: {rounds:?}");

        let slips = report_and_open(&mut office, &spring, school).await;
        // Members 6 of 7, the people 8 of 10.
        measure(app, &mut office, (&spring, "spring"), &slips, [&[0, 0, 0, 0, 0, 0, 1], &[0, 0, 0, 0, 1]]).await;
        // The second semester: another round, drawn up after the first with its procedure.
        let made = office.fill(&calendar, &format!("{calendar}/rounds"), &[], "新轮次已起草").await;
        assert_eq!(made.texts("h1"), ["2026年下半年群众评议"], "the other semester is offered");
        let autumn = made.path.split('?').next().unwrap().to_owned();
        let slips = report_and_open(&mut office, &autumn, school).await;
        // Members 7 of 7, the people 5 of 10.
        measure(app, &mut office, (&autumn, "autumn"), &slips, [&[0], &[0, 1]]).await;

        // Each semester has its own rate with its own base; they stand beside each other and are not added up.
        let year = office.get(&format!("{calendar}/{school}")).await;
        assert_eq!(year.texts("#figures thead th")[2..4], ["上半年", "下半年"], "{}", year.text());
        assert_eq!(year.texts("#figures tbody th"), ["郑书记", "郑书记"], "one line a direction: {}", year.text());
        let cells = year.texts(FIGURES);
        let lines: Vec<&[String]> = cells.chunks(4).collect();
        for rates in [["6/7 = 85.7 %", "7/7 = 100.0 %"], ["8/10 = 80.0 %", "5/10 = 50.0 %"]] {
            assert!(lines.iter().any(|line| line[1..3] == rates), "{rates:?}: {lines:?}");
        }
        assert!(lines.iter().all(|line| line[3] == "无数字 各半年的结果分别列出，不相加"), "{lines:?}");
        assert!(!year.says("13/14") && !year.says("13/20"), "{}", year.text());
        let first_half = office.get(&format!("{calendar}/{school}/h1")).await;
        assert!(first_half.says("6/7 = 85.7 %") && !first_half.says("7/7"), "{}", first_half.text());
        let english = office.clone().speaking("en").get(&format!("{calendar}/{school}")).await;
        assert!(english.says("Half-year 2") && !english.html().contains('⟦'), "{}", english.text());
    });
}
