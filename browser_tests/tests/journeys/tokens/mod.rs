//! Blind tokens: the browser's half and Rust's, each held against the other and both against the RFC.

mod page;

use browser_tests::{Browser, Visit};
use credentials::{RoundId, SheetId};
use data_encoding::BASE64;
use page::Page;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokens::{BlindedMessage, BulkVerifier, SIGNATURE_LENGTH, Token, TokenKeys, TokenRequest};

const ROUND: RoundId = RoundId::from_bytes([9; 16]);
const SHEET: SheetId = SheetId(513);
const VECTORS: &str = include_str!("../../../../crates/tokens/tests/all/data/rfc9474.json");

fn keys() -> TokenKeys {
    TokenKeys::from_pkcs8(include_bytes!("../../../../crates/tokens/tests/all/data/key-one.der")).unwrap()
}

fn bytes<const LENGTH: usize>(value: &Value) -> [u8; LENGTH] {
    BASE64.decode(value.as_str().unwrap().as_bytes()).unwrap().try_into().unwrap()
}

fn encoded(bytes: &[u8]) -> Value {
    json!(BASE64.encode(bytes))
}

#[tokio::test]
async fn a_token_blinded_and_finalised_in_the_browser_is_signed_and_verified_here() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (keys, mut random) = (keys(), StdRng::seed_from_u64(1));
    let page = Page::open(browser.visit(Visit::ON_A_PHONE).await.unwrap()).await;
    let named = encoded(&[ROUND.as_bytes().as_slice(), &SHEET.0.to_be_bytes()].concat());
    let begun = page.step("begin", &[encoded(keys.public_key().to_spki()), named]).await.unwrap();
    let blinded = BlindedMessage::from_bytes(&bytes::<SIGNATURE_LENGTH>(&begun["blinded"])).unwrap();
    let answer = keys.sign(&mut random, &blinded).unwrap();

    let mut spoiled = *answer.as_bytes();
    spoiled[200] ^= 1;
    assert_eq!(page.step("finish", &[encoded(&spoiled)]).await, Err("Error: invalid signature".to_owned()));

    let signature = bytes(&page.step("finish", &[encoded(answer.as_bytes())]).await.unwrap());
    let token = Token::from_parts(ROUND, SHEET, bytes(&begun["serial"]), bytes(&begun["prefix"]), signature);
    let token = Token::parse(&token.to_text()).unwrap();
    assert_eq!(token.verify(keys.public_key(), ROUND, SHEET), Ok(()));
    assert_eq!(BulkVerifier::new(keys.public_key(), ROUND, SHEET).unwrap().verify(&token), Ok(()));
    page.leave().await;
}

#[tokio::test]
async fn a_token_made_here_is_verified_in_the_browser_and_an_altered_one_refused() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (keys, mut random) = (keys(), StdRng::seed_from_u64(2));
    let request = TokenRequest::begin(keys.public_key(), ROUND, SHEET, &mut random).unwrap();
    let answer = keys.sign(&mut random, request.blinded_message()).unwrap();
    let token = request.finalise(keys.public_key(), &answer).unwrap();
    let page = Page::open(browser.visit(Visit::AT_THE_DESK).await.unwrap()).await;
    let verified = async |prepared: &[u8], signature: &[u8]| {
        let values = [encoded(keys.public_key().to_spki()), encoded(prepared), encoded(signature)];
        page.step("verify", &values).await.unwrap()
    };
    let (prepared, signature) = (token.prepared_message(), *token.signature());
    assert_eq!(verified(&prepared, &signature).await, json!(true));
    for place in [0, 40, 100] {
        let mut altered = prepared;
        altered[place] ^= 1;
        assert_eq!(verified(&altered, &signature).await, json!(false), "byte {place} of what is signed");
    }
    let mut altered = signature;
    altered[383] ^= 1;
    assert_eq!(verified(&prepared, &altered).await, json!(false));
    page.leave().await;
}

#[tokio::test]
async fn the_figures_of_the_rfc_come_out_in_the_browser() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let ours = vectors.into_iter().find(|vector| vector["name"] == "RSABSSA-SHA384-PSS-Randomized").unwrap();
    let page = Page::open(browser.visit(Visit::AT_THE_DESK).await.unwrap()).await;
    let made = page.step("rfc", std::slice::from_ref(&ours)).await.unwrap();
    for name in ["input_msg", "inv", "blinded_msg", "sig"] {
        assert_eq!(made[name], ours[name], "{name}");
    }
    page.leave().await;
}
