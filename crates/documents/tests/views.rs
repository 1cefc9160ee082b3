//! Views that contradict themselves are refused instead of printed, and no letter leaves the sheet.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod samples;

use documents::papers::results::{ObjectResult, Part, Published};
use documents::papers::statistics_return::{self, Entry, Filled, Line};
use documents::papers::{bulletin, self_evaluation};
use documents::{Date, DocumentError, Language, Period};
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};
use samples::{Flavour, papers};

const DATE: Date = Date { year: 2012, month: 1, day: 16 };

#[test]
fn a_line_given_twice_is_refused() {
    let line = Filled { line: Line::Members, entry: Entry::Number(9), reason: String::new() };
    let lines = vec![line.clone(), line];
    let view = statistics_return::View { unit: "银宇煤矿党支部".to_owned(), date: DATE, lines };
    assert!(matches!(statistics_return::render(&view, Language::En), Err(DocumentError::Shape(_))));
}

#[test]
fn an_own_grade_off_the_scale_is_refused() {
    let item = self_evaluation::Item { text: "积极参加活动".to_owned(), own_grade: Some(3) };
    let view = self_evaluation::View {
        whose: self_evaluation::Whose::Organisation,
        name: String::new(),
        round: String::new(),
        items: vec![item],
        grades: samples::grades(),
        deeds: None,
        shortcomings: None,
        plan: None,
        date: DATE,
    };
    let refused = self_evaluation::render(&view, Language::ZhHans);
    assert!(matches!(refused, Err(DocumentError::Shape(_))));
}

#[test]
fn an_object_pooled_into_an_unknown_group_is_refused() {
    let pooled = Published::PooledInto("无此组".to_owned());
    let view = bulletin::View {
        issuer: String::new(),
        round: String::new(),
        scope: String::new(),
        period: Period { from: DATE, to: DATE },
        turnout: bulletin::Turnout { due: None, issued: 0, recovered: 0, valid: 0 },
        parts: vec![Part {
            title: String::new(),
            scale: samples::grades(),
            objects: vec![ObjectResult { name: "敬老院党支部".to_owned(), published: pooled }],
            groups: vec![],
            total: None,
        }],
        minimum: 5,
        remarks: vec![],
        opening_hash: String::new(),
        root: None,
        date: DATE,
    };
    assert!(matches!(bulletin::render(&view, Language::ZhHans), Err(DocumentError::Shape(_))));
}

/// Collects the letters that stand, even in part, outside the sheet.
#[derive(Default)]
struct Edges {
    sheet: (f64, f64),
    letters: usize,
    outside: Vec<String>,
}

impl OutputDev for Edges {
    fn begin_page(&mut self, _: u32, sheet: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.sheet = (sheet.urx, sheet.ury);
        Ok(())
    }
    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        self.letters += 1;
        let right = place.m31 + width * size * place.m11;
        let inside = place.m31 >= 0.0 && right <= self.sheet.0 && (0.0..=self.sheet.1).contains(&place.m32);
        if !inside {
            self.outside.push(letter.to_owned());
        }
        Ok(())
    }
    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[test]
fn no_letter_stands_outside_the_sheet() {
    for flavour in Flavour::ALL.into_iter().filter(|flavour| *flavour != Flavour::Empty) {
        for paper in papers(flavour, Language::En) {
            assert!(!paper.expected.is_empty(), "{}", paper.name);
            let document = Document::load_mem(&paper.pdf.unwrap()).unwrap();
            let mut edges = Edges::default();
            output_doc(&document, &mut edges).unwrap();
            assert!(edges.letters > 100, "{}", paper.name);
            assert!(edges.outside.is_empty(), "{} {flavour:?}: {:?}", paper.name, edges.outside);
        }
    }
}
