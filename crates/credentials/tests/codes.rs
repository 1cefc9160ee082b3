//! Codes as people type them, and what a wrong one is told.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use credentials::{Code, CodeError, RoundId, credential_hash};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn full_width(text: &str) -> String {
    let widen = |character: char| match character {
        '!'..='~' => char::from_u32(u32::from(character) + 0xfee0).unwrap(),
        other => other,
    };
    text.chars().map(widen).collect()
}

#[test]
fn each_mistake_has_its_own_answer() {
    let check = |typed: &str, expected: CodeError| assert_eq!(Code::parse(typed), Err(expected), "{typed:?}");
    check("", CodeError::Length { found: 0 });
    check("B944-AKJ7-B57N-BZR1", CodeError::Length { found: 16 });
    check("B944-AKJ7-B57N-BZR1-PP", CodeError::Length { found: 18 });
    check("B944-AKJ7-B57N-BZU1-P", CodeError::Character { found: 'U', position: 18 });
    check("凭证B944", CodeError::Character { found: '凭', position: 1 });
    check("B944*", CodeError::Character { found: '*', position: 5 });
    check("B944-AKJ7-B57N-BZR1-Q", CodeError::Check);
}

#[test]
fn a_code_is_read_however_it_is_typed() {
    let expected = Code::parse("B944-AKJ7-B57N-BZR1-P").unwrap();
    for typed in [
        "b944akj7b57nbzr1p",
        " B944 AKJ7 B57N BZRl P\r\n",
        "B944–AKJ7—B57N－BZRI_P",
        "Ｂ９４４－ａｋｊ７　Ｂ５７Ｎ　ＢＺＲｌ　ｐ",
    ] {
        assert_eq!(Code::parse(typed), Ok(expected.clone()), "{typed:?}");
    }
}

#[test]
fn debug_output_hides_the_code() {
    let code = Code::from_random([1; 10]);
    assert!(!format!("{code:?} {:?}", credential_hash(RoundId::from_bytes([2; 16]), &code)).contains('1'));
}

proptest! {
    #[test]
    fn a_written_code_is_read_back(bits: [u8; 10], lower: bool, wide: bool) {
        let code = Code::from_random(bits);
        let mut text = code.to_text();
        prop_assert_eq!(text.len(), 21);
        if lower { text = text.to_lowercase(); }
        if wide { text = full_width(&text); }
        prop_assert_eq!(Code::parse(&text), Ok(code));
    }

    #[test]
    fn one_wrong_character_is_always_noticed(bits: [u8; 10], place in 0usize..17, other in 0usize..32) {
        let mut characters: Vec<char> = Code::from_random(bits).to_text().replace('-', "").chars().collect();
        let replacement = ALPHABET.chars().nth(other).unwrap();
        prop_assume!(characters[place] != replacement);
        characters[place] = replacement;
        prop_assert_eq!(Code::parse(&characters.iter().collect::<String>()), Err(CodeError::Check));
    }

    #[test]
    fn two_exchanged_characters_are_always_noticed(bits: [u8; 10], first in 0usize..17, second in 0usize..17) {
        let mut characters: Vec<char> = Code::from_random(bits).to_text().replace('-', "").chars().collect();
        prop_assume!(characters[first] != characters[second]);
        characters.swap(first, second);
        prop_assert_eq!(Code::parse(&characters.iter().collect::<String>()), Err(CodeError::Check));
    }

    #[test]
    fn any_text_is_answered(text in ".{0,40}") {
        if let Ok(code) = Code::parse(&text) {
            prop_assert_eq!(Code::parse(&code.to_text()), Ok(code));
        }
    }

    #[test]
    fn a_code_has_another_hash_in_another_round(bits: [u8; 10], one: [u8; 16], other: [u8; 16]) {
        prop_assume!(one != other);
        let code = Code::from_random(bits);
        prop_assert_ne!(
            credential_hash(RoundId::from_bytes(one), &code),
            credential_hash(RoundId::from_bytes(other), &code)
        );
    }

    #[test]
    fn a_round_is_read_back(bytes: [u8; 16]) {
        let round = RoundId::from_bytes(bytes);
        prop_assert_eq!(RoundId::parse(&round.to_string()), Ok(round));
    }
}
