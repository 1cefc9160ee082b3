//! Known answers, computed once by an independent program (Python's hashlib and hmac, XChaCha20-Poly1305 written from its
//! draft and held against the draft's own example, OpenSSL's Ed25519 and ChaCha20-Poly1305, base 32 and its check written from their definition). A change here is a new format version.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use credentials::answers::{pack, unpack};
use credentials::receipt::number_of;
use credentials::{
    Answer, BallotKey, Code, CookieContent, CookieNonce, Cover, Layout, Nonce, PlainOpinion, Receipt, RetryKey,
    RoundId, RoundSecret, SheetId, SigningKeys, ballot_key, canonical_ballot, credential_hash, nonce, open_cookie,
    round_of_cookie, seal_cookie,
};

const CODE_TEXT: &str = "B944-AKJ7-B57N-BZR1-P";
const NONCE: &str = "73aaa67f4553608e879a61b6e18777d1d5bc95acdd214a6b18954b57ad4896ec";
const BALLOT_KEY: &str = "828340475bf09da1e19fdf537911714d970adb0ff48c6cf1a0f2638fb8bcc5a6";
const PUBLIC_KEY: &str = "fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618";
const RECEIPT_NUMBER: &str = "GA1M0-HTVY2-ET3RC-ZVX9Q-7";
const RECEIPT_TEXT: &str = "ZY1-GA1M0HTV-Y2ET3RCZ-VX9QJ4BH-9PBGNPRF-YJ66SWD0-Y9HRZE5W-RPK6EKFF-8VFW0F1P-\
    TSDGYCM3-X2BGPMMM-0MNFJVF0-GSQ5Y4H4-PS26CQPH-PQ3B6398-7ZSNQHXC-2A6443T2-JYZBNBGS-T2J4PVX9-TGV2ZFWV-140C2B";
const COOKIE: &str = "ARAREhMUFRYXGBkaGxwdHh9kZWZnaGlqa2xtbm9wcXJzdHV2d3h5envZXcUTjPXw0zK6Iwzv07_TTGKQTf5GOw0jaXMRHWUJ\
    sTVuwLY9fYUja6o";

const COVERED_BALLOT: &str = "70471be4be75f1177128f6eb6c8e2324a33bebbac9ba385cfb4ac09195ee995323d320a301b7df032971\
    b0fba1e37da021352469adbb468e5e5339449503a6931227a0178bd2c54ed0eb3fe6e7d8bdd9c9b3";

fn code() -> Code {
    Code::from_random([0x5a, 0x48, 0x45, 0x4e, 0x47, 0x59, 0x4f, 0x55, 0xff, 0x01])
}

fn round() -> RoundId {
    RoundId::from_bytes(std::array::from_fn(|index| 0x10 + u8::try_from(index).unwrap()))
}

fn secret() -> RoundSecret {
    RoundSecret::from_random([7; 32])
}

fn retry_key() -> RetryKey {
    RetryKey::from_random(std::array::from_fn(|index| u8::try_from(index).unwrap()))
}

fn key() -> BallotKey {
    BallotKey::from_bytes(bytes(BALLOT_KEY))
}

fn bytes(hexadecimal: &str) -> [u8; 32] {
    data_encoding::HEXLOWER.decode(hexadecimal.as_bytes()).unwrap().try_into().unwrap()
}

#[test]
fn a_code_is_written_with_its_check_character() {
    assert_eq!(code().to_text(), CODE_TEXT);
    assert_eq!(Code::from_random([0xff; 10]).to_text(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-M");
    assert_eq!(Code::parse(CODE_TEXT), Ok(code()));
}

#[test]
fn the_credential_hash_is_of_round_and_code() {
    let expected = bytes("fa2839b9962d09283c546074169bf24ed035ff4b95b4a90c6cfa5d89e3a5ff9a");
    assert_eq!(credential_hash(round(), &code()).as_bytes(), &expected);
}

#[test]
fn the_nonce_is_of_secret_code_and_retry_key() {
    assert_eq!(nonce(&secret(), &code(), &retry_key()).as_bytes(), &bytes(NONCE));
}

#[test]
fn the_ballot_key_is_of_round_nonce_sheet_and_answers() {
    let canonical = canonical_ballot(SheetId(258), &[0x1b, 0x80]);
    assert_eq!(canonical, [1, 0, 0, 1, 2, 0x1b, 0x80]);
    assert_eq!(ballot_key(round(), &Nonce::from_bytes(bytes(NONCE)), &canonical), key());
}

#[test]
fn a_receipt_and_its_texts_are_fixed() {
    let keys = SigningKeys::from_random(&[9; 32]);
    assert_eq!(keys.public_key().as_bytes(), &bytes(PUBLIC_KEY));
    let receipt = keys.receipt(key());
    assert_eq!(receipt.to_text(), RECEIPT_TEXT);
    assert_eq!(receipt.number(), RECEIPT_NUMBER);
    assert_eq!(number_of(key()), RECEIPT_NUMBER);
    assert_eq!(Receipt::parse(RECEIPT_TEXT), Ok(receipt));
}

#[test]
fn a_cookie_is_fixed_by_its_nonce() {
    let content = CookieContent { credential: code().into(), retry_key: retry_key() };
    let random = CookieNonce(std::array::from_fn(|index| 100 + u8::try_from(index).unwrap()));
    let cookie = COOKIE.to_owned();
    assert_eq!(seal_cookie(&secret(), round(), &content, random), Ok(cookie.clone()));
    assert_eq!(round_of_cookie(&cookie), Ok(round()));
    assert_eq!(open_cookie(&secret(), round(), &cookie), Ok(content));
}

#[test]
fn a_covered_ballot_and_a_covered_opinion_are_fixed_by_the_secret() {
    let cover = Cover::of(&secret(), round());
    let nonce = Nonce::from_bytes(bytes(NONCE));
    let ballot = cover.ballot(SheetId(258), key(), &nonce, &[0x1b, 0x80]).unwrap();
    assert_eq!(ballot.name, bytes("e3c154a91840743bb14d85aadee308fcbf5cb06ef9ea539599ed2b42cf27126d"));
    assert_eq!(data_encoding::HEXLOWER.encode(&ballot.content), COVERED_BALLOT);
    let plain = [key().as_bytes().as_slice(), nonce.as_bytes(), &[0x1b, 0x80]].concat();
    assert_eq!(cover.uncover_ballot(SheetId(258), &ballot.name, &ballot.content), Ok(plain));
    let opinion = PlainOpinion {
        key: std::array::from_fn(|index| u8::try_from(index).unwrap()),
        sheet: SheetId(258),
        subject: 7,
        words: "望多到村里来".to_owned(),
    };
    let covered = cover.opinion(&opinion).unwrap();
    assert_eq!(covered.name, bytes("44007fd67717f1a4962b12aeb73284ed43d98758de3170a4ab9e1593206b8336"));
    assert_eq!((covered.content.len(), &covered.content[..32]), (704, "FcyLgMwYQnhvhZ-5EfY5RiVJuJsHTLUV"));
    let hash = sha2::Digest::finalize(sha2::Digest::chain_update(sha2::Sha256::default(), &covered.content));
    assert_eq!(hash.as_slice(), bytes("5d24390d040e77c8300ccddf1655242d4799e2cf581a1204874f3213863ff65f"));
    assert_eq!(cover.uncover_opinion(&covered.name, &covered.content), Ok(opinion));
}

#[test]
fn packed_answers_are_fixed() {
    use Answer::{Blank, Grade, Unknown};
    let check = |layout: &str, answers: &[Answer], expected: &[u8]| {
        let layout = Layout::parse(layout).unwrap();
        assert_eq!(pack(&layout, answers), Ok(expected.to_vec()), "{layout:?}");
        assert_eq!(unpack(&layout, expected), Ok(answers.to_vec()), "{layout:?}");
    };
    check("v1;1:4,4,4,4", &[Grade(0), Grade(1), Grade(2), Grade(3)], &[0b0001_1011]);
    check("v1;5:2", &[Grade(1); 5], &[0b0101_0101, 0b0100_0000]);
    check("v1;2:3b,4bu", &[Grade(2), Unknown, Blank, Grade(3)], &[0b1010_1110, 0b1100_0000]);
    check("v1;1:4u,4b", &[Unknown, Blank], &[0b1001_0000]);
    check("v1;1:8;1:14bu", &[Grade(7), Unknown], &[0b1111_1110]);
    check("v1;1:2bu;2:9", &[Unknown, Grade(8), Grade(0)], &[0b1110_0000, 0]);
}
