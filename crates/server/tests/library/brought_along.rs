//! What the program brings along: every list of the sources, every scale, in both languages; what is not in the sources
//! says so.

use std::collections::BTreeSet;

use server::features::library::embedded::{EXAMPLES, INSTRUMENTS, SCALES};
use server::features::library::model::{Instrument, Item, Template, Words};
use server::features::library::{Kind, LIBRARY, reader, writer};
use texts::Language;

use crate::{instrument, run};

fn get(code: &str) -> &'static Instrument {
    LIBRARY.instrument(code).unwrap()
}

fn codes(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.code.as_str()).collect()
}

#[test]
fn every_template_reads_back_as_it_was_written_and_stands_in_both_languages() {
    let scales: Vec<&str> = LIBRARY.scales.iter().map(|scale| scale.code.as_str()).collect();
    let known = LIBRARY.known(Some(scales));
    for text in SCALES.iter().chain(INSTRUMENTS).copied().chain(EXAMPLES.map(|(_, text)| text)) {
        let template = reader::read(text, &known).unwrap();
        let written = writer::write(&template);
        assert_eq!(reader::read(&written, &known), Ok(template.clone()), "{written}");
        let in_both = |words: &Words| words.is_empty() || !words.written_in(Language::En).is_empty();
        match &template {
            Template::Instrument(instrument) => {
                let names = instrument.items.iter().flat_map(|item| [&item.name, &item.explanation]);
                assert!(names.chain([&instrument.name, &instrument.about]).all(in_both), "{}", instrument.code);
            }
            other => {
                let parts = other.parts();
                let mut names = parts.iter().map(|(_, name)| name).chain([other.name(), other.about()]);
                assert!(names.all(in_both), "{}", other.code());
            }
        }
    }
    // What stands in a file with others of its kind reads and writes as a file of its own too.
    for template in LIBRARY.templates() {
        let written = writer::write(&template);
        assert_eq!(reader::read(&written, &known), Ok(template), "{written}");
    }
    assert_eq!((SCALES.len(), INSTRUMENTS.len()), (10, LIBRARY.instruments.len()));
}

#[test]
fn what_cannot_be_used_as_it_is_says_why_and_every_code_stands_once() {
    let mut codes = BTreeSet::new();
    for template in LIBRARY.templates() {
        let (kind, code) = (Kind::of(&template), template.code().to_owned());
        assert!(codes.insert((kind, code)), "{} twice", template.code());
        assert!(template.is_complete() || !template.about().is_empty(), "{} does not say why", template.code());
        // Those of offices begin with it.
        assert!(kind.has_form() || !template.code().starts_with('L'), "{}", template.code());
    }
    let incomplete = LIBRARY.instruments.iter().filter(|one| one.missing_items() > 0);
    let incomplete: Vec<(&str, usize)> = incomplete.map(|one| (one.code.as_str(), one.missing_items())).collect();
    let expected = [
        ("five_goods_scoring", 1),
        ("five_good_households", 5),
        ("five_good_branches", 5),
        ("five_good_townships", 5),
        ("five_good_villages", 5),
        ("four_goods_team", 4),
        ("six_types_office", 6),
        ("customs_leaders", 11),
        ("customs_branches", 7),
        ("customs_members", 6),
        ("village_branches", 28),
    ];
    assert_eq!(incomplete, expected);
    // A number is no grade: it never stands on a ballot.
    let usable = LIBRARY.scales.iter().filter(|scale| scale.is_usable()).map(|scale| scale.code.as_str());
    assert_eq!(usable.collect::<Vec<_>>(), ["SC1", "SC2", "SC4", "SC9"]);
}

#[test]
fn t20_the_colleges_five_goods_have_24_points_and_the_fourth_has_no_point_4() {
    let college = get("five_goods_college");
    let number = |group: &str| college.items.iter().filter(|item| item.group == group).count();
    assert_eq!(["G1", "G2", "G3", "G4", "G5"].map(number), [6, 4, 7, 5, 2]);
    assert_eq!(college.items.len(), 24);
    let fourth: Vec<&str> = codes(&college.items).into_iter().filter(|code| code.starts_with("G4")).collect();
    assert_eq!(fourth, ["G4-1", "G4-2", "G4-3", "G4-5", "G4-6"]);
    // The title of a system is blank in the source: to be filled in, never made up.
    let blank = college.items.iter().find(|item| item.code == "G3-2").unwrap();
    assert!(blank.name.in_language(Language::ZhHans).contains("＿＿"));
    assert!(college.has_blanks());
    assert!(!Template::Instrument(college.clone()).is_complete());
}

#[test]
fn s073_each_type_of_object_has_its_items_in_the_village_and_in_the_residents_zone() {
    let number = |code: &str| (get(code).object.as_str(), get(code).items.len(), get(code).expected_items);
    assert_eq!(number("village_team"), ("leading_team", 5, None));
    assert_eq!(number("village_officials"), ("leader", 5, None));
    // Pledges are judged beside the six points and the 30 items.
    assert_eq!(number("village_members"), ("member", 6 + 1, None));
    assert_eq!(number("village_branches"), ("organisation", 2 + 1, Some(30 + 1)));
    assert_eq!(get("village_branches").groups.len(), 5 + 1);
    let names = |code: &str| {
        let names = get(code).items.iter().map(|item| item.name.in_language(Language::ZhHans));
        names.collect::<Vec<_>>().join("")
    };
    assert_eq!(names("village_officials"), "德能勤绩廉");
    assert_eq!((get("community_branches").scale.as_str(), get("community_branches").items.len()), ("SC2", 4));
    assert_eq!((get("community_members").scale.as_str(), get("community_members").items.len()), ("SC2", 6));
    assert_eq!(get("service_windows").items.len(), 3);
}

#[test]
fn the_lists_of_the_sources_have_their_numbers() {
    // As the sources write them out; an overall item and pledges beside a list are added with +.
    let numbers = [
        ("six_aspects", 6 + 1),
        ("five_goods", 5 + 1),
        ("five_goods_college", 24),
        ("four_questions_five_tests", 9 + 1),
        ("five_looks", 5 + 4),
        ("five_leads", 5 + 1),
        ("five_strengths", 5 + 1),
        ("leader_review_county", 3),
        ("leader_review_school_branch", 6),
        ("leader_review_school_leader", 7),
        ("leader_review_school_member", 6),
        ("leader_review_hospital_branch", 4),
        ("leader_review_hospital_member", 5),
        ("secretary_report", 1),
        ("four_no_slackenings", 4),
        ("four_not_letting_offs", 4),
        ("four_reviews_four_looks", 4),
        ("member_themes_workshop", 5),
        ("four_strengths", 4 + 1),
        ("four_excellences", 4 + 1),
        ("five_excellences", 5 + 1),
        ("five_firsts", 5 + 1),
        ("three_goods", 3),
        ("five_goods_scoring", 0),
        ("five_good_households", 0),
        ("five_good_branches", 0),
        ("five_good_townships", 0),
        ("five_good_villages", 0),
        ("four_goods_team", 0),
        ("six_types_office", 0),
        ("customs_leaders", 2),
        ("customs_branches", 0),
        ("customs_members", 0),
        ("service_windows", 3),
        ("village_team", 5),
        ("village_officials", 5),
        ("village_members", 6 + 1),
        ("village_branches", 2 + 1),
        ("community_branches", 4),
        ("community_members", 6),
    ];
    let brought: Vec<&str> = LIBRARY.instruments.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(brought, numbers.map(|(code, _)| code));
    for (code, number) in numbers {
        assert_eq!(get(code).items.len(), number, "{code}");
    }
    // A college's and a school's own words for the five leads keep their codes.
    let leads = get("five_leads");
    for (variant, words) in [("college", "带头服务群众"), ("school", "带头服务师生")] {
        let items = leads.items_in_words(leads.variant(variant));
        assert_eq!(codes(&items), codes(&leads.items));
        assert_eq!(items[2].name.in_language(Language::ZhHans), words);
    }
    // The reviews are the superior's.
    let reviews = LIBRARY.instruments.iter().filter(|one| one.code.starts_with("leader_review"));
    assert!(reviews.clone().all(|one| one.directions.iter().all(|direction| direction.starts_with("superior_to"))));
    assert_eq!(reviews.count(), 6);
}

#[test]
fn the_pages_of_what_is_brought_along_can_be_read_in_chinese_and_english() {
    run(async |app| {
        let mut office = app.office().await;
        let page = office.get("/w/library").await;
        assert!(page.says("共 95 条") && page.says("内容不全"), "{}", page.text());
        let found = office.get("/w/library?search=wudaitou").await;
        assert_eq!(found.texts("tbody th"), ["“五带头”党员群众测评表"]);
        let found = office.get("/w/library?kind=scales&state=incomplete").await;
        assert_eq!(found.texts("tbody th"), ["党员评议等次", "定性评价加等次"]);
        let village = office.get(&instrument("village_branches", 1)).await;
        assert!(village.says("还缺 28 个项目，不能用于评议"), "{}", village.text());
        assert!(village.says("30项只写出2项"), "{}", village.text());
        assert!(village.says("请在下面另存一份"), "{}", village.text());
        let number = office.get("/w/library/templates/scales/SC5/1").await;
        assert!(number.says("不上评议表") && number.says("数字，不用于评议表"), "{}", number.text());
        let window = office.get(&instrument("service_windows", 1)).await;
        assert!(window.says("服务窗口") && window.says("为民服务总体情况"), "{}", window.text());

        let mut office = office.speaking("en");
        let page = office.get("/w/library?search=college").await;
        assert_eq!(page.texts("tbody th"), ["Appraisal of a college organisation: five goods in 24 points"]);
        let college = office.get(&instrument("five_goods_college", 1)).await;
        assert!(college.says("Items (24)") && college.says("there is no point 4"), "{}", college.text());
        assert!(college.says("still has a blank"), "{}", college.text());
    });
}
