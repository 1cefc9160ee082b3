//! What a paper says.

use unicode_normalization::UnicodeNormalization;

/// Whether a PDF says these words; spaces and the width of letters do not matter.
///
/// # Panics
/// When it is no PDF.
#[must_use]
pub fn says(pdf: &[u8], words: &str) -> bool {
    text_of(pdf).contains(&plain(words))
}

/// The words of a PDF in their order, without spaces and the marks where a long word may break.
///
/// # Panics
/// When it is no PDF.
#[must_use]
pub fn text_of(pdf: &[u8]) -> String {
    plain(&pdf_extract::extract_text_from_mem(pdf).expect("a PDF with a text"))
}

fn plain(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace() && *letter != '\u{200B}').collect()
}
