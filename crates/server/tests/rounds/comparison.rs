//! The organisations of one sector beside each other, on common items (S053).

use calamine::{Reader, Xlsx};
use server::roles::Role;
use test_support::{found, run};

use crate::life::{add_panel, cast, choose, draw_up, open, seal};

const GOODS: [&str; 6] = ["领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好", "总体评价"];

#[test]
fn s053_offices_of_one_sector_are_compared_on_common_items_by_name_and_never_ranked() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let first = found(&mut office, Some(county), ("第一中学党支部", "branch", "institution")).await;
        let second = found(&mut office, Some(county), ("第二中学党支部", "branch", "institution")).await;
        let third = found(&mut office, Some(county), ("第三中学党支部", "branch", "institution")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let round = draw_up(&mut office, county, "2026年群众评议", &[]).await;
        choose(&mut office, &round, &[first, second, village], ("five_goods:common", "")).await;
        // The third is asked in a school's words, with an item of its own.
        let objects = choose(&mut office, &round, &[third], ("five_goods:school", "")).await;
        let items = office.get(&objects.link("· 学校")).await;
        let added = office.submit(&items, "items?add", &[("name", "食堂是否放心"), ("explanation", "")]).await;
        assert!(added.texts("tbody td").contains(&"L1".to_owned()), "{}", added.text());
        add_panel(&mut office, &round, "villagers", "6").await;
        let slips = open(&mut office, &round).await;
        cast(app, &slips, "第二中学", &[0, 0, 0, 0, 0, 1]).await;
        cast(app, &slips, "第三中学", &[0]).await;
        cast(app, &slips, "第一中学", &[0, 0, 0, 1, 1, 1]).await;
        cast(app, &slips, "东河村", &[0]).await;
        let results = seal(app, &round, "keeper").await;

        let offered = office.get(&results).await.link("同行业比较");
        let page = office.get(&offered).await;
        assert_eq!(page.texts("#sector option").len(), 2, "nobody of the county's own sector was judged");
        assert_eq!(page.texts("#measure option").len(), 1, "the school's words are no other form");
        let comparison = format!("{results}/comparison");
        let page = office.get(&format!("{comparison}?sector=institution")).await;
        assert!(page.says("也不是名次") && page.says("区间有重叠的，分不出高低"), "{}", page.text());
        let headings = page.texts("#comparison thead th");
        assert_eq!(headings[1..], GOODS, "the school's own item is no column");
        assert!(page.texts("#comparison thead a").is_empty(), "nothing sorts by a rate");
        // By name: er, san, yi; neither up nor down by the rate.
        assert_eq!(page.texts("#comparison tbody th"), ["第二中学党支部", "第三中学党支部", "第一中学党支部"]);
        let rows = page.texts("#comparison tbody tr");
        for (row, rate) in rows.iter().zip(["5/6 = 83.3 %", "6/6 = 100.0 %", "3/6 = 50.0 %"]) {
            assert_eq!(row.matches(rate).count(), GOODS.len(), "{rate}: {row}");
        }
        assert!(rows[0].contains("95% 区间 43.6%–97.0%"), "{}", rows[0]);
        let steps = office.get(&page.link("3/6")).await;
        assert!(steps.says("第一中学党支部 · 领导班子好"), "{}", steps.text());
        let rural = office.get(&format!("{comparison}?sector=rural&measure=five_goods@masses_to_organisation")).await;
        assert_eq!(rural.texts("#comparison tbody th"), ["东河村党支部"]);
        assert_eq!(office.get(&format!("{comparison}?sector=none&measure=none")).await.status, 200);
        let english = office.clone().speaking("en").get(&format!("{comparison}?sector=institution")).await;
        assert!(english.says("no ranking") && !english.html().contains('⟦'), "{}", english.text());

        // The same as a spreadsheet, which says the same about itself; taking it is an event.
        let file = office.get(&page.link("导出表格")).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("同行业比较").unwrap();
        let names: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(names[..4], ["名称", "第二中学党支部", "第三中学党支部", "第一中学党支部"]);
        assert!(names[4].contains("也不是名次"), "{names:?}");
        assert_eq!(sheet.width(), 1 + 2 * GOODS.len());
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?event=exported").await;
        assert!(trail.says("2026年群众评议: 同行业比较"), "{}", trail.text());

        // Not a secretary's, published or not, nor a statistician's of a part.
        let published = [("place", "县党务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let part = (Role::Statistician, Some(first));
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(first))]).await;
        let mut statistician = app.visitor("statistician", &[part]).await;
        let mut both = app.visitor("both", &[(Role::Secretary, None), part]).await;
        for visitor in [&mut secretary, &mut statistician, &mut both] {
            for path in [comparison.clone(), format!("{comparison}.xlsx")] {
                assert_eq!(visitor.get(&path).await.status, 404, "{path}");
            }
        }
    });
}
