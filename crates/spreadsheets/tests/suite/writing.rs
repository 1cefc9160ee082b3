//! What is written reads back, holds no formula, and is the same bytes every time.

use std::io::{Cursor, Read};

use crate::support::{county_members, county_organisations, opened};
use proptest::prelude::*;
use rules::dates::PartialDate;
use spreadsheets::write::{Field, TableSheet};
use spreadsheets::{Choices, Value, members, organisations, write};

fn sheet(rows: Vec<Vec<Field>>) -> TableSheet {
    TableSheet { name: "导出".to_owned(), headings: vec!["名称".to_owned(), "数".to_owned()], rows }
}

fn parts(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..archive.len() {
        archive.by_index(index).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn exported_organisations_import_unchanged() {
    let mut rows = organisations::read(&opened(&county_organisations()), &Choices::default(), &mut |_, _| {}).rows;
    for (at, row) in rows.iter_mut().enumerate() {
        row.code = Some(format!("O{at}"));
        row.minority_area = at == 2;
        row.parent_path = row.parent.clone();
    }
    let bytes = write::organisations("党组织", &rows).unwrap();
    let file = organisations::read(&opened(&bytes), &Choices::default(), &mut |_, _| {});
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    for (mut read, written) in file.rows.into_iter().zip(rows) {
        read.position = written.position.clone();
        read.parent_position = written.parent_position.clone();
        assert_eq!(read, written);
    }
}

#[test]
fn exported_members_import_unchanged_and_without_the_columns_that_must_not_be_held() {
    let mut rows = members::read(&opened(&county_members()), &Choices::default(), &mut |_, _| {}).rows;
    for (at, row) in rows.iter_mut().enumerate() {
        row.code = Some(format!("{at:05}"));
        row.branch_path = Some(format!("青禾县委 / {}", row.branch));
    }
    let bytes = write::members("党员", &rows).unwrap();
    assert!(!parts(&bytes).contains("民族"));
    let file = members::read(&opened(&bytes), &Choices::default(), &mut |_, _| {});
    assert_eq!(file.rows.len(), rows.len());
    for (mut read, written) in file.rows.into_iter().zip(rows) {
        read.position = written.position.clone();
        read.branch_position = written.branch_position.clone();
        assert_eq!(read, written);
    }
}

#[test]
fn texts_that_begin_like_formulas_stay_texts() {
    let dangerous = ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\",\"y\")", "＝1"];
    let rows = dangerous.iter().map(|text| vec![Field::Text((*text).to_owned())]).collect();
    let bytes = write::write(&[sheet(rows)]).unwrap();
    let xml = parts(&bytes);
    assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"));
    assert!(xml.contains("quotePrefix=\"1\""));
    let workbook = opened(&bytes);
    for (row, text) in (1_u32..).zip(dangerous) {
        let read = workbook.sheets[0].row(row).unwrap().value(0).cloned();
        assert_eq!(read, Some(Value::Text(text.to_owned())));
    }
}

#[test]
fn the_same_table_gives_the_same_bytes_and_no_moment_is_written() {
    let rows = || vec![vec![Field::Text("机关党支部".into()), Field::Count(12)]];
    let bytes = write::write(&[sheet(rows())]).unwrap();
    assert_eq!(bytes, write::write(&[sheet(rows())]).unwrap());
    let xml = parts(&bytes);
    assert!(xml.contains("2000-01-01T00:00:00Z"));
    assert_eq!(xml.matches("T00:00:00Z").count(), xml.matches("W3CDTF").count());
}

#[test]
fn the_heading_is_frozen_and_repeated_on_every_page() {
    let xml = parts(&write::write(&[sheet(vec![vec![Field::Count(1)]])]).unwrap());
    assert!(xml.contains("<pane ySplit=\"1\""));
    assert!(xml.contains("_xlnm.Print_Titles"));
}

#[test]
fn days_are_date_cells_and_months_stay_months() {
    let date = |text: &str| Field::Date(text.parse().unwrap());
    let rows = ["1953", "1953-04", "1953-04-09", "1899-12-31"].map(|text| vec![date(text)]).to_vec();
    let workbook = opened(&write::write(&[sheet(rows)]).unwrap());
    let value = |row| workbook.sheets[0].row(row).unwrap().value(0).cloned().unwrap();
    assert_eq!(value(3), Value::Date(PartialDate::day(1953, 4, 9).unwrap()));
    for (row, expected) in [(1, "1953"), (2, "1953-04"), (3, "1953-04-09"), (4, "1899-12-31")] {
        assert_eq!(spreadsheets::cells::date(&value(row)).unwrap().date.to_string(), expected);
    }
}

#[test]
fn what_a_sheet_cannot_hold_is_refused() {
    let named = |name: &str| write::write(&[TableSheet { name: name.to_owned(), ..sheet(Vec::new()) }]);
    assert!(matches!(named("党组织/名单"), Err(write::WriteError::SheetName(_))));
    let long = sheet(vec![vec![Field::Text("张".repeat(32_768))]]);
    assert!(matches!(write::write(&[long]), Err(write::WriteError::DoesNotFit(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_that_can_be_shown_reads_back_as_written(texts in prop::collection::vec("\\PC{1,20}|_x000[0-9A-D]_|[<>&\"'=+@-]{1,4}|[𠮷㐂䶮\u{e0100}é\u{301}ا]{1,6}", 1..12)) {
        let kept: Vec<&String> = texts.iter().filter(|text| !text.trim().is_empty()).collect();
        let rows = kept.iter().map(|text| vec![Field::Text((*text).clone())]).collect();
        let workbook = opened(&write::write(&[sheet(rows)]).unwrap());
        for (row, text) in (1_u32..).zip(kept) {
            let read = workbook.sheets[0].row(row).and_then(|row| row.value(0)).cloned();
            prop_assert_eq!(read, Some(Value::Text(text.clone())));
        }
    }
}
