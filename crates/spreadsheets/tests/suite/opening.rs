//! What is refused at the door, and with which word.

use std::io::{Cursor, Read, Write};

use crate::support::{opened, put, rows, workbook};
use spreadsheets::grid::Value;
use spreadsheets::open::{Format, Measure};
use spreadsheets::{Limits, OpenError, open};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn refused(bytes: &[u8]) -> OpenError {
    open(bytes, &Limits::default()).unwrap_err()
}

/// A workbook with one part replaced or added.
fn with_part(original: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(original)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name == part {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        drop(entry);
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.start_file(part, options).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

fn sheet_xml(cells: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    )
    .into_bytes()
}

fn with_sheet(cells: &str) -> Vec<u8> {
    let original = rows("党组织", &[&["党组织全称"]]);
    with_part(&original, "xl/worksheets/sheet1.xml", &sheet_xml(cells))
}

#[test]
fn what_is_no_workbook_is_called_by_its_name() {
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let ole = |stream: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend([0; 512]);
        bytes.extend(utf16(stream));
        bytes
    };
    let cases: [(Vec<u8>, OpenError); 12] = [
        (Vec::new(), OpenError::Empty),
        (b"<html><table><tr><td>x</td></tr></table></html>".to_vec(), OpenError::NotAWorkbook(Format::Html)),
        ("\u{feff}\r\n<META charset=gbk><TABLE>".as_bytes().to_vec(), OpenError::NotAWorkbook(Format::Html)),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
            OpenError::NotAWorkbook(Format::Xml2003),
        ),
        (ole("EncryptedPackage"), OpenError::Encrypted),
        (ole("Workbook"), OpenError::NotAWorkbook(Format::LegacyXls)),
        (ole("WordDocument"), OpenError::NotAWorkbook(Format::OtherOffice)),
        (b"%PDF-1.7".to_vec(), OpenError::NotAWorkbook(Format::Pdf)),
        (b"\x89PNG\r\n".to_vec(), OpenError::NotAWorkbook(Format::Picture)),
        ("姓名,性别\n张三,男\n".as_bytes().to_vec(), OpenError::NotAWorkbook(Format::Text)),
        (vec![0, 1, 2, 3], OpenError::NotAWorkbook(Format::Unknown)),
        (zip_of(&[("word/document.xml", b"<a/>")]), OpenError::NotAWorkbook(Format::OtherOffice)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(refused(&bytes), expected);
    }
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_file_above_the_size_limit_is_not_looked_into() {
    let limits = Limits { file_bytes: 1_000, ..Limits::default() };
    let error = open(&vec![b'P'; 1_001], &limits).unwrap_err();
    assert!(matches!(error, OpenError::TooLarge { measure: Measure::FileBytes, found: 1_001, .. }));
}

#[test]
fn a_zip_bomb_is_refused_by_ratio_and_by_sum() {
    let blank = vec![b' '; 8 * 1024 * 1024];
    let bomb = with_part(&rows("党组织", &[&["党组织全称"]]), "xl/worksheets/sheet1.xml", &blank);
    assert!(bomb.len() < 100_000);
    assert!(matches!(refused(&bomb), OpenError::Bomb { .. }));
    let limits = Limits { unpacked_bytes: 4_000_000, ratio: u64::MAX, ..Limits::default() };
    assert!(matches!(open(&bomb, &limits).unwrap_err(), OpenError::Bomb { .. }));
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_refused_while_it_is_read() {
    let blank = vec![b' '; 8 * 1024 * 1024];
    let mut bomb = with_part(&rows("党组织", &[&["党组织全称"]]), "xl/worksheets/sheet1.xml", &blank);
    let told = u32::try_from(blank.len()).unwrap().to_le_bytes();
    let small = 500_u32.to_le_bytes();
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == told {
            bomb[at..at + 4].copy_from_slice(&small);
        }
    }
    assert!(matches!(refused(&bomb), OpenError::Bomb { .. } | OpenError::Damaged(_)));
}

#[test]
fn entities_and_document_types_are_refused() {
    let xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"张三\">]><worksheet><sheetData/></worksheet>";
    let bytes = with_part(&rows("党组织", &[&["党组织全称"]]), "xl/worksheets/sheet1.xml", xml.as_bytes());
    assert_eq!(refused(&bytes), OpenError::Entities);
}

#[test]
fn a_sheet_with_two_cells_in_far_corners_is_refused_at_once() {
    let far = with_sheet(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    );
    assert!(matches!(refused(&far), OpenError::TooLarge { measure: Measure::Rows, found: 1_048_576, .. }));
    let wide = with_sheet("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>");
    assert!(matches!(refused(&wide), OpenError::TooLarge { measure: Measure::Columns, .. }));
}

#[test]
fn a_string_repeated_through_the_shared_table_cannot_fill_the_memory() {
    let long = "张".repeat(5_000);
    let bytes = rows("党组织", &[&["党组织全称"], &[&long]]);
    let error = refused(&bytes);
    assert!(matches!(error, OpenError::TooLarge { measure: Measure::CellCharacters, found: 5_000, .. }));
}

#[test]
fn the_declared_number_of_strings_reserves_nothing() {
    let strings = "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"9999999999999999\"><si><t>党组织全称</t></si></sst>";
    let bytes = with_part(&rows("党组织", &[&["党组织全称"]]), "xl/sharedStrings.xml", strings.as_bytes());
    assert_eq!(opened(&bytes).sheets[0].cells()[0].value, Value::Text("党组织全称".into()));
}

#[test]
fn cut_and_scrambled_files_are_damaged_and_never_a_panic() {
    let bytes = crate::support::county_organisations();
    for length in (4..bytes.len()).step_by(97) {
        assert!(open(&bytes[..length], &Limits::default()).is_err());
    }
    for at in (30..bytes.len()).step_by(61) {
        let mut scrambled = bytes.clone();
        scrambled[at] ^= 0x55;
        // Some bytes do not matter; what is asked is an answer.
        let _answer = open(&scrambled, &Limits::default());
    }
}

#[test]
fn a_formula_counts_by_its_stored_result_and_without_one_is_no_blank() {
    let bytes = with_sheet(
        "<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f>1+1</f></c><c r=\"C1\" t=\"str\"><f>A1</f><v>张三</v></c></row>",
    );
    let workbook = opened(&bytes);
    let row = workbook.sheets[0].row(0).unwrap();
    assert_eq!(row.value(0), Some(&Value::Number(2.0)));
    assert_eq!(row.value(1), Some(&Value::FormulaWithoutValue));
    assert_eq!(row.value(2), Some(&Value::Text("张三".into())));
}

#[test]
fn a_workbook_without_content_says_so() {
    assert_eq!(refused(&workbook("空", |_| {})), OpenError::NoSheet);
    let spaces = workbook("空", |sheet| put(sheet, 3, 3, "  \u{3000}"));
    assert_eq!(refused(&spaces), OpenError::NoSheet);
}

#[test]
fn a_date_cell_is_as_precise_as_its_format_shows() {
    let date = |format| {
        let bytes = workbook("日期", |sheet| put(sheet, 0, 0, crate::support::Write::Date((1958, 10, 1), format)));
        opened(&bytes).sheets[0].cells()[0].value.written()
    };
    assert_eq!(date("yyyy-mm-dd"), "1958-10-01");
    assert_eq!(date("yyyy\"年\"m\"月\"d\"日\""), "1958-10-01");
    assert_eq!(date("yyyy\"年\"m\"月\""), "1958-10");
    assert_eq!(date("yyyy.mm"), "1958-10");
    assert_eq!(date("yyyy"), "1958");
}

#[test]
fn positions_read_as_people_write_them() {
    let workbook = opened(&crate::support::county_members());
    assert_eq!(workbook.sheets[0].position(16, Some(3)).to_string(), "党员花名册!D17");
    assert_eq!(spreadsheets::grid::column_letters(26), "AA");
    assert_eq!(spreadsheets::grid::column_letters(701), "ZZ");
}
