//! Every way to spoil a token, and what each is told.

use crate::{KEYS, OTHER_KEYS, ROUND, SHEET, token};
use credentials::{RoundId, SheetId};
use proptest::prelude::*;
use std::sync::LazyLock;
use tokens::rsabssa::{FastVerifier, PublicKey, VerifyError};
use tokens::{BulkVerifier, SIGNATURE_LENGTH, TEXT_LENGTH, Token, TokenError, TokenTextError};

static GOOD: LazyLock<Token> = LazyLock::new(|| token(&KEYS, ROUND, SHEET, 30));
static BULK: LazyLock<BulkVerifier> = LazyLock::new(|| BulkVerifier::new(KEYS.public_key(), ROUND, SHEET).unwrap());

/// Round, sheet, random bytes, prefix and signature as they stand in the text.
fn body(token: &Token) -> Vec<u8> {
    let prepared = token.prepared_message();
    let (prefix, message) = prepared.split_first_chunk::<32>().unwrap();
    let named = message.strip_prefix(b"zhengyou/token/v1").unwrap();
    [named, prefix, token.signature()].concat()
}

fn of_body(body: &[u8]) -> Token {
    let part = |from: usize| body[from..from + 32].try_into().unwrap();
    let sheet = SheetId(u32::from_be_bytes(body[16..20].try_into().unwrap()));
    let round = RoundId::from_bytes(body[..16].try_into().unwrap());
    Token::from_parts(round, sheet, part(20), part(52), body[84..].try_into().unwrap())
}

fn alone(token: &Token) -> Result<(), TokenError> {
    token.verify(KEYS.public_key(), ROUND, SHEET)
}

#[test]
fn every_flipped_bit_of_a_token_is_refused() {
    let body = body(&GOOD);
    assert_eq!(body.len(), 468);
    for bit in 0..body.len() * 8 {
        let mut spoiled = body.clone();
        spoiled[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0..16 => TokenError::OtherRound,
            16..20 => TokenError::OtherSheet,
            _ => TokenError::OtherKey,
        };
        assert_eq!(BULK.verify(&of_body(&spoiled)), Err(expected), "bit {bit}");
    }
    assert_eq!(BULK.verify(&of_body(&body)), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_verifiers_answer_alike(bit in 0usize..468 * 8, is_spoiled: bool) {
        let mut body = body(&GOOD);
        if is_spoiled {
            body[bit / 8] ^= 1 << (bit % 8);
        }
        let token = of_body(&body);
        prop_assert_eq!(BULK.verify(&token), alone(&token));
        prop_assert_eq!(alone(&token).is_ok(), !is_spoiled);
    }

    #[test]
    fn a_mistyped_character_is_noticed(place in 5usize..TEXT_LENGTH) {
        let mut characters: Vec<char> = GOOD.to_text().chars().collect();
        characters[place] = if characters[place] == 'A' { 'B' } else { 'A' };
        prop_assert_eq!(Token::parse(&characters.iter().collect::<String>()).unwrap_err(), TokenTextError::Altered);
    }

    #[test]
    fn any_text_for_a_token_is_answered(text in ".{0,900}", behind in "[0-9A-Z-]{0,800}") {
        prop_assert!(Token::parse(&text).is_err());
        let text = ["ZYT1-", &behind].concat();
        prop_assert!(Token::parse(&text).is_err());
    }
}

#[test]
fn bulk_verification_finds_the_bad_ones_and_no_other() {
    let others = [token(&KEYS, ROUND, SHEET, 31), token(&OTHER_KEYS, ROUND, SHEET, 32)];
    let tokens: Vec<Token> = (33..43).map(|seed| token(&KEYS, ROUND, SHEET, seed)).chain(others).collect();
    let answers: Vec<_> = tokens.iter().map(|token| BULK.verify(token)).collect();
    assert_eq!(answers, tokens.iter().map(alone).collect::<Vec<_>>());
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 11);
    assert_eq!(answers.last(), Some(&Err(TokenError::OtherKey)));
}

#[test]
fn a_token_of_another_key_round_or_sheet_is_refused() {
    let (round, sheet) = (RoundId::from_bytes([8; 16]), SheetId(4));
    let told = |token: &Token, expected: Result<(), TokenError>| {
        assert_eq!((alone(token), BULK.verify(token)), (expected, expected));
    };
    told(&token(&OTHER_KEYS, ROUND, SHEET, 50), Err(TokenError::OtherKey));
    told(&token(&KEYS, round, SHEET, 51), Err(TokenError::OtherRound));
    told(&token(&KEYS, ROUND, sheet, 52), Err(TokenError::OtherSheet));
    told(&token(&KEYS, ROUND, SHEET, 53), Ok(()));
    // One pair used for two rounds or sheets by mistake: a token still says which it is of, and cannot be told otherwise.
    for foreign in [token(&KEYS, round, SHEET, 54), token(&KEYS, ROUND, sheet, 55)] {
        let mut moved = body(&foreign);
        moved[..20].copy_from_slice(&body(&GOOD)[..20]);
        told(&of_body(&moved), Err(TokenError::OtherKey));
    }
}

#[test]
fn a_signature_that_means_the_same_number_is_refused() {
    // A number and the modulus more is the same modulo the modulus; only the smallest is the signature.
    let public = PublicKey::from_spki(KEYS.public_key().to_spki()).unwrap();
    let modulus = public.modulus();
    let added = (60..).map(|seed| token(&KEYS, ROUND, SHEET, seed)).find_map(|token| {
        let mut carry = 0;
        let mut sum = [0; SIGNATURE_LENGTH];
        for place in (0..SIGNATURE_LENGTH).rev() {
            let total = u16::from(token.signature()[place]) + u16::from(modulus[place]) + carry;
            (sum[place], carry) = (total.to_le_bytes()[0], total >> 8);
        }
        (carry == 0).then_some((token, sum))
    });
    let (token, sum) = added.unwrap();
    let prepared = token.prepared_message();
    let (prefix, message) = prepared.split_first_chunk::<32>().unwrap();
    assert_eq!(public.verify(prefix, message, &sum), Err(VerifyError));
    assert_eq!(FastVerifier::new(&public).unwrap().verify(&prepared, &sum), Err(VerifyError));
    assert_eq!(FastVerifier::new(&public).unwrap().verify(&prepared, token.signature()), Ok(()));
}

#[test]
fn what_is_wrong_with_a_text_is_told() {
    let text = GOOD.to_text();
    let told = |text: &str| Token::parse(text).unwrap_err();
    for foreign in
        ["", "ZY1-ABCD", "7K3M-9QRT-AAAA-BBBB-C", "https://example.org", "评议凭证", "ZYT", "ZYTX-1", "ZYT-1"]
    {
        assert_eq!(told(foreign), TokenTextError::NoToken, "{foreign}");
    }
    let newer = text.replacen("ZYT1", "ZYT2", 1);
    assert_eq!(told(&newer), TokenTextError::Version { found: "2".into() });
    let (expected, wrong) = (TEXT_LENGTH - 5, TEXT_LENGTH - 6);
    assert_eq!(told(&text[..TEXT_LENGTH - 1]), TokenTextError::Truncated { expected, found: wrong });
    assert_eq!(told("ZYT1"), TokenTextError::Truncated { expected, found: 0 });
    assert_eq!(told(&format!("{text}0")), TokenTextError::Surplus { expected, found: expected + 1 });
    assert_eq!(told(&text.replacen("ZYT1-", "ZYT1-?", 1)), TokenTextError::Character { found: '?', position: 1 });
    // Two neighbours that differ change places.
    let mut swapped: Vec<char> = text.chars().collect();
    let place = (5..TEXT_LENGTH - 1).find(|place| swapped[*place] != swapped[place + 1]).unwrap();
    swapped.swap(place, place + 1);
    assert_eq!(told(&swapped.iter().collect::<String>()), TokenTextError::Altered);
}
