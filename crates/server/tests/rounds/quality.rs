//! Quality of a round (K01, P11): declared before it opens, measured once, shown beside its limits; it changes no figure.

use calamine::{Reader, Xlsx};
use server::features::appraisals::{ballot_round, queries};
use server::roles::Role;
use storage::RoundId;
use test_support::slips::{enter, press, vote};
use test_support::{Shown, TestApp, found, papers, run, verifier};

use crate::life::{Slips, add_panel, choose, draw_up, open, seal};

/// The items of the six aspects with the overall one.
const ITEMS: usize = 7;
const LIMITS: [(&str, &str); 5] =
    [("uniform", "50"), ("unanimous", "９０"), ("identical", "10.5"), ("coverage", "30"), ("turnout", "80")];

/// Grades everything best but the last item.
async fn vote_with_care(app: &TestApp, code: &str) {
    let mut judge = app.anonymous();
    let sheet = enter(&mut judge, code).await;
    let grade = |item: usize| (format!("g0-{item}"), usize::from(item + 1 == ITEMS).to_string());
    let fields: Vec<(String, String)> = (0..ITEMS).map(grade).chain([("go".to_owned(), "check".to_owned())]).collect();
    let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
    let received = press(&mut judge, &checked, "/b/receipt", &[]).await;
    assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
}

/// So many of a village's villagers grade everything best, and so many all but the last item.
async fn hand_in(app: &TestApp, slips: &[Slips], village: &str, (uniform, careful): (usize, usize)) {
    let codes = &slips.iter().find(|slips| slips.name.contains(village)).unwrap().codes;
    for code in &codes[..uniform] {
        vote(&mut app.anonymous(), code, 0).await;
    }
    for code in &codes[uniform..uniform + careful] {
        vote_with_care(app, code).await;
    }
}

/// The rows of the table, each cell after the other.
fn rows(page: &Shown) -> Vec<String> {
    page.texts("#quality tbody tr")
}

#[test]
fn k01_p11_quality_is_declared_before_opening_measured_at_sealing_and_shown_beside_its_limits() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut villages = Vec::new();
        for name in ["东河村党支部", "南山村党支部", "西沟村党支部"] {
            villages.push(found(&mut office, Some(town), (name, "branch", "rural")).await);
        }
        let round = draw_up(&mut office, town, "二季度评议", &[]).await;
        choose(&mut office, &round, &villages, ("six_aspects", "masses_to_organisation")).await;
        add_panel(&mut office, &round, "villagers", "8").await;
        assert!(office.get(&round).await.says("没有声明，不统计"));

        // What is no percentage is refused and stays in the form.
        let quality = format!("{round}/quality");
        let form = office.get(&quality).await;
        let refused = office.submit(&form, "_method=put", &[("uniform", "30.55"), ("turnout", "80")]).await;
        assert!(refused.status == 422 && refused.says("最多一位小数"), "{}", refused.text());
        assert_eq!(refused.texts(".invalid-feedback").len(), 1, "{}", refused.text());
        let kept = refused.form("_method=put").fields;
        assert!(kept.contains(&("uniform".to_owned(), "30.55".to_owned())), "{kept:?}");
        let declared = office.fill(&quality, "_method=put", &LIMITS, "评议质量指标已声明").await;
        for sentence in ["全票同一等次的票 不高于 50 %", "文字雷同的意见 不高于 10.5 %", "收回的票 不低于 80 %"]
        {
            assert!(declared.says(sentence), "{sentence}: {}", declared.text());
        }
        assert!(!declared.says("高于多数评议的自评"), "{}", declared.text());
        // Whoever saw an earlier version sees both.
        let both = office.submit(&form, "_method=put", &[("uniform", "20")]).await;
        assert!(both.status == 409 && both.says("50") && both.says("20"), "{}", both.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        assert!(office.get(&format!("{round}/issuing")).await.says("收回的票 不低于 80 %"));
        let form = office.get(&quality).await;
        let slips = crate::life::begin(&mut office, &round).await;

        // Once slips are out it stands, in what the opening hash is of.
        let late = office.submit(&form, "_method=put", &[("uniform", "100")]).await;
        assert_eq!(late.status, 422, "{}", late.text());
        let id: RoundId = round.rsplit('/').next().unwrap().parse().unwrap();
        let frozen = queries::frozen(&app.app.database, id).await.unwrap().unwrap();
        let limits: Vec<(&str, u32)> = frozen.quality.iter().map(|(code, limit)| (code.as_str(), *limit)).collect();
        assert_eq!(
            limits,
            [("coverage", 300), ("identical", 105), ("turnout", 800), ("unanimous", 900), ("uniform", 500)]
        );

        // Three came of one village: they are pooled with the six of the second, so that nobody looks at either's ballots.
        hand_in(app, &slips, "东河村", (6, 2)).await;
        hand_in(app, &slips, "南山村", (0, 6)).await;
        hand_in(app, &slips, "西沟村", (3, 0)).await;
        let results = seal(app, &round, "keeper").await;
        let page = office.get(&results).await;
        let expected = [
            ("全票同一等次的票", "6/8 = 75.0 %", "不高于 50 %", "超出声明的限度"),
            ("意见完全一致的结果", "6/7 = 85.7 %", "不高于 90 %", "在声明的限度以内"),
            ("文字雷同的意见", "可以统计的太少，不公布", "不高于 10.5 %", ""),
            ("有单独结果的评议对象", "1/3 = 33.3 %", "不低于 30 %", "在声明的限度以内"),
            ("收回的票", "17/24 = 70.8 %", "不低于 80 %", "超出声明的限度"),
        ];
        let found_rows = rows(&page);
        assert_eq!(found_rows.len(), expected.len(), "{}", page.text());
        for (row, (name, share, limit, standing)) in found_rows.iter().zip(expected) {
            for words in [name, share, limit, standing] {
                assert!(row.contains(words), "{words}: {row}");
            }
        }
        // What was cast is what is counted: nothing was taken away.
        assert!(page.says("没有删除任何一张票"), "{}", page.text());
        assert_eq!(app.app.ballots.sealed_counts(ballot_round(id)).await.unwrap().ballots.len(), 3);
        assert!(office.get(&page.link("东河村党支部")).await.says("8/8 = 100.0 %"));
        let mut english = app.visitor("english", &[(Role::Statistician, None)]).await.speaking("en");
        let row = rows(&english.get(&results).await).swap_remove(0);
        assert!(row.contains("Ballots with one grade throughout") && row.contains("beyond the limit"), "{row}");
        look(app, &mut office, (&results, villages[0])).await;
    });
}

/// Printed, exported and in the archive; of a part of the tree nobody sees what is of the whole.
async fn look(app: &TestApp, office: &mut test_support::Client, (results, village): (&str, storage::OrganisationId)) {
    for paper in ["bulletin.pdf", "summary.pdf"] {
        let paper = office.get(&format!("{results}/{paper}")).await;
        assert!(papers::says(&paper.bytes, "6/8 = 75.0 %"), "printed");
        assert!(papers::says(&paper.bytes, "超出声明的限度"), "printed");
    }
    let file = office.get(&format!("{results}/figures.xlsx")).await;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
    let sheet = workbook.worksheet_range("评议质量").unwrap();
    let told: Vec<String> = sheet.rows().map(|row| format!("{} {} {}", row[0], row[1], row[2])).collect();
    assert_eq!(told[..4], ["指标 其中 共", "全票同一等次的票 6 8", "意见完全一致的结果 6 7", "文字雷同的意见  ",]);
    // The archive's format asks about neither, and both verifiers let it stand.
    let archive = office.get(&results.replace("/w/results/", "/w/archives/")).await;
    assert_eq!(archive.status, 200);
    let fetched = office.get(&format!("{}/public.zyarchive", results.replace("/w/results/", "/w/archives/"))).await;
    assert_eq!(fetched.status, 200, "{}", fetched.text());
    assert!(fetched.text().contains("quality") || String::from_utf8_lossy(&fetched.bytes).contains("quality"));
    let report = archive::verify(fetched.bytes.as_slice(), &archive::Evidence::default()).unwrap();
    assert!(report.stands(), "{report:?}");
    let path = app.folder.join("quality.zyarchive");
    std::fs::write(&path, &fetched.bytes).unwrap();
    verifier::stands(&[&path]);
    let published = [("place", "党务公开栏"), ("day", "2026-07-01")];
    office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
    let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(village))]).await;
    let page = secretary.get(results).await;
    assert!(page.status == 200 && rows(&page).is_empty() && !page.says("17/24"), "{}", page.text());
}

#[test]
fn a_round_that_declares_nothing_of_its_quality_measures_and_shows_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        let village = found(&mut office, None, ("东河村党委", "committee", "rural")).await;
        let round = draw_up(&mut office, village, "二季度评议", &[]).await;
        choose(&mut office, &round, &[village], ("six_aspects", "masses_to_organisation")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        // Declared and taken back: nothing is left of it.
        let quality = format!("{round}/quality");
        office.fill(&quality, "_method=put", &[("uniform", "50")], "评议质量指标已声明").await;
        let page = office.fill(&quality, "_method=put", &[("uniform", "")], "评议质量指标已声明").await;
        assert!(page.says("没有声明，不统计"), "{}", page.text());
        let slips = open(&mut office, &round).await;
        hand_in(app, &slips, "村民", (6, 0)).await;
        let results = seal(app, &round, "keeper").await;
        let page = office.get(&results).await;
        assert!(page.says("6/6 = 100.0 %") && page.texts("#quality").is_empty(), "{}", page.text());
        let archive = results.replace("/w/results/", "/w/archives/");
        let fetched = office.get(&format!("{archive}/public.zyarchive")).await;
        assert!(fetched.status == 200 && !String::from_utf8_lossy(&fetched.bytes).contains("quality"));
    });
}
