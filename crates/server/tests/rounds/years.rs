//! The record of an organisation's appraisals over the years (S057).

use server::roles::Role;
use storage::OrganisationId;
use test_support::{Client, TestApp, found, run};

use crate::life::{add_panel, cast, choose, draw_up, open, seal};

const LINES: &str = "#years tbody tr";

/// A round that judges one organisation, sealed; the path of its results.
async fn judge(
    app: &TestApp,
    office: &mut Client,
    (owner, judged): (OrganisationId, OrganisationId),
    ((title, from, to), grades): ((&str, &str, &str), &[usize]),
) -> String {
    let round = draw_up(office, owner, title, &[("period_from", from), ("period_to", to)]).await;
    choose(office, &round, &[judged], ("five_goods", "")).await;
    add_panel(office, &round, "villagers", "6").await;
    let slips = open(office, &round).await;
    cast(app, &slips, "村民", grades).await;
    seal(app, &round, from).await
}

async fn publish(office: &mut Client, results: &str) {
    let published = [("place", "村务公开栏"), ("day", "2026-07-01")];
    office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
}

#[test]
fn s057_the_record_of_an_organisation_over_two_rounds_is_read_and_never_changed() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let other = found(&mut office, Some(town), ("西沟村党支部", "branch", "rural")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let record = office.get(&format!("/w/organisations/{branch}")).await.link("历次评议记录");
        assert!(office.get(&record).await.says("还没有可以查看的评议"));

        let last_year = ("2025年群众评议", "2025-12-01", "2025-12-31");
        let first = judge(app, &mut office, (town, branch), (last_year, &[0, 0, 0, 0, 0, 1])).await;
        let sealed = office.get(&record).await.texts(LINES);
        assert_eq!(sealed.len(), 1, "{sealed:?}");
        for words in [
            "2025年群众评议",
            "2025-12-01 – 2025-12-31",
            "已封存",
            "东河村党支部",
            "“五个好”党组织群众测评表",
            "收回 6 份，有效 6 份",
            "5/6 = 83.3 % 95% 区间",
            "公布 0 条，已答复 0 条",
            "尚未公布",
        ] {
            assert!(sealed[0].contains(words), "{words}: {}", sealed[0]);
        }
        // A secretary reads what was published, and nothing before.
        assert!(secretary.get(&record).await.says("还没有可以查看的评议"));
        publish(&mut office, &first).await;
        let noted = format!("{}/{branch}", first.replace("/w/results/", "/w/records/"));
        let board =
            [("published_where", "村口公告栏"), ("published_on", "2026-07-01"), ("published_proof", "照片 12 号")];
        secretary.fill(&noted, "_method=put", &board, "记录已保存").await;
        let page = secretary.get(&record).await;
        assert!(page.says("村口公告栏") && page.says("照片 12 号"), "{}", page.text());
        let before = page.texts(LINES);
        assert!(before[0].contains("已通报") && before[0].contains("2026-07-01 在村务公开栏公布"), "{before:?}");
        let object = secretary.get(&page.link("2025年群众评议")).await;
        assert!(object.says("5/6 = 83.3 %"), "{}", object.text());
        assert_eq!(object.link("历次评议记录"), record);
        assert_eq!(secretary.get(&format!("/w/organisations/{branch}")).await.link("历次评议记录"), record);

        // Another round adds its line above; what stands there stays as it is.
        let this_year = ("2026年群众评议", "2026-06-01", "2026-06-30");
        let second = judge(app, &mut office, (town, branch), (this_year, &[0])).await;
        assert_eq!(secretary.get(&record).await.texts(LINES), before);
        publish(&mut office, &second).await;
        for reader in [&mut office, &mut secretary] {
            let page = reader.get(&record).await;
            let lines = page.texts(LINES);
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(lines[0].contains("2026年群众评议") && lines[0].contains("6/6 = 100.0 %"), "{lines:?}");
            assert_eq!(lines[1], before[0]);
            assert!(page.find_form("/w/results/organisations").is_none(), "nothing can be entered");
            for method in ["POST", "PUT", "DELETE"] {
                let refused = reader.ask(method, &record, &[], Vec::new()).await;
                assert!(refused.status.is_client_error(), "{method}: {}", refused.status);
            }
            assert_eq!(reader.get(&record).await.texts(LINES), lines);
        }
        let english = office.clone().speaking("en").get(&record).await;
        assert!(english.says("newest first") && !english.html().contains('⟦'), "{}", english.text());

        // Nobody else's, and only its own lines.
        let mut neighbour = app.visitor("neighbour", &[(Role::Secretary, Some(other))]).await;
        assert_eq!(neighbour.get(&record).await.status, 404);
        let own = neighbour.get(&format!("/w/results/organisations/{other}")).await;
        assert!(own.says("还没有可以查看的评议"), "{}", own.text());
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, None)]).await;
        assert_eq!(statistician.get(&record).await.status, 404);
        let page = statistician.get(&format!("/w/organisations/{branch}")).await;
        assert!(!page.says("历次评议记录"), "no link to what is not there: {}", page.text());
    });
}
