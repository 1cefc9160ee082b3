//! Squares for cameras: QR codes as SVG.

use fast_qr::{ECL, QRBuilder};

use crate::DocumentError;

/// Modules of white around, as readers of QR codes expect.
pub(crate) const QUIET: usize = 4;

/// A text as a QR code: an SVG for a page, black on white, without a style of its own.
///
/// # Errors
/// `Code` when the text does not fit a QR code.
pub fn svg(text: &str) -> Result<String, DocumentError> {
    let (width, dark) = dark(text)?;
    let whole = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{QUIET} -{QUIET} {whole} {whole}\">\
         <path fill=\"#fff\" d=\"M-{QUIET}-{QUIET}h{whole}v{whole}h-{whole}z\"/>\
         <path stroke=\"#000\" d=\"{dark}\"/></svg>"
    ))
}

/// How many modules wide the code of a text is, and its dark runs as a path of strokes one module high.
pub(crate) fn dark(text: &str) -> Result<(usize, String), DocumentError> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|error| DocumentError::Code(error.to_string()))?;
    let width = code.size;
    let mut path = String::new();
    for row in 0..width {
        let modules = &code[row];
        let mut column = 0;
        while column < width {
            let run = modules.iter().skip(column).take_while(|module| module.value()).count();
            if run > 0 {
                path.push_str(&format!("M{column} {row}.5h{run}"));
            }
            column += run.max(1);
        }
    }
    Ok((width, path))
}
