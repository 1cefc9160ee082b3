//! R40 of a person: four appraisals of one member, and one figure over them by the weights the round declared.

use test_support::{found, run};

use crate::life::{add_panel, cast, choose_members, draw_up, enter_members, open, seal};

#[test]
fn r40_s078_a_members_four_appraisals_come_to_one_figure_by_the_declared_weights_and_no_other() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let people = enter_members(app, branch, &["钱一", "孙二", "李三", "周四", "吴五", "郑六"]).await;
        let round = draw_up(&mut office, town, "党员四评", &[]).await;
        for direction in ["members_to_member", "masses_to_member"] {
            choose_members(&mut office, &round, (branch, &people[..1]), ("five_leads", direction)).await;
        }
        add_panel(&mut office, &round, "members", "").await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let declared = [
            ("weight-leader_review", "20"),
            ("weight-organisation_assessment", "30"),
            ("weight-members", "25"),
            ("weight-masses", "25"),
            ("points-SC1-0", "100"),
            ("points-SC1-1", "60"),
            ("points-SC1-2", "0"),
        ];
        let weights = format!("{round}/composite");
        office.fill(&weights, "_method=put", &declared, "权重第 1 版").await;
        let slips = open(&mut office, &round).await;
        cast(app, &slips, "党员互评", &[0, 0, 0, 0, 0, 1]).await;
        cast(app, &slips, "群众评党员", &[0, 0, 0, 0, 0, 2]).await;
        let four = format!("{}/assessments", seal(app, &round, "keeper").await);
        let page = office.get(&four).await;
        assert_eq!(page.texts("tbody tr").len(), 1, "one person, however many directions: {}", page.text());
        let path = page.link("钱一");
        // Three of four are no figure.
        let review =
            [("author", "镇党委副书记"), ("given_on", "2026-06-30"), ("grade", "satisfied"), ("words", "肯干。")];
        let page = office.fill(&path, "leader_review", &review, "已保存").await;
        assert!(page.says("缺党组织考评，不计算") && !page.says(" 分（权重"), "{}", page.text());
        let assessed = [
            ("author", "镇党委考核组"),
            ("given_on", "2026-06-30"),
            ("grade", "basically_satisfied"),
            ("words", "合格。"),
        ];
        let page = office.fill(&path, "organisation_assessment", &assessed, "已保存").await;
        assert!(page.says("5/6 = 83.3 %"), "{}", page.text());
        // 0.2 × 1 + 0.3 × 0.6 + 0.25 × 560/600 + 0.25 × 500/600 = 0.82166…
        assert!(page.says("82.2 分（权重第 1 版）"), "{}", page.text());
        assert_eq!(page.texts("details ol li").len(), 5, "each step is told: {}", page.text());
        // The person reads it once it is published, of nobody else.
        let mut member = app.visiting_member("member", people[0], branch).await;
        let mut other = app.visiting_member("other", people[1], branch).await;
        assert_eq!(member.get(&path).await.status, 404, "sealed, not published");
        let results = round.replace("/w/rounds/", "/w/results/");
        let published = [("place", "公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        assert!(member.get(&path).await.says("82.2 分"));
        assert_eq!(other.get(&path).await.status, 404);
    });
}
