//! Files made to do harm, or by mistake: answered quickly, with a reason, and nothing is written.

use server::features::library::embedded::EXAMPLES;
use server::features::library::{LIBRARY, reader};

use crate::{check, findings, found, instrument, run};

/// What is wrong with a text: line and what was expected.
fn wrong(text: &str) -> Vec<(usize, &'static str)> {
    let found = reader::read(text, &LIBRARY.known(None)).unwrap_err();
    found.iter().map(|finding| (finding.line, finding.expected)).collect()
}

#[test]
fn a_file_that_is_too_large_too_deep_or_too_long_is_refused_with_the_reason() {
    let (_, example) = EXAMPLES[0];
    assert_eq!(wrong(&format!("{example}# {}", "长".repeat(400_000))), [(1, "library-expected-size")]);
    let deep = format!("format = 1\nname = {}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(!wrong(&deep).is_empty());
    let deep = format!("format = 1\nname = {}", "{ a = ".repeat(5_000));
    assert!(!wrong(&deep).is_empty());
    let many = format!("{example}{}", "[[item]]\ncode=\"B\"\n".repeat(10_000));
    let found = wrong(&many);
    assert!(found.len() <= 50, "{}", found.len());
    assert!(found.iter().any(|(_, expected)| *expected == "library-expected-most"), "{found:?}");
    let fields: String = (0..5_000).map(|number| format!("unknown_{number} = 1\n")).collect();
    assert_eq!(wrong(&format!("{fields}{example}")).len(), 50);
}

#[test]
fn control_characters_long_words_and_wrong_references_are_found() {
    let (_, example) = EXAMPLES[0];
    let at = |part: &str| example.lines().position(|line| line.contains(part)).unwrap() + 1;
    let hidden = example.replacen("有安排", "有\u{7}安排", 1);
    assert_eq!(wrong(&hidden), [(at("有安排"), "library-expected-plain")]);
    let escaped = example.replacen("有安排", "有\\u0007安排", 1);
    assert_eq!(wrong(&escaped), [(at("有安排"), "library-expected-plain")]);
    let long = example.replacen("工作是否有计划", &"长".repeat(121), 1);
    assert_eq!(wrong(&long), [(at("工作是否有计划"), "library-expected-length")]);
    let empty = example.replacen("\"工作是否有计划\"", "\"  \"", 1);
    assert_eq!(wrong(&empty), [(at("工作是否有计划"), "library-expected-length")]);
    let group = example.replacen("group = \"work\"", "group = \"nowhere\"", 1);
    assert!(wrong(&group).contains(&(at("group = \"work\""), "library-expected-choice")));
    let overall = example.replacen("overall = \"OV\"", "overall = \"ZZ\"", 1);
    assert_eq!(wrong(&overall), [(at("overall = \"OV\""), "library-expected-item")]);
    let direction = example.replacen("\"members_to_organisation\"]", "\"members_to_member\"]", 1);
    assert_eq!(wrong(&direction), [(at("directions = ["), "library-expected-choice")]);
    let sector = example.replacen("\"institution\", \"higher", "\"space\", \"higher", 1);
    assert_eq!(wrong(&sector), [(at("\"institution\", \"higher"), "library-expected-choice")]);
    let code = example.replacen("code = \"example_branch\"", "code = \"../example\"", 1);
    assert_eq!(wrong(&code), [(at("code = \"example_branch\""), "library-expected-code")]);
    let twice = example.replacen("format = 1", "format = 1\nformat = 1", 1);
    assert_eq!(wrong(&twice).len(), 1);
    // A scale: grades where a number is measured, satisfied but not basic.
    let (_, scale) = EXAMPLES[1];
    let number = scale.replacen("measures = \"grades\"", "measures = \"number\"", 1);
    assert!(wrong(&number).iter().any(|(_, expected)| *expected == "library-expected-no-grades"));
    let upside_down = scale.replacen("satisfied = true\nbasic = true", "satisfied = true\nbasic = false", 1);
    assert!(wrong(&upside_down).iter().any(|(_, expected)| *expected == "library-expected-basic"));
}

#[test]
fn what_is_no_text_or_too_large_is_told_on_the_page() {
    run(async |app| {
        let mut office = app.office().await;
        let none = office.get("/w/library/import").await;
        assert!(none.says("没有可以选择的制定单位"), "{}", none.text());
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let shown = check(&mut office, &[0xff, 0xfe, 0x00, 0x80]).await;
        assert_eq!(shown.status, 422);
        assert!(shown.says("这不是文本文件"), "{}", shown.text());
        let shown = check(&mut office, b"").await;
        assert!(shown.says("请选择文件"), "{}", shown.text());
        let shown = check(&mut office, "a = 1\n".repeat(300_000).as_bytes()).await;
        assert_eq!(findings(&shown)[0][3], "不超过 256 KB 的文件");
        assert!(shown.html().len() < 100_000, "it is not sent back");
        // A name that would be a tag is shown as it is.
        let (_, example) = EXAMPLES[0];
        let tag = example.replacen("党支部评议表（示例）", "<script>alert(1)</script>", 1);
        let checked = check(&mut office, tag.as_bytes()).await;
        assert!(!checked.html().contains("<script>alert"), "{}", checked.html());
        office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
        let shown = office.get(&instrument("example_branch", 1)).await;
        assert!(shown.says("<script>alert(1)</script>") && !shown.html().contains("<script>alert"));
    });
}
