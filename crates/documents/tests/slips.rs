//! Slips: each code once, with the square that opens it, nothing else that differs, and ten thousand of them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod reading;
mod sheets;

use std::collections::BTreeSet;

use documents::papers::slips::{self, Slip, View};
use documents::{Date, Language, Period};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use reading::{plain, read};

fn slip(place: u64) -> Slip {
    // Five letters a digit, so that no digit on the sheet comes from a code.
    let letters: String = format!("{:016}", place * 7_919 + 1)
        .bytes()
        .map(|digit| char::from(b"ABCDEFGHJK"[usize::from(digit - b'0')]))
        .collect();
    let groups: Vec<&str> = (0..4).map(|group| &letters[group * 4..group * 4 + 4]).collect();
    let code = format!("{}-X", groups.join("-"));
    Slip { url: format!("https://pingyi.example.cn/b#{code}"), code }
}

fn batch(count: u64) -> View {
    let day = |day| Date { year: 2012, month: 1, day };
    View {
        round: "群众评议".to_owned(),
        valid: Period { from: day(5), to: day(15) },
        address: "https://pingyi.example.cn/b".to_owned(),
        slips: (0..count).map(slip).collect(),
    }
}

#[test]
fn each_code_stands_on_the_sheets_exactly_once() {
    let view = batch(33);
    let text = read(&slips::render(&view, Language::ZhHans).unwrap());
    for slip in &view.slips {
        assert_eq!(text.matches(&slip.code).count(), 1, "{}", slip.code);
    }
}

#[test]
fn a_slip_differs_from_another_by_its_code_alone() {
    for language in Language::ALL {
        let view = batch(33);
        let pdf = slips::render(&view, language).unwrap();
        let without_codes = |page: &String| {
            let codes = view.slips.iter().map(|slip| slip.code.as_str());
            codes.fold(plain(page), |text, code| text.replace(code, ""))
        };
        let pages = pdf_extract::extract_text_from_mem_by_pages(&pdf).unwrap();
        let pages: Vec<String> = pages.iter().map(without_codes).collect();
        // The last sheet holds three slips; a sheet is so many times what one slip says.
        let said = &pages[3][..pages[3].len() / 3];
        for (page, count) in pages.iter().zip([10, 10, 10, 3]) {
            assert_eq!(*page, said.repeat(count), "{language}");
        }
        // The digits of the period, in the order of the language, and no other.
        let digits: String = said.chars().filter(char::is_ascii_digit).collect();
        let period = match language {
            Language::En => "52012152012",
            Language::ZhHans | Language::ZhHant => "2012152012115",
        };
        assert_eq!(digits, period, "{language}");
    }
}

/// A text as the encoder itself puts it into a square: how wide, and which modules are dark, as column and row.
fn square(text: &str) -> (i32, BTreeSet<(i32, i32)>) {
    let (segments, least, most) = (QrSegment::make_segments(text), Version::MIN, Version::MAX);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, least, most, None, false).unwrap();
    let width = code.size();
    let places = (0..width).flat_map(|row| (0..width).map(move |column| (column, row)));
    (width, places.filter(|(column, row)| code.get_module(*column, *row)).collect())
}

#[test]
fn the_square_of_a_slip_opens_the_address_with_the_code_printed_on_that_slip() {
    let view = batch(13);
    let sheets = sheets::of(&slips::render(&view, Language::ZhHans).unwrap());
    assert_eq!(sheets.len(), 2);
    for (index, slip) in view.slips.iter().enumerate() {
        let (sheet, place) = (&sheets[index / 10], index % 10);
        assert!(sheet.words[place].contains(&slip.code), "{}: {}", slip.code, sheet.words[place]);
        let (width, dark) = square(&format!("{}#{}", view.address, slip.code));
        assert!(sheet.modules(place, width) == dark, "the square of {} opens something else", slip.code);
    }
    for place in 3..10 {
        assert!(sheets[1].words[place].is_empty() && sheets[1].modules(place, 33).is_empty(), "{place} is empty");
    }
}

#[test]
fn lines_to_cut_along_run_over_the_whole_sheet_between_the_slips() {
    // Four between five rows, one between two columns.
    let cuts: [[i64; 4]; 5] =
        [[0, 200, 1_000, 200], [0, 400, 1_000, 400], [0, 600, 1_000, 600], [0, 800, 1_000, 800], [500, 0, 500, 1_000]];
    for sheet in sheets::of(&slips::render(&batch(13), Language::En).unwrap()) {
        assert_eq!(sheet.cuts(), cuts);
    }
}

#[test]
fn ten_thousand_slips_are_one_paper_of_a_thousand_sheets() {
    let pdf = slips::render(&batch(10_000), Language::ZhHans).unwrap();
    let document = pdf_extract::Document::load_mem(&pdf).unwrap();
    assert_eq!(document.get_pages().len(), 1_000);
}

#[test]
fn the_square_of_a_page_is_the_one_of_a_slip_with_white_around_and_no_style() {
    let text = "ZY1-4TPA-8RVC-H7KQ-2M9X-D4TP";
    let svg = documents::qr::svg(text).unwrap();
    // 28 capitals and digits fit version 2, 25 modules wide; four of white on each side.
    assert!(svg.contains("viewBox=\"-4 -4 33 33\""), "{svg}");
    // The upper left corner mark: seven dark, then one dark at each end.
    assert!(svg.contains("d=\"M0 0.5h7") && svg.contains("M0 1.5h1M6 1.5h1"), "{svg}");
    assert!(!svg.contains("style"));
    assert_ne!(svg, documents::qr::svg("ZY1-4TPA-8RVC-H7KQ-2M9X-D4TQ").unwrap());
    assert!(documents::qr::svg(&"x".repeat(3_000)).is_err());
}

#[test]
fn an_address_too_long_for_a_square_is_refused() {
    let mut view = batch(1);
    view.slips[0].url = "x".repeat(3_000);
    assert!(slips::render(&view, Language::En).is_err());
}
