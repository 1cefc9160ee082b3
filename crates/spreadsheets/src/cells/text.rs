//! Text as it is kept, and the key by which texts are compared.

use unicode_normalization::UnicodeNormalization;

use super::CellError;
use crate::grid::Value;

/// Full-width letters and digits become ordinary ones; nothing else changes, so that rare characters of names and the
/// punctuation of remarks stay as written.
#[must_use]
pub fn fold_width(text: &str) -> String {
    text.chars().map(narrow).collect()
}

fn narrow(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let code = u32::from(character).saturating_sub(0xFEE0);
            char::from_u32(code).unwrap_or(character)
        }
        _ => character,
    }
}

/// Text as it is kept: letters and digits narrowed, invisible characters removed, any space one space, none at the
/// ends.
///
/// # Errors
/// [`CellError::ControlCharacter`] and [`CellError::TooLong`] (in characters, after cleaning).
pub fn clean(text: &str, maximum: usize) -> Result<String, CellError> {
    let mut kept = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        if is_invisible(character) {
            continue;
        }
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if character.is_control() {
            return Err(CellError::ControlCharacter(u32::from(character)));
        }
        if space && !kept.is_empty() {
            kept.push(' ');
        }
        space = false;
        kept.push(narrow(character));
    }
    let found = kept.chars().count();
    if found > maximum {
        return Err(CellError::TooLong { found, maximum });
    }
    Ok(kept)
}

/// Zero-width characters, soft hyphens, byte-order marks and marks that turn the direction of writing. Variation
/// selectors stay: rare forms of Han characters need them.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
    )
}

/// Clean text without the spaces that stand beside a Han character (`张　三` → `张三`, `第 1 党支部` → `第1党支部`);
/// spaces between Latin words stay.
///
/// # Errors
/// As [`clean`].
pub fn compact(text: &str, maximum: usize) -> Result<String, CellError> {
    let spaced = clean(text, usize::MAX)?;
    let characters: Vec<char> = spaced.chars().collect();
    let mut kept = String::with_capacity(spaced.len());
    for (at, character) in characters.iter().enumerate() {
        let beside =
            [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(|near| characters.get(near));
        if *character == ' ' && beside.into_iter().any(|near| is_han(*near)) {
            continue;
        }
        kept.push(*character);
    }
    let found = kept.chars().count();
    if found > maximum {
        return Err(CellError::TooLong { found, maximum });
    }
    Ok(kept)
}

/// The name of a person: compact, with one kind of middle dot.
///
/// # Errors
/// As [`clean`].
pub fn person_name(text: &str, maximum: usize) -> Result<String, CellError> {
    let compacted = compact(text, maximum)?;
    let dot = |character| match character {
        '•' | '‧' | '・' | '･' | '∙' | '⋅' => '·',
        other => other,
    };
    Ok(compacted.chars().map(dot).collect())
}

fn is_han(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0x2E80..=0x2FDF | 0x3001..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFE10..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
}

/// The key by which headings and words are compared: compatibility forms unified, lower case, without spaces,
/// punctuation and invisible characters.
#[must_use]
pub fn matching_key(text: &str) -> String {
    text.nfkc().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The cell as words. A whole number is the digits it shows (编号 and codes are often typed as numbers).
///
/// # Errors
/// [`CellError`] for errors, formulas without result, dates and truth values, and as [`clean`].
pub fn text(value: &Value, maximum: usize) -> Result<String, CellError> {
    match value {
        Value::Text(words) => clean(words, maximum),
        Value::Number(_) => clean(&value.written(), maximum),
        Value::Date(date) => Ok(date.to_string()),
        Value::Error(error) => Err(CellError::ErrorValue(error.clone())),
        Value::FormulaWithoutValue => Err(CellError::FormulaWithoutValue),
        Value::Time(_) | Value::Truth(_) => Err(CellError::WrongKind),
    }
}
