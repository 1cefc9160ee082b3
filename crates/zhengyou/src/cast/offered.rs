//! What stands on a member's own page for the device that takes a token (`token.js` reads the same).

use credentials::{RoundId, SheetId};
use data_encoding::BASE64;
use scraper::Html;
use tokens::{BlindSignature, CryptoRng, KeyError, Token, TokenPublicKey, TokenRequest};

use super::page::select;

/// A token on offer, or its answer.
pub struct Offered {
    /// The round it is of.
    pub round: RoundId,
    /// The sheet it is of.
    pub sheet: SheetId,
    /// The key of the group.
    pub key: TokenPublicKey,
    /// The fingerprint that was frozen with the round.
    pub declared: String,
    /// What was signed for this member; empty before.
    pub blinded: String,
    /// The signature over it; empty before, and once casting has begun.
    pub answer: String,
}

impl Offered {
    /// Reads it from the page; `None` where nothing is on offer.
    pub fn read(html: &Html) -> Option<Self> {
        let place = *select(html, "#token").first()?;
        let data = |name: &str| place.value().attr(&format!("data-{name}")).map(str::to_owned);
        Some(Self {
            round: RoundId::parse(&data("round")?).ok()?,
            sheet: SheetId(data("sheet")?.parse().ok()?),
            key: TokenPublicKey::from_spki(&BASE64.decode(data("key")?.as_bytes()).ok()?).ok()?,
            declared: data("fingerprint")?,
            blinded: data("blinded")?,
            answer: data("answer")?,
        })
    }

    /// Draws a token and blinds it.
    pub fn begin(&self, random: &mut impl CryptoRng) -> Result<TokenRequest, KeyError> {
        TokenRequest::begin(&self.key, self.round, self.sheet, random)
    }

    /// The token that the answer finishes; `None` where it answers something else.
    pub fn finish(&self, request: &TokenRequest, key: &TokenPublicKey) -> Option<Token> {
        let answer = BASE64.decode(self.answer.as_bytes()).ok()?;
        request.finalise(key, &BlindSignature::from_bytes(&answer).ok()?).ok()
    }
}
