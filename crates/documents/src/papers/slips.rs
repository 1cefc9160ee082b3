//! F16 匿名评议凭证: one-time codes on A4 sheets to be cut apart.
//!
//! A slip carries its code, the round and the period, and nothing by which two slips could be told
//! apart otherwise: no number, no batch, no page. Sheets follow the order of the codes as given, so
//! the caller shuffles them. Nothing of a slip stays in memory once the PDF is returned.

use serde_json::json;
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{DocumentError, Period, qr};

/// Slips across and down a sheet.
const ACROSS: usize = 2;
const DOWN: usize = 5;
/// A slip's width and height in tenths of a millimetre, and where its square of `SIDE` begins.
const WIDTH: usize = 1_050;
const HEIGHT: usize = 594;
const SIDE: usize = 280;
const LEFT: usize = 700;
const TOP: usize = 60;

/// One slip.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The code in readable groups, such as `7KQ2-M9XD-4TPA-8RVC-H`.
    pub code: String,
    /// The address the QR code opens, code included.
    pub url: String,
}

/// The slips of one batch.
#[derive(Clone, PartialEq, Eq)]
pub struct View {
    /// The round's title.
    pub round: String,
    /// The days on which the code can be used.
    pub valid: Period,
    /// The address to open by hand, code not included.
    pub address: String,
    /// The slips.
    pub slips: Vec<Slip>,
}

/// The slips as PDF; 10,000 take seconds.
///
/// # Errors
/// `Code` when an address does not fit a QR code.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let keys = ["heading", "instruction", "code"];
    let heading = wording.get("slips-document");
    let mut data = super::data(wording, &heading, view.valid.from, wording.labels("slips", &keys));
    data["title"] = view.round.as_str().into();
    data["valid"] = wording.with("slips-valid", &[("period", view.valid.text(wording).into())]).into();
    data["address"] = view.address.as_str().into();
    let mut sheets = Vec::new();
    let mut drawings = Vec::new();
    for (index, slips) in view.slips.chunks(ACROSS * DOWN).enumerate() {
        let codes: Vec<&str> = slips.iter().map(|slip| slip.code.as_str()).collect();
        let name = format!("squares-{index}.svg");
        sheets.push(json!({ "codes": codes, "squares": name }));
        drawings.push((name, squares(slips)?));
    }
    data["sheets"] = sheets.into();
    data["across"] = ACROSS.into();
    data["down"] = DOWN.into();
    let job = Job { template: template!("slips.typ"), data, drawings, keep: Keep::Nothing };
    engine::set(job, language)
}

/// One drawing of all the squares of a sheet, which is far quicker to set than a drawing for each.
fn squares(slips: &[Slip]) -> Result<String, DocumentError> {
    let mut squares = String::new();
    for (place, slip) in slips.iter().enumerate() {
        let corner = (WIDTH * (place % ACROSS) + LEFT, HEIGHT * (place / ACROSS) + TOP);
        square(&slip.url, corner, &mut squares)?;
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\"><g stroke=\"#000\" stroke-width=\"1\">{squares}</g></svg>",
        WIDTH * ACROSS,
        HEIGHT * DOWN,
    ))
}

/// Draws one QR code with its corner at a place of the sheet: dark runs as strokes one module high.
fn square(url: &str, corner: (usize, usize), squares: &mut String) -> Result<(), DocumentError> {
    let (width, dark) = qr::dark(url)?;
    let (x, y) = corner;
    let whole = width + 2 * qr::QUIET;
    squares.push_str(&format!(
        "<svg x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" viewBox=\"-4 -4 {whole} {whole}\" overflow=\"visible\"><path d=\"{dark}\"/></svg>"
    ));
    Ok(())
}
