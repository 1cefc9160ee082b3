//! Digits as offices type them: full-width digits are digits.

/// Full-width forms (U+FF01–U+FF5E) and the ideographic space as their plain counterparts; `。` stays what it is.
#[must_use]
pub fn plain(character: char) -> char {
    match character {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    }
}

/// The text with full-width forms made plain and the ends trimmed.
#[must_use]
pub fn plain_text(text: &str) -> String {
    text.chars().map(plain).collect::<String>().trim().to_owned()
}
