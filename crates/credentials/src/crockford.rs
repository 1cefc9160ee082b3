//! Crockford's base 32 with tolerant reading, and a check character over the field of 32 elements.

/// The 32 characters: no I, L, O (read as 1, 1, 0) and no U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A character that belongs to no code, at its place (counted from 1, in characters of the text as typed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCharacter {
    /// The character as typed.
    pub found: char,
    /// Its place, counted from 1.
    pub position: usize,
}

/// Writes the bytes, most significant bit first; a last incomplete group of five bits is filled with zeros.
#[must_use]
pub fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut values = Vec::with_capacity((bytes.len() * 8).div_ceil(5));
    let mut waiting: u32 = 0;
    let mut bits = 0;
    for byte in bytes {
        waiting = (waiting << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            values.push(low_five_bits(waiting >> bits));
            waiting &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        values.push(low_five_bits(waiting << (5 - bits)));
    }
    values
}

/// Reads values back into whole bytes. `None` when the bits left over are not zero.
#[must_use]
pub fn decode(values: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(values.len() * 5 / 8);
    let mut waiting: u32 = 0;
    let mut bits = 0;
    for value in values {
        waiting = (waiting << 5) | u32::from(*value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(((waiting >> bits) & 0xff).to_le_bytes()[0]);
            waiting &= (1 << bits) - 1;
        }
    }
    (waiting == 0).then_some(bytes)
}

fn low_five_bits(value: u32) -> u8 {
    (value & 31).to_le_bytes()[0]
}

/// The characters of values 0–31, in groups of `group` joined by hyphens.
#[must_use]
pub fn spell(values: &[u8], group: usize) -> String {
    let mut text = String::with_capacity(values.len() + values.len() / group);
    for (index, value) in values.iter().enumerate() {
        if index > 0 && index % group == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(*value & 31)]));
    }
    text
}

/// Reads characters as people type them: either case, full-width forms, O for 0, I and L for 1; spaces, line ends and
/// every kind of hyphen are passed over.
///
/// # Errors
/// [`UnknownCharacter`], the first that belongs to no code.
pub fn read(text: &str) -> Result<Vec<u8>, UnknownCharacter> {
    let mut values = Vec::new();
    for (index, found) in text.chars().enumerate() {
        let plain = plain(found);
        if plain.is_whitespace() || is_hyphen(plain) {
            continue;
        }
        let meant = match plain {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = u8::try_from(meant).map_or(None, value_of);
        values.push(value.ok_or(UnknownCharacter { found, position: index + 1 })?);
    }
    Ok(values)
}

fn value_of(byte: u8) -> Option<u8> {
    (0u8..32).find(|value| ALPHABET[usize::from(*value)] == byte)
}

/// A character as it is printed: a full-width form narrow, a small letter of ASCII large.
pub fn plain(character: char) -> char {
    let narrow = match u32::from(character) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(character),
        _ => character,
    };
    narrow.to_ascii_uppercase()
}

fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '_' | '\u{00ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{30fc}' | '\u{200b}'..='\u{200d}' | '\u{feff}'
    )
}

/// The check value of at most 30 values: Σ α^(i+1)·vᵢ over GF(32) with α = 2 modulo x⁵+x²+1.
///
/// All weights differ and none is zero, so every single wrong character and every exchange of two characters, the
/// check included, is noticed.
pub(crate) fn check(values: &[u8]) -> u8 {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        weight = multiply(weight, 2);
        sum ^= multiply(weight, *value);
    }
    sum
}

fn multiply(left: u8, right: u8) -> u8 {
    let mut product = 0;
    let mut shifted = left;
    for bit in 0..5 {
        if right >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 32 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplication_by_two_visits_all_31_nonzero_elements() {
        let mut seen = [false; 32];
        let mut weight = 1;
        for _ in 0..31 {
            weight = multiply(weight, 2);
            assert!(!seen[usize::from(weight)]);
            seen[usize::from(weight)] = true;
        }
        assert!(!seen[0]);
        assert_eq!(weight, 1);
    }

    #[test]
    fn bytes_come_back_from_their_spelling() {
        for length in 0..40u8 {
            let bytes: Vec<u8> = (0..length).map(|index| index.wrapping_mul(91).wrapping_add(7)).collect();
            let text = spell(&encode(&bytes), 4);
            assert_eq!(read(&text).map(|values| decode(&values)), Ok(Some(bytes)));
        }
    }
}
