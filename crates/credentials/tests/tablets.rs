//! The codes on a tablet.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use credentials::{Code, CookieNonce, RoundId, TabletError, TabletKey, open_code, seal_codes};

fn codes() -> Vec<Code> {
    (0..3).map(|byte| Code::from_random([byte; 10])).collect()
}

#[test]
fn each_code_comes_out_at_its_place_and_none_beyond_the_last() {
    let (key, round) = (TabletKey::from_random([7; 32]), RoundId::from_bytes([1; 16]));
    let sealed = seal_codes(&key, round, &codes(), CookieNonce([2; 24])).unwrap();
    assert_eq!(sealed.len(), 1 + 24 + 3 * 10 + 16);
    for (place, code) in codes().into_iter().enumerate() {
        assert_eq!(open_code(&key, round, &sealed, place), Ok(Some(code)));
    }
    assert_eq!(open_code(&key, round, &sealed, 3), Ok(None));
}

#[test]
fn another_key_another_round_and_a_changed_byte_open_nothing() {
    let (key, round) = (TabletKey::from_random([7; 32]), RoundId::from_bytes([1; 16]));
    let sealed = seal_codes(&key, round, &codes(), CookieNonce([2; 24])).unwrap();
    assert_eq!(open_code(&TabletKey::from_random([8; 32]), round, &sealed, 0), Err(TabletError));
    assert_eq!(open_code(&key, RoundId::from_bytes([2; 16]), &sealed, 0), Err(TabletError));
    for place in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[place] ^= 1;
        assert_eq!(open_code(&key, round, &damaged, 0), Err(TabletError), "{place}");
    }
    assert_eq!(open_code(&key, round, &[], 0), Err(TabletError));
}

#[test]
fn a_key_is_read_as_it_is_written_however_it_is_typed() {
    let key = TabletKey::from_random([0x5a; 32]);
    let text = key.to_text();
    assert_eq!(text.len(), 52 + 12);
    for typed in [text.clone(), text.to_lowercase(), text.replace('-', " ")] {
        assert_eq!(TabletKey::parse(&typed).unwrap().hash(), key.hash(), "{typed}");
    }
    assert!(TabletKey::parse("").is_err() && TabletKey::parse(&text[1..]).is_err());
    assert!(TabletKey::parse("二维码").is_err());
    assert_eq!(format!("{key:?}"), "TabletKey(hidden)");
}
