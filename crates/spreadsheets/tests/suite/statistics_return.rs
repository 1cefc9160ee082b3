//! The statistics return F19/1: read anywhere, written in its own layout.

use crate::support::{opened, put, put_row, rows, workbook};
use proptest::prelude::*;
use rules::statistics_return::{CountProblem, Entry, FilledReturn, Line};
use spreadsheets::statistics_return::{FORM_NAME, ReturnError, TITLE, read, read_workbook, write};

/// T16, the return of a coal mine's branch, as it was filed.
fn coal_mine(top: u32, left: u16) -> Vec<u8> {
    workbook("统计单", |sheet| {
        let lines: [(&str, &str, &str); 14] = [
            ("1a", "1", "个"),
            ("1b", "", "个"),
            ("1c", "1", "个"),
            ("1d", "9", "人"),
            ("1e", "9", "人"),
            ("1f", "1", "人"),
            ("1g", "8", "人"),
            ("2a", "３", "个"),
            ("2b", "20", "人"),
            ("3", "走访调研、个别谈话、座谈交流,发放征求意见表 5次、8个、2次、30张", ""),
            ("4a", "3", "人"),
            ("4b", "", "人次"),
            ("5", "9", "人"),
            ("6", "5", "件(项)"),
        ];
        put(sheet, top, left, TITLE);
        put(sheet, top + 1, left, "填报单位:某煤矿党支部");
        put(sheet, top + 1, left + 3, "填报时间:2012年1月15日");
        for (column, text) in (left..).zip(["行次", "项目", "数量", "单位"]) {
            put(sheet, top + 2, column, text);
        }
        for (row, (code, number, unit)) in (top + 3..).zip(lines) {
            put(sheet, row, left, code);
            put(sheet, row, left + 1, Line::from_code(code).unwrap().text());
            match number.parse::<f64>() {
                Ok(number) => put(sheet, row, left + 2, number),
                Err(_) => put(sheet, row, left + 2, number),
            }
            put(sheet, row, left + 3, unit);
        }
    })
}

#[test]
fn t16_is_read_as_it_was_filed() {
    let filled = read(&coal_mine(0, 0)).unwrap();
    assert_eq!(filled.unit, "某煤矿党支部");
    assert_eq!(filled.filled_on.unwrap().to_string(), "2012-01-15");
    let counts: Vec<Option<u64>> = Line::counts().map(|line| filled.count(line)).collect();
    let expected = [
        Some(1),
        None,
        Some(1),
        Some(9),
        Some(9),
        Some(1),
        Some(8),
        Some(3),
        Some(20),
        Some(3),
        None,
        Some(9),
        Some(5),
    ];
    assert_eq!(counts, expected);
    assert_eq!(filled.lines[&Line::OrganisationsBasic].entry, Entry::Blank);
    assert_eq!(filled.methods, "走访调研、个别谈话、座谈交流,发放征求意见表 5次、8个、2次、30张");
    assert_eq!(filled.lines.len(), 14);
}

#[test]
fn the_form_is_found_at_any_offset() {
    let moved = read_workbook(&opened(&coal_mine(7, 3))).unwrap();
    assert_eq!(moved.filled, read(&coal_mine(0, 0)).unwrap());
    assert_eq!(moved.places[&Line::MembersBasic].to_string(), "统计单!F16");
}

#[test]
fn what_is_no_count_is_kept_as_written_for_the_checks() {
    let bytes = rows(
        "统计单",
        &[
            &[TITLE],
            &["行次", "项目", "数量", "单位", "空白原因"],
            &["1a", "", "一个"],
            &["1d", "", "-3"],
            &["1e", "", "2.5"],
            &["1f", "", "96%"],
            &["4b", "", "", "", "上级未派人"],
        ],
    );
    let filled = read(&bytes).unwrap();
    let problem = |line: Line| match &filled.lines[&line].entry {
        Entry::NotACount { problem, .. } => *problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(Line::OrganisationsJudged), CountProblem::Text);
    assert_eq!(problem(Line::MembersTotal), CountProblem::Negative);
    assert_eq!(problem(Line::MembersJudged), CountProblem::Fraction);
    assert_eq!(problem(Line::MembersBasic), CountProblem::Percentage);
    assert_eq!(filled.blank_reason(Line::SuperiorsPresent), Some("上级未派人"));
}

#[test]
fn other_files_and_other_versions_are_refused() {
    assert_eq!(read(&rows("名册", &[&["姓名"], &["5"], &["6"]])), Err(ReturnError::NotTheForm));
    assert!(matches!(read(b"<html>"), Err(ReturnError::Open(_))));
    let mut newer = rust_xlsxwriter::Workbook::new();
    newer.define_name(FORM_NAME, "=\"F19/2\"").unwrap();
    put_row(newer.add_worksheet(), 0, &["1a", "", "1"]);
    let bytes = newer.save_to_buffer().unwrap();
    assert_eq!(read(&bytes), Err(ReturnError::OtherVersion("F19/2".into())));
    let twice = rows("统计单", &[&[TITLE], &["1a", "", "1"], &["1a", "", "2"]]);
    assert_eq!(read(&twice), Err(ReturnError::LineTwice(Line::OrganisationsJudged)));
}

#[test]
fn the_written_form_carries_its_name_title_and_every_line() {
    let bytes = write(&FilledReturn::default()).unwrap();
    let workbook = opened(&bytes);
    assert_eq!(workbook.names, [(FORM_NAME.to_owned(), "\"F19/1\"".to_owned())]);
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.name.as_ref(), "统计单");
    assert_eq!(sheet.row(0).unwrap().value(0).unwrap().written(), TITLE);
    assert_eq!(sheet.rows().len(), 3 + Line::ALL.len());
    assert_eq!(bytes, write(&FilledReturn::default()).unwrap());
}

fn any_return() -> impl Strategy<Value = FilledReturn> {
    let entry = prop_oneof![
        Just(Entry::Blank),
        (0_u64..=999_999_999_999).prop_map(Entry::Count),
        prop::sample::select(vec!["约十", "-3", "2.5", "96%", "=1+1"]).prop_map(Entry::read),
    ];
    let reason = prop::option::of("[一-龥=+@-][一-龥a-z]{0,12}");
    let lines = prop::collection::vec((entry, reason), Line::ALL.len());
    (lines, "[一-龥]{1,12}党支部", "(走访调研 [1-9]次;个别谈话 [1-9]个)?").prop_map(|(lines, unit, methods)| {
        let mut filled =
            FilledReturn { unit, methods, filled_on: Some("2012-01-15".parse().unwrap()), ..FilledReturn::default() };
        for (line, (entry, blank_reason)) in Line::ALL.iter().zip(lines) {
            let entry = if *line == Line::Methods { Entry::Blank } else { entry };
            filled.lines.insert(*line, rules::statistics_return::FilledLine { entry, blank_reason });
        }
        filled
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_written_return_reads_back_unchanged(filled in any_return()) {
        prop_assert_eq!(read(&write(&filled).unwrap()).unwrap(), filled);
    }
}
