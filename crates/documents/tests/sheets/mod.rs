//! What stands where on sheets of slips: letters, squares and lines to cut along, read from the PDF itself.

use std::collections::BTreeSet;

use pdf_extract::{Document, MediaBox, ObjectId, OutputDev, OutputError, Transform, output_doc};

/// A sheet's width and height in points: A4.
const SHEET: (f64, f64) = (595.2756, 841.8898);
/// Slips across and down a sheet.
const ACROSS: usize = 2;
const DOWN: usize = 5;

/// One sheet.
pub struct Sheet {
    /// The letters of each place for a slip, from the upper left, row by row.
    pub words: Vec<String>,
    strokes: Vec<Stroke>,
}

/// A straight line as painted, in points from the upper left corner of the sheet.
#[derive(Clone, Copy)]
struct Stroke {
    from: (f64, f64),
    to: (f64, f64),
    thickness: f64,
    is_black: bool,
}

impl Stroke {
    /// Whether it is longer than a slip is wide, as no part of a square is.
    fn is_cut(&self) -> bool {
        (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1) > SHEET.0 / 2.0
    }
}

/// The sheets of a PDF, in its order.
pub fn of(pdf: &[u8]) -> Vec<Sheet> {
    let document = Document::load_mem(pdf).unwrap();
    let mut letters = Letters::default();
    output_doc(&document, &mut letters).unwrap();
    let pages = document.get_pages().into_values().zip(letters.sheets);
    pages.map(|(page, words)| Sheet { words, strokes: strokes(&document, page) }).collect()
}

impl Sheet {
    /// The dark modules, as column and row, of the square on the slip at a place, which is to be so many modules wide.
    pub fn modules(&self, place: usize, width: i32) -> BTreeSet<(i32, i32)> {
        let on_slip = self.strokes.iter().filter(|stroke| !stroke.is_cut() && place_of(stroke.from) == place);
        let strokes: Vec<&Stroke> = on_slip.collect();
        // Three corners of every square are dark, so that its strokes reach as far as it does.
        let left = strokes.iter().map(|stroke| stroke.from.0).fold(f64::INFINITY, f64::min);
        let right = strokes.iter().map(|stroke| stroke.to.0).fold(f64::NEG_INFINITY, f64::max);
        let first_row = strokes.iter().map(|stroke| stroke.from.1).fold(f64::INFINITY, f64::min);
        let module = (right - left) / f64::from(width);
        let mut dark = BTreeSet::new();
        for stroke in strokes {
            let is_dark = stroke.is_black && (stroke.thickness / module - 1.0).abs() < 0.01;
            let modules = |length: f64| (length / module).round() as i32;
            if is_dark {
                let row = modules(stroke.from.1 - first_row);
                let columns = modules(stroke.from.0 - left)..modules(stroke.to.0 - left);
                dark.extend(columns.map(|column| (column, row)));
            }
        }
        dark
    }

    /// The lines to cut along: from the left and from above to the right and below, in thousandths of the sheet.
    pub fn cuts(&self) -> Vec<[i64; 4]> {
        let thousandths = |part: f64, whole: f64| (part / whole * 1_000.0).round() as i64;
        let across = |point: (f64, f64)| thousandths(point.0, SHEET.0);
        let down = |point: (f64, f64)| thousandths(point.1, SHEET.1);
        let cuts = self.strokes.iter().filter(|stroke| stroke.is_cut());
        let mut cuts: Vec<[i64; 4]> =
            cuts.map(|stroke| [across(stroke.from), down(stroke.from), across(stroke.to), down(stroke.to)]).collect();
        cuts.sort_unstable();
        cuts
    }
}

/// The place for a slip in which a point lies, from the upper left, row by row.
fn place_of((right, down): (f64, f64)) -> usize {
    let part = |length: f64, whole: f64, parts: usize| (length / whole * parts as f64) as usize;
    ACROSS * part(down, SHEET.1, DOWN) + part(right, SHEET.0, ACROSS)
}

/// Collects the letters of each place, sheet by sheet.
#[derive(Default)]
struct Letters {
    sheets: Vec<Vec<String>>,
}

impl OutputDev for Letters {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.sheets.push(vec![String::new(); ACROSS * DOWN]);
        Ok(())
    }
    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn output_character(&mut self, place: &Transform, _: f64, _: f64, _: f64, letter: &str) -> Result<(), OutputError> {
        let place = place_of((place.m31, SHEET.1 - place.m32));
        self.sheets.last_mut().unwrap()[place].push_str(letter);
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

/// What a PDF writes as six numbers: how a drawing is turned, stretched and moved.
type Matrix = [f64; 6];

/// How lines are drawn from here on.
#[derive(Clone, Copy)]
struct Pen {
    matrix: Matrix,
    width: f64,
    is_black: bool,
}

/// Every line of a page that is painted. Squares and cut lines are made of nothing but straight lines.
fn strokes(document: &Document, page: ObjectId) -> Vec<Stroke> {
    // A PDF counts from the lower left corner; here everything counts from the upper left.
    let mut pen = Pen { matrix: [1.0, 0.0, 0.0, -1.0, 0.0, SHEET.1], width: 1.0, is_black: true };
    let (mut kept, mut path, mut painted, mut at) = (Vec::new(), Vec::new(), Vec::new(), (0.0, 0.0));
    for operation in document.get_and_decode_page_content(page).unwrap().operations {
        let numbers = operation.operands.iter().filter_map(|operand| operand.as_float().ok());
        let numbers: Vec<f64> = numbers.map(f64::from).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("q", _) => kept.push(pen),
            ("Q", _) => pen = kept.pop().unwrap(),
            ("cm", &[a, b, c, d, e, f]) => pen.matrix = within(pen.matrix, [a, b, c, d, e, f]),
            ("w", &[width]) => pen.width = width,
            // Choosing how colours are told begins with black, which is nothing of any.
            ("CS", _) => pen.is_black = true,
            ("SCN", colour) => pen.is_black = colour.iter().all(|part| *part == 0.0),
            ("m", &[x, y]) => at = moved(pen.matrix, x, y),
            ("l", &[x, y]) => {
                let to = moved(pen.matrix, x, y);
                path.push((at, to));
                at = to;
            }
            ("S" | "B", _) => {
                let thickness = pen.width * pen.matrix[0].hypot(pen.matrix[1]);
                let lines = path.drain(..);
                painted.extend(lines.map(|(from, to)| Stroke { from, to, thickness, is_black: pen.is_black }));
            }
            // Filled or used to clip: not a line.
            ("f" | "f*" | "n", _) => path.clear(),
            _ => {}
        }
    }
    painted
}

/// Where a point comes to lie.
fn moved([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

/// A drawing within a drawing: first the inner matrix, then the outer one.
fn within(outer: Matrix, [a, b, c, d, e, f]: Matrix) -> Matrix {
    let [p, q, r, s, _, _] = outer;
    let (x, y) = moved(outer, e, f);
    [p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, x, y]
}
