//! The marked copy: told, coloured, mended, brought again.

use std::io::{Cursor, Read};

use crate::support::{county_members, county_organisations, opened, put, put_row, workbook};
use spreadsheets::report::{self, IgnoredValues, Mark, NOTES_HEADING, marked_workbook};
use spreadsheets::{Choices, Problem, Severity, Value, members, organisations};

fn tell(problem: &Problem) -> String {
    format!("{}:{}", problem.code.key(), problem.argument("written").unwrap_or_default())
}

fn faulty() -> Vec<u8> {
    workbook("名册", |sheet| {
        put_row(sheet, 0, &["机关党员名册"]);
        put_row(sheet, 1, &["姓名", "所在党支部", "出生年月", "身份证号码", "入党时间"]);
        put_row(sheet, 2, &["张三", "机关支部", "2010.13", "990101197001280014", "1990.06"]);
        put_row(sheet, 3, &["李四", "机关支部", "1970.01", "990101197001280015"]);
        put(sheet, 3, 4, crate::support::Write::Date((1995, 7, 1), "yyyy\"年\"m\"月\""));
        put_row(sheet, 4, &["", "机关支部", "=1+1"]);
    })
}

fn marked(bytes: &[u8], ignored: IgnoredValues) -> Vec<u8> {
    let file = members::read(&opened(bytes), &Choices::default(), &mut |_, _| {});
    let marks = report::marks(&file.problems, &mut tell);
    marked_workbook(bytes, &members::TABLE, &marks, ignored).unwrap()
}

fn cell(bytes: &[u8], row: u32, column: u32) -> Option<Value> {
    opened(bytes).sheets[0].row(row)?.value(column).cloned()
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
fn a_marked_copy_tells_every_problem_in_a_column_in_comments_and_by_colour() {
    let copy = marked(&faulty(), IgnoredValues::Keep);
    assert_eq!(cell(&copy, 1, 5), Some(Value::Text(NOTES_HEADING.into())));
    assert_eq!(cell(&copy, 2, 5), Some(Value::Text("no-such-month:2010.13".into())));
    assert_eq!(cell(&copy, 3, 5), None);
    let last = cell(&copy, 4, 5).unwrap().written();
    assert!(last.contains("missing:") && last.contains("not-a-date:=1+1"), "{last}");
    let xml = parts(&copy);
    assert!(xml.contains("<comments") && xml.contains("no-such-month:2010.13"));
    assert!(xml.contains("FFF8D4D0"));
    assert!(!xml.contains("<f>"));
}

#[test]
fn a_marked_copy_read_again_gives_the_same_rows_and_problems() {
    let original = faulty();
    let copy = marked(&original, IgnoredValues::Keep);
    let read = |bytes: &[u8]| members::read(&opened(bytes), &Choices::default(), &mut |_, _| {});
    assert_eq!(read(&copy), read(&original));
    let twice = marked(&copy, IgnoredValues::Keep);
    assert_eq!(read(&twice), read(&original));
    assert_eq!(opened(&twice).sheets[0].cells().len(), opened(&copy).sheets[0].cells().len());
}

#[test]
fn a_copy_that_is_stored_leaves_out_what_the_platform_must_not_hold() {
    let copy = marked(&faulty(), IgnoredValues::LeaveOut);
    assert!(!parts(&copy).contains("990101"));
    assert_eq!(cell(&copy, 1, 3), Some(Value::Text("身份证号码".into())));
    assert!(parts(&marked(&faulty(), IgnoredValues::Keep)).contains("990101197001280014"));
}

#[test]
fn merged_titles_and_two_row_headings_survive_marking() {
    let original = county_organisations();
    let read = |bytes: &[u8]| organisations::read(&opened(bytes), &Choices::default(), &mut |_, _| {});
    let position = opened(&original).sheets[0].position(6, Some(3));
    let marks = [
        Mark { position: Some(position), severity: Severity::Question, message: "上级党组织不明".into() },
        Mark { position: None, severity: Severity::Error, message: "请先改正".into() },
    ];
    let copy = marked_workbook(&original, &organisations::TABLE, &marks, IgnoredValues::LeaveOut).unwrap();
    let workbook = opened(&copy);
    assert_eq!(workbook.sheets[0].merges.len(), opened(&original).sheets[0].merges.len());
    assert_eq!(workbook.sheets[1].name.as_ref(), NOTES_HEADING);
    assert_eq!(read(&copy), read(&original));
}

#[test]
fn problems_are_counted_and_sorted_with_the_gravest_first() {
    let mut file = members::read(&opened(&county_members()), &Choices::default(), &mut |_, _| {});
    report::sort(&mut file.problems);
    assert_eq!(file.problems[0].severity, Severity::Warning);
    let counts = report::counts(&file.problems);
    let counted: Vec<(&str, usize)> = counts.iter().map(|(_, code, count)| (code.key(), *count)).collect();
    assert_eq!(counted, [("joined-before-birth", 1), ("joined-under-eighteen", 1), ("ignored-column", 3)]);
}
