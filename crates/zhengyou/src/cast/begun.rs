//! A token under way, in the file of the member's own device.

use data_encoding::BASE64;
use tokens::{TokenPublicKey, TokenRequest};
use zeroize::Zeroizing;

/// The first line of such a file.
const HEADING: &str = "zhengyou-token-request/1";

/// A request for a token that is not finished: what its file holds meanwhile.
pub struct Begun {
    /// The server it is asked of.
    pub origin: String,
    /// The own page of the round.
    pub path: String,
    /// The key it is blinded under.
    pub key: TokenPublicKey,
    /// What finishes it.
    pub request: TokenRequest,
}

impl Begun {
    /// Reads it back; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (heading, origin, path) = (lines.next()?, lines.next()?, lines.next()?);
        let (key, request) = (lines.next()?, lines.next()?);
        let request = Zeroizing::new(BASE64.decode(request.as_bytes()).ok()?);
        let key = TokenPublicKey::from_spki(&BASE64.decode(key.as_bytes()).ok()?).ok()?;
        let request = TokenRequest::from_bytes(&request).ok()?;
        let begun = Self { origin: origin.to_owned(), path: path.to_owned(), key, request };
        (heading == HEADING && lines.next().is_none()).then_some(begun)
    }

    /// What its file holds.
    pub fn to_text(&self) -> Zeroizing<String> {
        let request = Zeroizing::new(BASE64.encode(&self.request.to_bytes()));
        let key = BASE64.encode(self.key.to_spki());
        Zeroizing::new(format!("{HEADING}\n{}\n{}\n{key}\n{}\n", self.origin, self.path, *request))
    }

    /// What is sent to be signed.
    pub fn blinded(&self) -> String {
        BASE64.encode(self.request.blinded_message().as_bytes())
    }
}
