//! Known answers of what is written down: they were computed by other code from the descriptions alone.

use crate::{KEYS, ROUND, SHEET, token};
use credentials::{RoundId, SheetId};
use data_encoding::HEXLOWER;
use qrcodegen::{QrCode, QrCodeEcc};
use sha2::{Digest, Sha256};
use tokens::{TEXT_LENGTH, Token};

fn sample() -> Token {
    let round = RoundId::from_bytes(std::array::from_fn(|place| u8::try_from(place).unwrap()));
    let signature = std::array::from_fn(|place| u8::try_from(place % 251).unwrap());
    Token::from_parts(round, SheetId(258), [0xaa; 32], [0x55; 32], signature)
}

#[test]
fn the_written_form_and_the_spent_hash_are_as_described() {
    let text = sample().to_text();
    assert!(text.starts_with("ZYT1-000G40R40M30E209185GR38E1W000082NAN"), "{text}");
    assert!(text.ends_with("YVWFNZ7Z041GA1R8MTS4"), "{text}");
    let digest = HEXLOWER.encode(&Sha256::digest(&text));
    assert_eq!(digest, "69b2af8e3b251f98ba673a382c09e8ffa45a0432230835e98d47bd04b7c2a065");
    let spent = HEXLOWER.encode(sample().spent_hash().as_bytes());
    assert_eq!(spent, "ad87f301fb5e8e5e6b182401efcd3ffd4d52bbb91f6cb8aa88dc62ce067afdf3");
}

#[test]
fn a_token_is_758_characters_and_fits_a_square_of_version_15() {
    let text = token(&KEYS, ROUND, SHEET, 70).to_text();
    assert_eq!((text.len(), TEXT_LENGTH), (758, 758));
    let square = QrCode::encode_text(&text, QrCodeEcc::Low).unwrap();
    assert_eq!(square.version().value(), 15);
}

#[test]
fn a_token_is_read_as_it_was_written_and_as_files_and_cameras_bring_it() {
    let token = token(&KEYS, ROUND, SHEET, 71);
    let text = token.to_text();
    let broken_up: Vec<&str> = (0..text.len()).step_by(76).map(|at| &text[at..(at + 76).min(text.len())]).collect();
    let brought = [text.clone(), text.to_lowercase(), format!("  {text}\r\n"), broken_up.join("\r\n")];
    for brought in brought {
        let read = Token::parse(&brought).unwrap();
        assert_eq!((read.to_text(), read.spent_hash()), (text.clone(), token.spent_hash()));
        assert_eq!(read.verify(KEYS.public_key(), ROUND, SHEET), Ok(()));
    }
}

#[test]
fn every_part_of_what_is_signed_changes_the_spent_hash_and_the_signature_does_not() {
    let hash = |round, sheet, serial, prefix, signature| {
        Token::from_parts(RoundId::from_bytes(round), SheetId(sheet), serial, prefix, signature).spent_hash()
    };
    let one = hash([1; 16], 1, [1; 32], [1; 32], [1; 384]);
    let others = [
        hash([2; 16], 1, [1; 32], [1; 32], [1; 384]),
        hash([1; 16], 2, [1; 32], [1; 32], [1; 384]),
        hash([1; 16], 1, [2; 32], [1; 32], [1; 384]),
        hash([1; 16], 1, [1; 32], [2; 32], [1; 384]),
    ];
    assert!(others.iter().all(|other| *other != one));
    assert_eq!(hash([1; 16], 1, [1; 32], [1; 32], [2; 384]), one);
}
