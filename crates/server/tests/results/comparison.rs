//! Offices judged by one large panel beside each other (S083), and what a comparison does not show.

use std::collections::BTreeMap;

use server::roles::Role;
use test_support::papers::text_of;

use crate::run;
use crate::world::{Judges, World, cast};

const COUNTY: &[(&str, Option<usize>)] =
    &[("柳林县委", None), ("教育局党支部", Some(0)), ("财政局党支部", Some(0)), ("气象局党支部", Some(0))];

/// The three below the county are of one sector.
fn world(groups: Vec<Judges>) -> World {
    World { sectors: (1..4).map(|place| (place, "office")).collect(), ..World::of(COUNTY, groups) }
}

#[test]
fn s083_offices_are_compared_with_intervals_for_the_office_only() {
    run(async |app| {
        // A thousand people judge all three on one sheet; those who deal with the second judge it once more.
        let thousand = Judges { judges: vec![1, 2, 3], ..Judges::masses(0, &[(900, 0), (100, 1)]) };
        let made = cast(app, &world(vec![thousand, Judges::masses(2, &[(20, 0), (30, 2)])])).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.path("/comparison")).await;
        assert!(page.says("也不是名次"), "{}", page.text());
        assert_eq!(page.texts("#comparison tbody th"), ["财政局党支部", "教育局党支部", "气象局党支部"]);
        let rows = page.texts("#comparison tbody tr");
        let many = "900/1000 = 90.0 % 95% 区间 87.9%–91.8%";
        for (row, remark) in rows.iter().zip(["920/1050 = 87.6 % 95% 区间 85.4%–89.5%", many, many]) {
            assert_eq!(row.matches(remark).count(), 7, "{remark}: {row}");
        }
        assert!(page.texts("#comparison thead a").is_empty(), "nothing sorts by a rate");
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let root = Some(made.places[0]);
        for (role, status) in [(Role::Statistician, 200_u16), (Role::Secretary, 404), (Role::TallyKeeper, 404)] {
            let mut visitor = app.visitor(role.code(), &[(role, root)]).await;
            assert_eq!(visitor.get(&made.path("/comparison")).await.status, status, "{role:?}");
            assert_eq!(visitor.get(&made.path("/comparison.xlsx")).await.status, status, "{role:?}");
        }
        // Without a session there is nothing but the door.
        assert!(app.anonymous().get(&made.path("/comparison")).await.path.starts_with("/w/sign-in"));
    });
}

#[test]
fn a_comparison_says_of_too_few_judges_where_they_are_shown_and_gives_nothing_away() {
    run(async |app| {
        let groups =
            vec![Judges::masses(1, &[(3, 2)]), Judges::masses(2, &[(4, 0)]), Judges::masses(3, &[(20, 0), (1, 1)])];
        let made = cast(app, &world(groups)).await;
        made.seal(app).await;
        let page = app.office().await.get(&made.path("/comparison")).await;
        let rows = page.texts("#comparison tbody tr");
        assert!(rows[0].contains("不足 5 人，并入“柳林县委合并组1（2 个小组）”公布"), "{}", rows[0]);
        assert!(rows[1].contains("不足 5 人，并入"), "{}", rows[1]);
        assert!(rows[2].contains("20/21 = 95.2 %"), "{}", rows[2]);
        for cell in ["0/3", "3/3", "4/4", "0/4"] {
            assert!(!page.says(cell), "{cell}: {}", page.text());
        }
    });
}

#[test]
fn a_round_that_judged_nobody_of_a_known_sector_has_nothing_to_compare() {
    run(async |app| {
        let bare = World { sectors: BTreeMap::new(), ..world(vec![Judges::masses(1, &[(9, 0)])]) };
        let made = cast(app, &bare).await;
        made.seal(app).await;
        let page = app.office().await.get(&made.path("/comparison")).await;
        assert!(page.says("没有评议登记了行业的组织"), "{}", page.text());
        assert!(page.texts("#comparison").is_empty());
    });
}

/// Every office is judged by the people who dealt with it; the last two by too few to be shown alone.
const OFFICES: &[(&str, Option<usize>)] = &[
    ("柳林县委", None),
    ("教育局党支部", Some(0)),
    ("财政局党支部", Some(0)),
    ("气象局党支部", Some(0)),
    ("档案局党支部", Some(0)),
    ("统计局党支部", Some(0)),
    ("地震局党支部", Some(0)),
];

#[test]
fn s083_the_order_tells_offices_apart_only_where_their_intervals_do_not_overlap() {
    run(async |app| {
        let groups = vec![
            Judges::masses(1, &[(190, 0), (10, 1)]),
            Judges::masses(2, &[(120, 0), (80, 1)]),
            Judges::masses(3, &[(116, 0), (84, 2)]),
            Judges::masses(4, &[(3, 2)]),
            Judges::masses(5, &[(20, 0)]),
            Judges::masses(6, &[(4, 0)]),
        ];
        let world = World { sectors: (1..7).map(|place| (place, "office")).collect(), ..World::of(OFFICES, groups) };
        let made = cast(app, &world).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let comparison = office.get(&made.path("/comparison")).await;
        let page = office.get(&comparison.link("位次（活动办内部）")).await;
        assert!(page.says("不对外公布") && page.says("区间不重叠，才分先后"), "{}", page.text());
        // 83.8–100 of the statistics office meets 91.0–97.3 of the education office; finance and meteorology meet too.
        assert_eq!(page.texts("#order tbody th"), ["统计局党支部", "教育局党支部", "财政局党支部", "气象局党支部"]);
        let places = page.texts("#order tbody td:nth-child(2)");
        assert_eq!(places, ["并列第 1–2 位", "并列第 1–2 位", "并列第 3–4 位", "并列第 3–4 位"]);
        let remarks = page.texts("#order tbody td:nth-child(5)");
        assert_eq!(remarks[0], "与教育局党支部的区间重叠，分不出高低。");
        assert_eq!(remarks[2], "与气象局党支部的区间重叠，分不出高低。");
        assert!(page.says("120/200 = 60.0 %") && page.says("116/200 = 58.0 %"), "{}", page.text());
        // Too few judged two of them: no place and no figure.
        assert_eq!(page.texts("#without-place tbody th"), ["档案局党支部", "地震局党支部"]);
        let without = page.texts("#without-place tbody td");
        assert!(without.iter().all(|words| words.contains("不足 5 人")), "{without:?}");
        assert!(!page.says("0/3") && !page.says("4/4"), "{}", page.text());
        let english = office.clone().speaking("en").get(&page.path).await;
        assert!(english.says("1–2, shared") && !english.html().contains('⟦'), "{}", english.text());

        // For nobody but the office that runs the round, published or not.
        let root = Some(made.places[0]);
        let own = Some(made.places[1]);
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let order = made.path("/order");
        let others = [
            (Role::Secretary, root),
            (Role::Secretary, own),
            (Role::Statistician, root),
            (Role::TallyKeeper, root),
            (Role::CampaignOffice, own),
        ];
        for (number, (role, place)) in others.into_iter().enumerate() {
            let mut visitor = app.visitor(&format!("visitor-{number}"), &[(role, place)]).await;
            assert_eq!(visitor.get(&order).await.status, 404, "{role:?} {number}");
        }
        assert!(app.anonymous().get(&order).await.path.starts_with("/w/sign-in"));
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, root)]).await;
        let page = statistician.get(&made.path("/comparison")).await;
        assert!(!page.says("位次（活动办内部）"), "{}", page.text());

        // No paper and no page of the judged has a place; the twin of this is the page above.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        for paper in [made.path("/bulletin.pdf"), made.path("/summary.pdf"), format!("{}/feedback.pdf", made.object(1))]
        {
            let words = text_of(&office.get(&paper).await.bytes);
            assert!(words.contains("190/200"), "{paper}: {words}");
            assert!(!words.contains("并列第") && !words.contains("位次"), "{paper}: {words}");
        }
        for path in [made.path(""), made.object(1)] {
            let page = secretary.get(&path).await;
            assert!(page.status == 200 && page.says("190/200"), "{}", page.text());
            assert!(!page.html().contains("并列第") && !page.html().contains("位次"), "{}", page.text());
        }
    });
}
