//! Receipts and cookies under damage: one flipped bit anywhere is refused.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use credentials::{
    BallotKey, Code, CookieContent, CookieError, CookieNonce, PublicKey, PublicKeyError, Receipt, ReceiptError,
    RetryKey, RoundId, RoundSecret, SigningKeys, VerifyError, nonce, open_cookie, round_of_cookie, seal_cookie,
};
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;

fn cookie_of(secret: &RoundSecret, round: RoundId) -> (CookieContent, String) {
    let content =
        CookieContent { credential: Code::from_random([3; 10]).into(), retry_key: RetryKey::from_random([4; 16]) };
    let cookie = seal_cookie(secret, round, &content, CookieNonce([5; 24])).unwrap();
    (content, cookie)
}

proptest! {
    #[test]
    fn a_receipt_is_read_back_and_verifies(seed: [u8; 32], key: [u8; 32]) {
        let keys = SigningKeys::from_random(&seed);
        let receipt = keys.receipt(BallotKey::from_bytes(key));
        let read = Receipt::parse(&receipt.to_text().to_lowercase().replace('-', " ").replacen(' ', "-", 1)).unwrap();
        prop_assert_eq!(read, receipt);
        prop_assert_eq!(read.verify(&keys.public_key()), Ok(()));
        prop_assert_eq!(PublicKey::from_bytes(keys.public_key().as_bytes()), Ok(keys.public_key()));
    }

    #[test]
    fn another_rounds_key_verifies_nothing(seed: [u8; 32], other: [u8; 32], key: [u8; 32]) {
        prop_assume!(seed != other);
        let receipt = SigningKeys::from_random(&seed).receipt(BallotKey::from_bytes(key));
        prop_assert_eq!(receipt.verify(&SigningKeys::from_random(&other).public_key()), Err(VerifyError));
    }

    #[test]
    fn a_mistyped_receipt_is_noticed(key: [u8; 32], place in 4usize..160) {
        let text = SigningKeys::from_random(&[1; 32]).receipt(BallotKey::from_bytes(key)).to_text();
        let mut characters: Vec<char> = text.chars().collect();
        prop_assume!(characters[place] != '-');
        characters[place] = if characters[place] == 'A' { 'B' } else { 'A' };
        prop_assert_eq!(Receipt::parse(&characters.iter().collect::<String>()), Err(ReceiptError::Check));
    }

    #[test]
    fn one_flipped_bit_of_a_cookie_is_refused(bit in 0usize..83 * 8) {
        let (secret, round) = (RoundSecret::from_random([1; 32]), RoundId::from_bytes([2; 16]));
        let mut bytes = BASE64URL_NOPAD.decode(cookie_of(&secret, round).1.as_bytes()).unwrap();
        prop_assert_eq!(bytes.len(), 83);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(open_cookie(&secret, round, &BASE64URL_NOPAD.encode(&bytes)), Err(CookieError));
    }

    #[test]
    fn any_text_for_a_cookie_or_receipt_is_answered(text in ".{0,120}") {
        let secret = RoundSecret::from_random([1; 32]);
        prop_assert!(open_cookie(&secret, RoundId::from_bytes([2; 16]), &text).is_err());
        prop_assert!(Receipt::parse(&text).is_err());
    }

    #[test]
    fn another_retry_key_gives_another_nonce(one: [u8; 16], other: [u8; 16]) {
        prop_assume!(one != other);
        let (secret, code) = (RoundSecret::from_random([1; 32]), Code::from_random([2; 10]));
        let nonce_with = |bytes| nonce(&secret, &code, &RetryKey::from_random(bytes));
        prop_assert_ne!(nonce_with(one), nonce_with(other));
        prop_assert_eq!(nonce_with(one), nonce_with(one));
    }
}

#[test]
fn a_cookie_opens_for_its_round_and_secret_only() {
    let (secret, round) = (RoundSecret::from_random([1; 32]), RoundId::from_bytes([2; 16]));
    let (content, cookie) = cookie_of(&secret, round);
    assert_eq!(round_of_cookie(&cookie), Ok(round));
    assert_eq!(open_cookie(&secret, round, &cookie), Ok(content));
    assert_eq!(open_cookie(&RoundSecret::from_random([9; 32]), round, &cookie), Err(CookieError));
    assert_eq!(open_cookie(&secret, RoundId::from_bytes([9; 16]), &cookie), Err(CookieError));
    assert_eq!(round_of_cookie("Ag"), Err(CookieError));
}

#[test]
fn a_cookie_shows_neither_code_nor_retry_key() {
    let (content, cookie) = cookie_of(&RoundSecret::from_random([1; 32]), RoundId::from_bytes([2; 16]));
    let bytes = BASE64URL_NOPAD.decode(cookie.as_bytes()).unwrap();
    assert!(!bytes.windows(10).any(|window| window == content.credential.code().unwrap().as_bytes()));
    assert!(!bytes.windows(16).any(|window| window == [4; 16]));
}

#[test]
fn a_receipt_text_says_what_is_wrong_with_it() {
    let text = SigningKeys::from_random(&[1; 32]).receipt(BallotKey::from_bytes([2; 32])).to_text();
    let check = |typed: &str, expected: ReceiptError| assert_eq!(Receipt::parse(typed), Err(expected), "{typed}");
    check("", ReceiptError::Prefix);
    check("回执", ReceiptError::Prefix);
    check(&text[4..], ReceiptError::Prefix);
    check(&text[..text.len() - 1], ReceiptError::Length { expected: 158, found: 157 });
    check("ZY1-!", ReceiptError::Character { found: '!', position: 1 });
}

#[test]
fn a_weak_public_key_is_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert_eq!(PublicKey::from_bytes(&identity), Err(PublicKeyError));
}
