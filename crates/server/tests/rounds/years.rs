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

/// What was said before, as the record over the years shows it.
const EARLIER: &str = "#years .earlier";

#[test]
fn s057_words_of_the_record_that_were_corrected_stay_with_the_day_and_the_name() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let year = ("2026年群众评议", "2026-06-01", "2026-06-30");
        let results = judge(app, &mut office, (town, branch), (year, &[0])).await;
        let records = results.replace("/w/results/", "/w/records/");
        // The town had noted a place of its own before its office published.
        let mut town_secretary = app.visitor("town", &[(Role::Secretary, Some(town))]).await;
        let early = [("published_where", "镇政府大厅")];
        town_secretary.fill(&format!("{records}/{town}"), "_method=put", &early, "记录已保存").await;
        publish(&mut office, &results).await;
        let record = format!("/w/results/organisations/{branch}");
        let said =
            |place, proof| [("published_where", place), ("published_on", "2026-07-01"), ("published_proof", proof)];
        let noted = format!("{records}/{branch}");
        secretary.fill(&noted, "_method=put", &said("村口公告栏", "照片 12 号"), "记录已保存").await;
        let conclusion = format!("{records}/conclusions/{branch}");
        let first = [("style", "作风扎实"), ("work", "修路三公里"), ("words", "群众满意")];
        office.fill(&conclusion, "_method=put", &first, "定性评价已保存").await;
        let town_before = ["更正前：镇政府大厅（2026-07-01 由office更正）"];
        assert_eq!(secretary.get(&record).await.texts(EARLIER), town_before);

        // What is saved again in the same words, or beside them, is no correction.
        let beside = [("problems", "台账不细")];
        secretary.fill(&noted, "_method=put", &beside, "记录已保存").await;
        office.fill(&conclusion, "_method=put", &[], "定性评价已保存").await;
        assert_eq!(secretary.get(&record).await.texts(EARLIER), town_before);

        // Both are rewritten on a later day, the conclusion twice; the publication is at last taken back.
        app.app.clock.advance_seconds(24 * 3_600);
        let mut office = app.visitor("主任", &[(Role::CampaignOffice, None)]).await;
        let mut secretary = app.visitor("书记", &[(Role::Secretary, Some(branch))]).await;
        secretary.fill(&noted, "_method=put", &said("村委会门口", "照片 13 号"), "记录已保存").await;
        office.fill(&conclusion, "_method=put", &[("words", "群众基本满意")], "定性评价已保存").await;
        office.fill(&conclusion, "_method=put", &[("style", "作风有改进")], "定性评价已保存").await;
        let page = secretary.get(&record).await;
        assert!(page.says("2026-07-01 在村委会门口公布。 · 照片 13 号"), "{}", page.text());
        assert_eq!(page.link("群众基本满意"), conclusion, "the latest stands");
        let nothing = [("published_where", ""), ("published_on", ""), ("published_proof", "")];
        secretary.fill(&noted, "_method=put", &nothing, "记录已保存").await;
        for reader in [&mut secretary, &mut office] {
            let page = reader.get(&record).await;
            let expected = [
                town_before[0],
                "更正前：2026-07-01 在村口公告栏公布。 · 照片 12 号（2026-07-02 由书记更正）",
                "更正前：2026-07-01 在村委会门口公布。 · 照片 13 号（2026-07-02 由书记更正）",
                "更正前：作风扎实 · 修路三公里 · 群众满意（2026-07-02 由主任更正）",
                "更正前：作风扎实 · 修路三公里 · 群众基本满意（2026-07-02 由主任更正）",
            ];
            assert_eq!(page.texts(EARLIER), expected);
        }
        let english = office.clone().speaking("en").get(&record).await;
        assert!(english.says("later corrected on 2026-07-02 by 书记"), "{}", english.text());
    });
}
