//! A finished token.

use std::fmt;

use credentials::{CredentialHash, RoundId, SheetId, TokenBytes};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::keys::{SIGNATURE_LENGTH, TokenPublicKey};
use crate::message::{MESSAGE_LENGTH, PREPARED_LENGTH, SERIAL_LENGTH, fill, message};
use crate::rsabssa::PREFIX_LENGTH;
use crate::text::{self, BODY_LENGTH, TokenTextError};

const SPENT_LABEL: &[u8] = b"zhengyou/spent-token/v1";

/// A token: who has it may cast one ballot of its sheet in its round. Of whom it is, nobody can tell.
#[derive(Clone)]
pub struct Token {
    round: RoundId,
    sheet: SheetId,
    serial: [u8; SERIAL_LENGTH],
    prefix: [u8; PREFIX_LENGTH],
    signature: [u8; SIGNATURE_LENGTH],
}

/// Why a token that reads well is not good here; each has its own advice for the person who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is of another round.
    #[error("this token is of another round")]
    OtherRound,
    /// It is of the same round, and of another sheet.
    #[error("this token is of another sheet")]
    OtherSheet,
    /// The key of this round and sheet did not sign it: it is of another key, or nobody's.
    #[error("this token was not signed with the key of its round and sheet")]
    OtherKey,
}

impl Token {
    /// A token of its parts, unchecked: random bytes, the RFC's prefix, and the signature.
    #[must_use]
    pub const fn from_parts(
        round: RoundId,
        sheet: SheetId,
        serial: [u8; 32],
        prefix: [u8; 32],
        signature: [u8; SIGNATURE_LENGTH],
    ) -> Self {
        Self { round, sheet, serial, prefix, signature }
    }

    /// The round it says it is of.
    #[must_use]
    pub const fn round(&self) -> RoundId {
        self.round
    }

    /// The sheet it says it is of; it leads to the key to verify it with.
    #[must_use]
    pub const fn sheet(&self) -> SheetId {
        self.sheet
    }

    /// Whether it is good for this round and sheet, whose key this is. Whether it was used is not told here.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn verify(&self, key: &TokenPublicKey, round: RoundId, sheet: SheetId) -> Result<(), TokenError> {
        self.is_of(round, sheet)?;
        let verified = key.rsa().verify(&self.prefix, &self.message(), &self.signature);
        verified.map_err(|_| TokenError::OtherKey)
    }

    /// What a store keeps of a used token: SHA-256(label ‖ all that was signed). The signature is left out: a second one
    /// over the same would be the same token.
    #[must_use]
    pub fn spent_hash(&self) -> CredentialHash {
        let hash = Sha256::new().chain_update(SPENT_LABEL).chain_update(self.prepared_message());
        CredentialHash::from_bytes(hash.finalize().into())
    }

    /// What the signature is over: prefix ‖ `zhengyou/token/v1` ‖ round ‖ sheet ‖ random bytes. Any verifier of
    /// RSA-PSS with SHA-384, MGF1 and a salt of 48 bytes can check it.
    #[must_use]
    pub fn prepared_message(&self) -> [u8; PREPARED_LENGTH] {
        let mut prepared = [0; PREPARED_LENGTH];
        fill(&mut prepared, &[&self.prefix, &self.message()]);
        prepared
    }

    /// The random bytes that make it this token.
    #[must_use]
    pub const fn serial(&self) -> &[u8; 32] {
        &self.serial
    }

    /// The RFC's random prefix of what was signed.
    #[must_use]
    pub const fn prefix(&self) -> &[u8; 32] {
        &self.prefix
    }

    /// The signature.
    #[must_use]
    pub const fn signature(&self) -> &[u8; SIGNATURE_LENGTH] {
        &self.signature
    }

    /// Reads a token of a round that was carried in a cookie or stored; unchecked.
    #[must_use]
    pub fn from_carried(round: RoundId, carried: &TokenBytes) -> Self {
        let mut parts = ([0; 4], [0; SERIAL_LENGTH], [0; PREFIX_LENGTH], [0; SIGNATURE_LENGTH]);
        let mut bytes = carried.as_bytes().iter();
        let places: [&mut [u8]; 4] = [&mut parts.0, &mut parts.1, &mut parts.2, &mut parts.3];
        for (place, byte) in places.into_iter().flatten().zip(&mut bytes) {
            *place = *byte;
        }
        let (sheet, serial, prefix, signature) = parts;
        Self::from_parts(round, SheetId(u32::from_be_bytes(sheet)), serial, prefix, signature)
    }

    /// What a cookie carries and a store keeps of it: everything but the round.
    #[must_use]
    pub fn to_carried(&self) -> TokenBytes {
        let mut bytes = [0; TokenBytes::LENGTH];
        fill(&mut bytes, &[&self.sheet.0.to_be_bytes(), &self.serial, &self.prefix, &self.signature]);
        TokenBytes::from_bytes(bytes)
    }

    /// The written form for a file and a square: `ZYT1-` and 753 characters of base 32, the last four a check, in all
    /// [`TEXT_LENGTH`](crate::TEXT_LENGTH). In capitals, so that a square of version 15 holds it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut body = [0; BODY_LENGTH];
        let sheet = self.sheet.0.to_be_bytes();
        fill(&mut body, &[self.round.as_bytes(), &sheet, &self.serial, &self.prefix, &self.signature]);
        text::write(&body)
    }

    /// Reads the written form, with the tolerance codes have (case, spaces, line ends, hyphens, full-width, O I L).
    ///
    /// # Errors
    /// [`TokenTextError`]; whether it is good is [`Self::verify`]'s.
    pub fn parse(written: &str) -> Result<Self, TokenTextError> {
        let body = text::read(written)?;
        let parts = || {
            let (round, rest) = body.split_first_chunk::<16>()?;
            let (sheet, rest) = rest.split_first_chunk::<4>()?;
            let (serial, rest) = rest.split_first_chunk::<SERIAL_LENGTH>()?;
            let (prefix, signature) = rest.split_first_chunk::<PREFIX_LENGTH>()?;
            let sheet = SheetId(u32::from_be_bytes(*sheet));
            Some(Self::from_parts(RoundId::from_bytes(*round), sheet, *serial, *prefix, signature.try_into().ok()?))
        };
        parts().ok_or(TokenTextError::Altered)
    }

    pub(crate) fn is_of(&self, round: RoundId, sheet: SheetId) -> Result<(), TokenError> {
        if self.round != round {
            return Err(TokenError::OtherRound);
        }
        if self.sheet == sheet { Ok(()) } else { Err(TokenError::OtherSheet) }
    }

    fn message(&self) -> [u8; MESSAGE_LENGTH] {
        message(self.round, self.sheet, &self.serial)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(hidden)")
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.serial.zeroize();
        self.prefix.zeroize();
        self.signature.zeroize();
    }
}
