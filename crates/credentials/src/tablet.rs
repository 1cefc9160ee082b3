//! The codes on a tablet (下一位, S070), encrypted under a key that only the tablet has.
//!
//! Version 1 is one byte 1, a random nonce (24) and XChaCha20-Poly1305 of the codes one after another (10 each, and a
//! tag of 16). A label and the round are authenticated too. Whoever holds the store without the key learns no code, and
//! whoever holds the key without the store has nothing to open.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::{Code, CookieNonce, RoundId};

const LABEL: &[u8] = b"zhengyou/tablet/v1";
const VERSION: u8 = 1;
const NONCE_LENGTH: usize = 24;
const CODE_LENGTH: usize = 10;

/// The key of a tablet: 256 random bits, shown once and stored nowhere but on the tablet.
pub struct TabletKey([u8; 32]);

/// The codes cannot be read: another key, another round, or damaged. The reasons are deliberately not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the codes of the tablet cannot be read")]
pub struct TabletError;

impl TabletKey {
    /// Takes 32 random bytes. The caller answers for their randomness.
    #[must_use]
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads a key as people type it: either case, spaces and hyphens.
    ///
    /// # Errors
    /// [`TabletError`] where it is none.
    pub fn parse(typed: &str) -> Result<Self, TabletError> {
        let is_kept = |letter: &char| !letter.is_whitespace() && *letter != '-';
        let letters: String = typed.chars().filter(is_kept).map(|letter| letter.to_ascii_uppercase()).collect();
        let bytes = BASE32_NOPAD.decode(letters.as_bytes()).map_err(|_| TabletError)?;
        bytes.try_into().map(Self).map_err(|_| TabletError)
    }

    /// The written form, in groups of four, for the fragment of its link.
    #[must_use]
    pub fn to_text(&self) -> String {
        let letters = BASE32_NOPAD.encode(&self.0);
        let groups: Vec<&str> = (0..letters.len()).step_by(4).filter_map(|from| letters.get(from..from + 4)).collect();
        groups.join("-")
    }

    /// What a store keeps to find the tablet: SHA-256(label ‖ key).
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::new().chain_update(LABEL).chain_update(self.0).finalize().into()
    }
}

impl fmt::Debug for TabletKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TabletKey(hidden)")
    }
}

impl Drop for TabletKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Encrypts the codes of a batch for a tablet.
///
/// # Errors
/// [`TabletError`] never in practice: the cipher refuses only messages of many gigabytes.
pub fn seal_codes(
    key: &TabletKey,
    round: RoundId,
    codes: &[Code],
    random: CookieNonce,
) -> Result<Vec<u8>, TabletError> {
    let mut plain: Vec<u8> = codes.iter().flat_map(Code::as_bytes).copied().collect();
    let payload = Payload { msg: &plain, aad: &head(round) };
    let sealed = XChaCha20Poly1305::new(&key.0.into()).encrypt(&random.0.into(), payload);
    plain.zeroize();
    Ok([[VERSION].as_slice(), &random.0, &sealed.map_err(|_| TabletError)?].concat())
}

/// Decrypts the code at a place, counted from 0; nothing beyond the last.
///
/// # Errors
/// [`TabletError`] with another key or round, or where the store is damaged.
pub fn open_code(key: &TabletKey, round: RoundId, sealed: &[u8], place: usize) -> Result<Option<Code>, TabletError> {
    let Some(([VERSION], rest)) = sealed.split_first_chunk::<1>() else {
        return Err(TabletError);
    };
    let (random, sealed) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(TabletError)?;
    let payload = Payload { msg: sealed, aad: &head(round) };
    let cipher = XChaCha20Poly1305::new(&key.0.into());
    let mut plain = cipher.decrypt(&(*random).into(), payload).map_err(|_| TabletError)?;
    let bytes: Option<[u8; CODE_LENGTH]> = plain.chunks_exact(CODE_LENGTH).nth(place).and_then(|at| at.try_into().ok());
    plain.zeroize();
    Ok(bytes.map(Code::from_random))
}

fn head(round: RoundId) -> Vec<u8> {
    [LABEL, round.as_bytes().as_slice()].concat()
}
