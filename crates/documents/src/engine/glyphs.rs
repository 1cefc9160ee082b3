//! What happens to a character that cannot be drawn.

use serde_json::Value as Json;

use super::fonts::drawn;

/// Makes every string of the data printable.
pub(super) fn print_every_character(data: &mut Json) {
    match data {
        Json::String(text) => *text = printable(text),
        Json::Array(items) => items.iter_mut().for_each(print_every_character),
        Json::Object(fields) => fields.values_mut().for_each(print_every_character),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The text with each character no font has written as its number, `〔U+1F642〕`. Line breaks stay;
/// other control characters and the marks that reorder their surroundings go, since a name must
/// not rearrange the line it stands in.
pub(crate) fn printable(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => printed.push('\n'),
            '\t' => printed.push(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            _ if character.is_control() => {}
            _ if invisible(character) || drawn(character) => printed.push(character),
            _ => printed.push_str(&format!("〔U+{:04X}〕", u32::from(character))),
        }
    }
    printed
}

/// Joiners, direction marks, soft hyphens and variation selectors: shaped, not drawn.
pub(crate) fn invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_without_a_glyph_is_printed_as_its_number() {
        assert_eq!(printable("王🙂𠮷"), "王〔U+1F642〕𠮷");
        assert_eq!(printable("一\n二\u{0}\u{202E}三"), "一\n二三");
    }
}
