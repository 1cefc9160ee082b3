//! Severity-adjusted scores (S083): beside the raw average, for reference, where a design is incomplete but connected.

use calamine::{Data, Reader, Xlsx};
use server::features::appraisals::model::Ungraded;
use server::roles::Role;
use severity::{Ballot, Design, Grade, Settings, estimate};
use test_support::papers::text_of;

use crate::run;
use crate::world::{Judges, World, cast};

const COUNTY: &[(&str, Option<usize>)] = &[
    ("柳林县委", None),
    ("教育局党支部", Some(0)),
    ("财政局党支部", Some(0)),
    ("气象局党支部", Some(0)),
    ("档案局党支部", Some(0)),
];
/// The items of six aspects, the overall one included.
const ITEMS: usize = 7;

/// Offices that judges may pass over.
fn world(groups: Vec<Judges>) -> World {
    let mut world = World::of(COUNTY, groups);
    world.lists[0].ungraded = Ungraded::NotKnown;
    world
}

/// So many ballots with these grades, 0 the best; `-` is 不了解.
fn sheets(written: &[(usize, &str)]) -> Vec<(usize, Vec<Option<u8>>)> {
    let grade = |letter: char| letter.to_digit(10).map(|digit| u8::try_from(digit).unwrap());
    written.iter().map(|(count, grades)| (*count, grades.chars().map(grade).collect())).collect()
}

/// Strict judges know the education office, lenient ones the weather office, all of them the finance office, and six of
/// them the archives. Four ballots are all alike: one of the worst grades, three of the best.
fn offices() -> Vec<(usize, Vec<Option<u8>>)> {
    sheets(&[
        (6, "12--"),
        (4, "11--"),
        (2, "01--"),
        (2, "21--"),
        (1, "22--"),
        (1, "02--"),
        (3, "-01-"),
        (2, "-010"),
        (2, "-011"),
        (3, "-00-"),
        (1, "-112"),
        (1, "-111"),
        (2, "-10-"),
        (1, "-02-"),
    ])
}

/// What the arithmetic makes of them, grade by grade: tenths of a point.
fn expected(sheets: &[(usize, Vec<Option<u8>>)]) -> Vec<String> {
    let ballot = |(count, grades): &(usize, Vec<Option<u8>>)| {
        let graded = grades.iter().enumerate().filter_map(|(object, grade)| Some((object, (*grade)?)));
        let cells =
            graded.flat_map(|(object, grade)| (0..ITEMS).map(move |item| Grade { object, item, category: 2 - grade }));
        Ballot { grades: cells.collect(), times: u32::try_from(*count).unwrap() }
    };
    let ballots: Vec<Ballot> = sheets.iter().map(ballot).collect();
    let found = estimate(Design { objects: 4, items: ITEMS, highest: 2 }, &ballots, &Settings::default()).unwrap();
    found.objects.iter().map(|object| format!("{:.1}", object.fair_average.unwrap())).collect()
}

#[test]
fn s083_where_strict_judges_met_the_better_office_adjusted_scores_turn_the_raw_order_round() {
    run(async |app| {
        let made = cast(app, &world(vec![Judges::on_one_sheet(vec![1, 2, 3, 4], &offices())])).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.path("")).await;
        assert!(page.says("仅供参考，不代替满意率，不排名次"), "{}", page.text());
        let wanted = expected(&offices());
        assert!(wanted[0] > wanted[2], "{wanted:?}");
        let row = |name: &str, raw: &str, adjusted: &str| format!("{name}{raw}{adjusted}");
        // By name; the raw averages stand the other way round.
        assert_eq!(
            page.texts(".adjusted tbody tr"),
            [
                row("财政局党支部", "1.1", &wanted[1]),
                row("档案局党支部", "1.2", "评价的票不足 10 张，不公布"),
                row("教育局党支部", "1.0", &wanted[0]),
                row("气象局党支部", "1.3", &wanted[2]),
            ]
        );
        assert!(page.says("参与计算的票 31 张。其中全部评最高或全部评最低的 4 张"), "{}", page.text());
        assert!(page.texts(".adjusted thead a").is_empty(), "nothing sorts by a score");
        let object = office.get(&made.object(1)).await;
        assert_eq!(object.texts(".adjusted tbody tr"), [row("教育局党支部", "1.0", &wanted[0])]);
        let english = office.clone().speaking("en").get(&made.path("")).await;
        assert!(english.says("for reference only, never in place of the satisfaction rate, and no ranking"));
        assert!(!english.html().contains('⟦'), "{}", english.text());

        // The rates stand as they are, on the page and in the papers; the papers say the same of the scores.
        assert!(page.says("3/16 = 18.8 %"), "{}", page.text());
        let said = format!("教育局党支部{}(原始1.0)", wanted[0]);
        for paper in ["/bulletin.pdf", "/summary.pdf"] {
            let words: String = text_of(&office.get(&made.path(paper)).await.bytes).split_whitespace().collect();
            assert!(!words.contains("档案局党支部评价"), "{paper}: {words}");
            assert!(words.contains(&said) && words.contains("仅供参考,不代替满意率"), "{paper}: {words}");
        }
        let table = office.get(&made.path("/figures.xlsx")).await;
        let mut book = Xlsx::new(std::io::Cursor::new(table.bytes.to_vec())).unwrap();
        let rows = book.worksheet_range("校正得分 1").unwrap();
        let cell = |row: u32, column: u32| rows.get_value((row, column)).map_or_else(String::new, Data::to_string);
        assert_eq!([cell(3, 0), cell(3, 1), cell(3, 2)], ["教育局党支部", "1.0", wanted[0].as_str()]);
        assert!((0..10).any(|row| cell(row, 0).contains("仅供参考")), "the sheet says what it is");

        // Neither archive holds them (decision 0013), and nobody else than who sees the rates sees them.
        let archive = office.get(&made.archive("/public.zyarchive")).await;
        let text = String::from_utf8_lossy(&archive.bytes);
        assert!(archive.status == 200 && text.contains("shown") && !text.contains("tenths"), "{}", archive.status);
        let own = Some(made.places[1]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        assert_eq!(secretary.get(&made.object(1)).await.status, 404, "nothing is published yet");
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let seen = secretary.get(&made.object(1)).await;
        assert_eq!(seen.texts(".adjusted tbody tr"), [row("教育局党支部", "1.0", &wanted[0])]);
        assert!(!seen.says("气象局党支部"), "{}", seen.text());
    });
}

#[test]
fn where_every_ballot_grades_every_office_no_score_is_needed() {
    run(async |app| {
        let grades = sheets(&[(6, "012"), (5, "121"), (2, "002")]);
        let made = cast(app, &world(vec![Judges::on_one_sheet(vec![1, 2, 3], &grades)])).await;
        made.seal(app).await;
        let page = app.office().await.get(&made.path("")).await;
        assert!(page.says("不需要校正：每张票都评了全部对象的全部项目"), "{}", page.text());
        assert!(page.texts(".adjusted tbody tr").is_empty());
    });
}

#[test]
fn nine_ballots_have_no_adjusted_score_and_ten_have_one() {
    run(async |app| {
        let mut office = app.office().await;
        for (more, is_hidden) in [(0, true), (1, false)] {
            let nine = [(2, "01-"), (1, "02-"), (1, "10-"), (1, "120"), (2, "-01"), (1, "-20"), (1, "-21")];
            let grades = sheets(&[&nine[..], &[(more, "210")]].concat());
            let made = cast(app, &world(vec![Judges::on_one_sheet(vec![1, 2, 3], &grades)])).await;
            made.seal(app).await;
            let page = office.get(&made.path("")).await;
            assert_eq!(page.says("评价的票不足 10 张，不公布校正得分。"), is_hidden, "{}", page.text());
        }
    });
}

#[test]
fn offices_that_too_few_ballots_compare_are_named_by_parts() {
    run(async |app| {
        let mut office = app.office().await;
        // Two panels that have no office in common.
        let apart = vec![
            Judges::on_one_sheet(vec![1, 2], &sheets(&[(6, "01"), (6, "12")])),
            Judges::on_one_sheet(vec![3], &sheets(&[(12, "1")])),
        ];
        // One panel, of which four ballots, fewer than k, compare the weather office with others.
        let pairs = [(6, "01-"), (6, "10-"), (2, "12-"), (1, "02-"), (8, "--1"), (2, "--0")];
        let thin = sheets(&[&pairs[..], &[(2, "-01"), (1, "-20"), (1, "-12")]].concat());
        // The same with a fifth.
        let joined = [thin.clone(), sheets(&[(1, "-10")])].concat();
        for (name, groups, parts) in [
            ("apart", apart, 2),
            ("thin", vec![Judges::on_one_sheet(vec![1, 2, 3], &thin)], 2),
            ("joined", vec![Judges::on_one_sheet(vec![1, 2, 3], &joined)], 0),
        ] {
            let made = cast(app, &world(groups)).await;
            made.seal(app).await;
            let page = office.get(&made.path("")).await;
            assert_eq!(page.says("不能校正：评议对象分成 2 个部分"), parts > 0, "{name}: {}", page.text());
            let wanted: &[&str] =
                if parts > 0 { &["财政局党支部、教育局党支部", "气象局党支部"] } else { &[] };
            assert_eq!(page.texts(".adjusted ol li"), wanted, "{name}");
            assert_eq!(page.texts(".adjusted tbody tr").is_empty(), parts > 0, "{name}: {}", page.text());
        }
    });
}
