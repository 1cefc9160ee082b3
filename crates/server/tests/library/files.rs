//! Files in and out: the example, an export read back, what is wrong named by line with what was expected.

use server::features::library::embedded::EXAMPLES;

use crate::{check, copy, draft_of, findings, found, instrument, release, run};

#[test]
fn the_example_is_downloaded_checked_imported_and_recognised_again() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let page = office.get("/w/library/import").await;
        for (link, kind, code) in
            [("示例文件：评议表", "instruments", "example_branch"), ("示例文件：等次", "scales", "example_grades")]
        {
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
            unknown[1].contains("weight") && unknown[3].contains("没有这个字段；可以写的有：format, code, version")
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
