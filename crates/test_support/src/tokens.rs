//! Blind tokens as members take them: what a device reads of the page, draws, has signed, finishes.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

use credentials::{RoundId, SheetId};
use data_encoding::BASE64;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokens::{BlindSignature, Token, TokenPublicKey, TokenRequest};
use visits::{Client, Shown};

/// What stands on the page for the device under a name; empty where nothing does.
#[must_use]
pub fn data(page: &Shown, name: &str) -> String {
    let html = page.html();
    let value = html.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// A device with a token under way.
pub struct Device {
    key: TokenPublicKey,
    request: TokenRequest,
}

impl Device {
    /// Draws a token for the round, group and key of a page, and blinds it.
    ///
    /// # Panics
    /// Where the page gives no key, or another than was published.
    #[must_use]
    pub fn begin(page: &Shown, seed: u64) -> Self {
        let spki = BASE64.decode(data(page, "key").as_bytes()).expect("a key");
        let key = TokenPublicKey::from_spki(&spki).expect("a key");
        assert_eq!(key.fingerprint().to_string(), data(page, "fingerprint"), "the key that was published");
        let round = RoundId::parse(&data(page, "round")).expect("a round");
        let sheet = SheetId(data(page, "sheet").parse().expect("a group"));
        let request = TokenRequest::begin(&key, round, sheet, &mut StdRng::seed_from_u64(seed)).expect("a key");
        Self { key, request }
    }

    /// What is sent to be signed.
    #[must_use]
    pub fn blinded(&self) -> String {
        BASE64.encode(self.request.blinded_message().as_bytes())
    }

    /// Sends it; the page with the answer.
    pub async fn send(&self, client: &mut Client, page: &Shown) -> Shown {
        client.submit(page, "/own", &[("blinded", &self.blinded())]).await
    }

    /// The token, from a page with the answer.
    ///
    /// # Panics
    /// Where it answers something else.
    #[must_use]
    pub fn finish(&self, page: &Shown) -> Token {
        let answer = BASE64.decode(data(page, "answer").as_bytes()).expect("an answer");
        let answer = BlindSignature::from_bytes(&answer).expect("a signature");
        self.request.finalise(&self.key, &answer).expect("the answer to what was sent")
    }
}

/// A member takes a token on the own page of a round (`/w/tokens/…/own`).
///
/// # Panics
/// Where none is given.
pub async fn take(client: &mut Client, path: &str, seed: u64) -> Token {
    let page = client.get(path).await;
    let device = Device::begin(&page, seed);
    let answered = device.send(client, &page).await;
    assert!(answered.says("已经领取"), "{}", answered.text());
    device.finish(&answered)
}
