//! Squares for cameras: QR codes as SVG.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::DocumentError;

/// Modules of white around, as readers of QR codes expect.
pub(crate) const QUIET: usize = 4;

/// A text as a QR code: an SVG for a page, black on white, without a style of its own.
///
/// # Errors
/// `Code` when the text does not fit a QR code.
pub fn svg(text: &str) -> Result<String, DocumentError> {
    // Any of the eight masks can be read; weighing them all for the prettiest took a third of the time of a hand-in.
    let (width, dark) = modules(text, Some(Mask::new(0)))?;
    let whole = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{QUIET} -{QUIET} {whole} {whole}\">\
         <path fill=\"#fff\" d=\"M-{QUIET}-{QUIET}h{whole}v{whole}h-{whole}z\"/>\
         <path stroke=\"#000\" d=\"{dark}\"/></svg>"
    ))
}

/// How many modules wide the code of a text is, and its dark runs as a path of strokes one module high. For paper, where
/// the mask is chosen that cheap printers spoil least.
pub(crate) fn dark(text: &str) -> Result<(usize, String), DocumentError> {
    modules(text, None)
}

fn modules(text: &str, mask: Option<Mask>) -> Result<(usize, String), DocumentError> {
    let segments = QrSegment::make_segments(text);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, false)
        .map_err(|error| DocumentError::Code(error.to_string()))?;
    let width = code.size();
    let numbers: Vec<String> = (0..=width).map(|number| number.to_string()).collect();
    let number =
        |value: i32| usize::try_from(value).ok().and_then(|value| numbers.get(value)).map_or("", String::as_str);
    let mut path = String::new();
    for row in 0..width {
        let mut column = 0;
        while column < width {
            let run = (column..width).take_while(|column| code.get_module(*column, row)).zip(1..).last();
            let run = run.map_or(0, |(_, run)| run);
            if run > 0 {
                path.extend(["M", number(column), " ", number(row), ".5h", number(run)]);
            }
            column += run.max(1);
        }
    }
    Ok((usize::try_from(width).unwrap_or_default(), path))
}
