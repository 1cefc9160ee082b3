//! The two checking commands, as a shell calls them.

use std::path::PathBuf;

use rules::statistics_return::{FilledReturn, Line};

use crate::{Answer, run};

fn answer(words: &[&str]) -> Answer {
    run(words)
}

fn check(words: &[&str], code: u8, lines: &[&str]) {
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(answer(words), Answer { lines, code });
}

#[test]
fn x06_an_impossible_rate_is_refused_with_its_neighbours_and_the_truncation_that_explains_it() {
    check(
        &["check-claim", "96%", "--of", "30"],
        1,
        &[
            "不可能：30 中无论多少，四舍五入都得不出 96%(R06)。",
            "最接近的是 28/30 = 93%，29/30 = 97%。",
            "说明：若把 29/30 的尾数截去而不四舍五入，可得 96%。",
            "按四舍五入能得出 96% 的最小基数是 23。",
        ],
    );
}

#[test]
fn x07_x08_rates_without_any_explanation_are_refused() {
    let refused = answer(&["check-claim", "96%", "--of", "35", "--language", "en"]);
    assert_eq!((refused.code, refused.lines.len()), (1, 3));
    let refused = answer(&["check-claim", "96.8%", "--of", "106", "--language", "en"]);
    assert_eq!(refused.lines[1], "The nearest are 102/106 = 96.2%, 103/106 = 97.2%.");
}

#[test]
fn x09_x10_possible_rates_say_which_counts_they_need() {
    check(&["check-claim", "96.8%"], 0, &["按四舍五入能得出 96.8% 的最小基数是 31。"]);
    for claim in ["≥99%", ">=99%", "≥99%"] {
        check(&["check-claim", claim, "--of", "617"], 0, &["可能：617 中至少要有 611，才达到 ≥99%(R06)。"]);
    }
    check(&["check-claim", "96.5%", "--of", "344"], 0, &["可能：344 中有 332 时，四舍五入得 96.5%(R06)。"]);
}

#[test]
fn x03_a_count_without_a_base_gives_the_bases_that_fit() {
    check(&["check-claim", "99%", "--count", "308"], 0, &["可能：基数为 310–312 时，308 得 99%(R03、R06)。"]);
    assert_eq!(answer(&["check-claim", "99%", "--count", "7"]).code, 1);
    check(
        &["check-claim", "0%", "--count", "0", "--language", "en"],
        0,
        &["Possible: 0 gives 0% on any base from 1 on (R06)."],
    );
}

#[test]
fn a_count_that_contradicts_the_claim_is_refused() {
    let refused = answer(&["check-claim", "96.5%", "--of", "344", "--count", "330"]);
    assert_eq!((refused.code, refused.lines[1].as_str()), (1, "不符：330/344 = 95.9%，不是 96.5%。"));
    assert_eq!(answer(&["check-claim", "96.5%", "--of", "344", "--count", "345"]).code, 1);
    assert_eq!(answer(&["check-claim", "96.5%", "--of", "344", "--count", "332"]).code, 0);
}

#[test]
fn what_cannot_be_judged_ends_with_two() {
    for words in [
        &["check-claim", "101%", "--of", "30"][..],
        &["check-claim", "96%", "--of", "0"],
        &["check-claim", "abc", "--of", "30"],
        &["check-claim", "-5%", "--of", "30"],
        &["check-claim", "--of", "30", "-5%"],
        &["check-claim", "96%", "--of", "-30"],
        &["check-claim", "96%", "--of", "many"],
        &["check-claim", "", "--of", "30"],
        &["check-return", "/nowhere/return.xlsx"],
        &["check-return", "/"],
        &["check-return", "Cargo.toml"],
    ] {
        let found = answer(words);
        assert_eq!((found.code, found.lines.len()), (2, 1), "{words:?}");
        let english = answer(&[words, &["--language", "en"]].concat());
        assert!(english.code == 2 && english.lines[0].starts_with("Cannot judge"), "{words:?}");
    }
    check(&["check-claim", "-5%", "--of", "30"], 2, &["无法核对“-5%”：比率不能为负。"]);
}

/// A return as a file that is gone when the test ends.
struct Written(PathBuf);

impl Written {
    fn new(name: &str, filled: &FilledReturn) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, spreadsheets::statistics_return::write(filled).unwrap()).unwrap();
        Self(path)
    }

    fn check(&self, language: &str) -> Answer {
        let path = self.0.to_str().unwrap();
        run(&["check-return", path, "--language", language])
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        assert!(std::fs::remove_file(&self.0).is_ok());
    }
}

/// The coal mine's form (T16).
fn coal_mine() -> FilledReturn {
    let mut filled = FilledReturn { unit: "银宇煤矿党支部".into(), ..FilledReturn::default() };
    filled.methods = "走访调研、个别谈话、座谈交流，发放征求意见表 5次、8个、2次、30张".into();
    for (code, count) in [
        ("1a", 1),
        ("1c", 1),
        ("1d", 9),
        ("1e", 9),
        ("1f", 1),
        ("1g", 8),
        ("2a", 3),
        ("2b", 20),
        ("4a", 3),
        ("5", 9),
        ("6", 5),
    ] {
        filled.set(Line::from_code(code).unwrap(), count);
    }
    filled
}

#[test]
fn x16_each_broken_relation_of_the_coal_mines_form_stands_on_its_own_line() {
    let file = Written::new("x16.xlsx", &coal_mine());
    let lines = [
        "银宇煤矿党支部：退回，须更正 3 处。",
        "✘ 1b：空白且未说明原因（没有就写 0）(R09)",
        "✘ 4b：空白且未说明原因（没有就写 0）(R09)",
        "✘ 1g：8 大于 1f 的 1(R02)",
        "? 1b：是否应为 1？（只有这一个可能）",
        "? 1f：是否应为 9？（1 + 8，“以上”含“满意”）",
        "⚠ 3：征求意见表 30 张，参加会议的群众 20 人(R04)",
        "⚠ 4a：3 名主要负责人，被评议组织只有 1 个（是否填了人次？）(R13)",
    ];
    let found = file.check("zh-Hans");
    assert_eq!((found.lines, found.code), (lines.map(str::to_owned).to_vec(), 1));
    let english = file.check("en");
    assert_eq!((english.code, english.lines[3].as_str()), (1, "✘ 1g: 8 is more than the 1 of 1f (R02)"));
}

#[test]
fn x17_the_corrected_form_is_accepted_with_its_rates() {
    let mut filled = coal_mine();
    filled.set(Line::OrganisationsBasic, 1);
    filled.set(Line::MembersBasic, 9);
    filled.set(Line::SuperiorsPresent, 0);
    let found = Written::new("x17.xlsx", &filled).check("zh-Hans");
    assert_eq!(found.code, 0);
    assert_eq!(found.lines.last().unwrap(), "党员：基本满意以上 100.0% (9/9)，满意 88.9% (8/9)(R01)");
}
