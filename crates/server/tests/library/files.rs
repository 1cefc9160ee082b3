//! Files in and out: the example, an export read back, what is wrong named by line with what was expected.

use server::features::library::embedded::EXAMPLES;

use crate::{check, copy, draft_of, findings, found, instrument, release, run};

#[test]
fn the_example_is_downloaded_checked_imported_and_recognised_again() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let page = office.get("/w/library/import").await;
        for (link, kind, code) in [
            ("示例文件：评议表", "instruments", "example_branch"),
            ("示例文件：等次", "scales", "example_grades"),
            ("示例文件：评议方向", "directions", "L_delegates_to_organisation"),
            ("示例文件：人员类别", "judge_categories", "L_merchants"),
            ("示例文件：评议议程", "procedures", "L_open_day"),
        ] {
            let example = office.get(&page.link(link)).await;
            assert_eq!(example.headers["content-type"], "application/toml; charset=utf-8");
            assert!(EXAMPLES.iter().any(|(_, text)| text.as_bytes() == example.bytes));
            // The dry run writes nothing.
            let checked = check(&mut office, &example.bytes).await;
            assert_eq!(checked.status, 200, "{}", checked.text());
            assert!(checked.says(&format!("将作为“{code}”第 1 版的草稿导入")), "{}", checked.text());
            let path = format!("/w/library/templates/{kind}/{code}/1");
            assert_eq!(office.get(&path).await.status, 404);
            office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
            let shown = office.get(&path).await;
            assert!(shown.says("（示例）") && shown.says("草稿"), "{}", shown.text());
            // Exported, and checked again: the same.
            let exported = office.get(&shown.link("导出文件")).await;
            assert_ne!(exported.bytes, example.bytes, "the remarks of the example are gone");
            for same in [&exported.bytes, &example.bytes] {
                let again = check(&mut office, same).await;
                assert!(again.says("内容完全相同的版本，不需要导入"), "{}", again.text());
                assert!(again.find_form("/w/library").is_none_or(|form| form.action.ends_with("check")));
            }
        }
    });
}

#[test]
fn every_instrument_brought_along_is_exported_and_recognised() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        for code in ["five_goods_college", "five_leads", "four_questions_five_tests", "village_branches"] {
            let exported = office.get(&format!("{}/template.toml", instrument(code, 1))).await;
            let once_more = office.get(&format!("{}/template.toml", instrument(code, 1))).await;
            assert_eq!(exported.bytes, once_more.bytes, "{code}");
            let checked = check(&mut office, &exported.bytes).await;
            assert!(checked.says("内容完全相同的版本"), "{code}: {}", checked.text());
            // Changed in one word it is something new: the next version.
            let text = String::from_utf8(exported.bytes).unwrap().replacen("测评表", "考评表", 1);
            let text = text.replacen("评议表（", "评议用表（", 1);
            let changed = check(&mut office, text.as_bytes()).await;
            assert!(changed.says(&format!("将作为“{code}”第 2 版的草稿导入")), "{}", changed.text());
        }
        // The version a file gives is not believed: numbers are given once in an installation.
        let draft = draft_of(&copy(&mut office, &instrument("five_leads", 1), "").await);
        assert_eq!(draft, instrument("five_leads", 2));
        release(&mut office, &draft).await;
        let text = String::from_utf8(office.get(&format!("{draft}/template.toml")).await.bytes).unwrap();
        let changed = text.replacen("带头学习提高", "带头钻研业务", 1).replacen("version = 2", "version = 9", 1);
        let checked = check(&mut office, changed.as_bytes()).await;
        assert!(checked.says("第 3 版"), "{}", checked.text());
    });
}

#[test]
fn a_file_with_an_unknown_field_and_an_unknown_scale_is_told_line_by_line_what_was_expected() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let (_, example) = EXAMPLES[0];
        let line_of =
            |text: &str, part: &str| (text.lines().position(|line| line.contains(part)).unwrap() + 1).to_string();
        let wrong = example
            .replacen("scale = \"SC1\"", "scale = \"SC99\"", 1)
            .replacen("ungraded = \"refused\"", "ungraded = \"refused\"\nweight = 3", 1)
            .replacen("code = \"A2\"", "code = \"A1\"", 1)
            .replacen("object = \"organisation\"", "object = \"ministry\"", 1)
            .replacen("basic_permille = 800", "basic_permille = 900", 1);
        let shown = check(&mut office, wrong.as_bytes()).await;
        assert_eq!(shown.status, 422);
        let found = findings(&shown);
        let at = |part: &str| {
            let line = line_of(&wrong, part);
            found.iter().find(|[at, ..]| *at == line).unwrap_or_else(|| panic!("nothing at {part}: {found:?}"))
        };
        let scale = at("scale = \"SC99\"");
        assert!(scale[2].contains("SC99") && scale[3].contains("SC1, SC2, SC4, SC8, SC9, SC10"), "{scale:?}");
        let unknown = at("weight = 3");
        assert!(
            unknown[1].contains("weight")
                && unknown[3].contains("没有这个字段；可以写的有：format, kind, code, version")
        );
        let twice = found.iter().find(|[_, field, ..]| field == "项目 2 代码").unwrap();
        let lines: Vec<usize> =
            (1..).zip(wrong.lines()).filter(|(_, line)| line.contains("\"A1\"")).map(|(at, _)| at).collect();
        assert!(twice[0] == lines[1].to_string() && twice[3].contains("不与前面重复"), "{twice:?}");
        assert!(at("object = \"ministry\"")[3].contains("organisation, leading_team, leader, member, window"));
        assert!(at("basic_permille = 900")[3].contains("不大于 800"));
        assert!(shown.find_form("/w/library?").is_none());
        assert_eq!(office.get(&instrument("example_branch", 1)).await.status, 404, "all or nothing");

        // The same in English, and nothing but what is wrong.
        let mut office = office.speaking("en");
        let shown = check(&mut office, example.replacen("scale = \"SC1\"", "scale = \"SC5\"", 1).as_bytes()).await;
        let found = findings(&shown);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0][0], line_of(example, "scale = \"SC1\""));
        assert!(found[0][3].contains("One of the scales that have grades"), "{found:?}");
        // What is missing, and what is of another kind.
        let wrong = example.replacen("version = 1", "version = \"one\"", 1).replacen("form = \"F12\"", "", 1);
        let found = findings(&check(&mut office, wrong.as_bytes()).await);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|[_, _, _, expected]| expected.contains("“form” is missing")), "{found:?}");
        assert!(
            found.iter().any(|[_, _, at, expected]| at == "\"one\"" && expected.contains("whole number in 1–9999"))
        );
        // No TOML at all.
        let found = findings(&check(&mut office, b"format = 1\ncode = \n[[item]\n").await);
        assert!(found.iter().any(|[line, ..]| line == "2") && found.iter().any(|[line, ..]| line == "3"), "{found:?}");
    });
}

/// The lines of a file that hold a part, changed; the line it stands on.
fn changed(kind: &str, (part, into): (&str, &str)) -> (String, String) {
    let (_, example) = EXAMPLES.iter().find(|(known, _)| *known == kind).unwrap();
    let text = example.replacen(part, into, 1);
    let place = text.lines().position(|line| line.contains(into.lines().last().unwrap())).unwrap();
    (text, (place + 1).to_string())
}

#[test]
fn what_is_wrong_with_each_kind_is_told_by_line_with_what_was_expected_in_both_languages() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let cases = [
            ("instruments", ("scale = \"SC1\"", "scale = \"SC98\""), "SC1, SC2, SC4", "scales that have grades"),
            ("instruments", ("form = \"F12\"", "form = \"F12\"\nweight = 3"), "没有这个字段", "no such field"),
            (
                "instruments",
                ("\"masses_to_organisation\"", "\"L_unknown\""),
                "masses_to_organisation",
                "superior_to_org",
            ),
            ("scales", ("mapping = \"proposed\"", "mapping = \"perhaps\""), "settled, proposed", "settled, proposed"),
            ("scales", ("measures = \"grades\"", "measures = \"grades\"\nstars = 5"), "没有这个字段", "no such field"),
            (
                "directions",
                ("judges = \"masses\"", "judges = \"neighbours\""),
                "masses, committee",
                "masses, committee",
            ),
            ("directions", ("object = \"organisation\"", "object = \"ministry\""), "leading_team", "leading_team"),
            ("directions", ("version = 1", "version = 1\nscale = \"SC1\""), "没有这个字段", "no such field"),
            ("directions", ("\"L_delegates_to", "\"delegates_to"), "以 L 开头的代码", "begins with L"),
            (
                "directions",
                ("kind = \"direction\"", "kind = \"way\""),
                "direction, judge_category",
                "direction, judge_c",
            ),
            ("judge_categories", ("side = \"outside\"", "side = \"beside\""), "inside, outside", "inside, outside"),
            ("judge_categories", ("\"masses\", \"org", "\"crowd\", \"org"), "masses, committee", "masses, committee"),
            ("judge_categories", ("= \"mass_rep", "= \"mess_rep"), "mass_representatives", "mass_representatives"),
            ("judge_categories", ("judged = \"nobody\"", "judged = \"some\""), "nobody, member", "nobody, member"),
            ("judge_categories", ("version = 1", "version = 1\nminimum = 3"), "没有这个字段", "no such field"),
            (
                "procedures",
                ("each = \"organisation\"", "each = \"unit\""),
                "organisation, person",
                "organisation, person",
            ),
            ("procedures", ("\nbefore = \"casting\"", "\nbefore = \"lunch\""), "casting", "casting"),
            ("procedures", ("persons = true", "persons = \"many\""), "true 或 false", "true or false"),
            ("procedures", ("= \"four_reviews_four_looks\"", "= \"ten_reviews\""), "six_aspects", "six_aspects"),
            ("procedures", ("\noptional = true", "\noptional = \"yes\""), "true 或 false", "true or false"),
            ("procedures", ("code = \"answers\"", "code = \"visit\"\nduty = \"x\""), "没有这个字段", "no such field"),
        ];
        let mut english = office.clone().speaking("en");
        for (kind, change, chinese, in_english) in cases {
            let (text, line) = changed(kind, change);
            for (office, expected) in [(&mut office, chinese), (&mut english, in_english)] {
                let shown = check(office, text.as_bytes()).await;
                assert_eq!(shown.status, 422, "{change:?}");
                let found = findings(&shown);
                let is_told = |finding: &&[String; 4]| {
                    finding[0] == line && finding[3].to_lowercase().contains(&expected.to_lowercase())
                };
                assert!(found.iter().any(|finding| is_told(&finding)), "{change:?} at {line}: {found:?}");
            }
        }
        // Casting cannot wait for persons nobody knows beforehand.
        let (text, _) = changed("procedures", ("each = \"organisation\"", "each = \"person\""));
        let found = findings(&check(&mut office, text.as_bytes()).await);
        assert!(found.len() == 2 && found.iter().all(|finding| finding[3].contains("逐人")), "{found:?}");
    });
}

/// The names of the fields that a finding says may stand there.
fn fields_of(found: &[[String; 4]]) -> Vec<String> {
    let expected = found.iter().find_map(|finding| finding[3].split_once("可以写的有："));
    expected.unwrap().1.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_field_the_reader_takes_stands_in_its_example_file_with_words_about_it() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        for (kind, example) in EXAMPLES {
            // An unknown field in each table: what is answered is what the reader takes there.
            let heads: Vec<usize> = example
                .lines()
                .enumerate()
                .filter(|(_, line)| *line == "format = 1" || line.starts_with('['))
                .map(|(place, _)| place)
                .collect();
            for head in heads {
                let mut lines: Vec<&str> = example.lines().collect();
                lines.insert(head + 1, "unheard_of = 1");
                let found = findings(&check(&mut office, lines.join("\n").as_bytes()).await);
                for field in fields_of(&found) {
                    let stands = |line: &str| {
                        let line = line.trim_start_matches(['#', ' ', '[', '{']);
                        line.strip_prefix(&field).is_some_and(|rest| rest.starts_with([' ', ']', '.', '=']))
                    };
                    let is_within = |line: &str| line.contains(&format!("{field} ="));
                    let is_there = |line: &str| stands(line) || is_within(line);
                    assert!(example.lines().any(is_there), "{kind}: {field} stands nowhere in the example");
                }
            }
        }
    });
}
