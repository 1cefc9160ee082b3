//! The round's secret, the judge's retry key, and the nonce made of both.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::{Code, CredentialHash, Nonce};

/// The secret of a round: 256 random bits, a file beside no database, destroyed at sealing (封存).
pub struct RoundSecret([u8; 32]);

impl RoundSecret {
    /// Takes 32 random bytes. The caller answers for their randomness and wipes its own copy.
    #[must_use]
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key for one purpose: HMAC-SHA256(secret, label). Labels are never 26 or 48 bytes long, the lengths of the messages
    /// of [`nonce`] and [`token_nonce`].
    pub(crate) fn derive(&self, label: &'static [u8]) -> [u8; 32] {
        debug_assert!(!matches!(label.len(), 26 | 48), "a label as long as a nonce's message could collide with one");
        hmac_sha256(&self.0, &[label])
    }
}

impl fmt::Debug for RoundSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RoundSecret(hidden)")
    }
}

impl Drop for RoundSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// 128 random bits made when a code is entered. They live in the judge's cookie only; who has them may repeat the same
/// hand-in and get the same receipt.
#[derive(Clone, PartialEq, Eq)]
pub struct RetryKey([u8; 16]);

impl RetryKey {
    /// Takes 16 random bytes.
    #[must_use]
    pub const fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for RetryKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RetryKey(hidden)")
    }
}

impl Drop for RetryKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// nonce = HMAC-SHA256(round secret, code ‖ retry key): the same cookie gives the same nonce, and without the secret
/// nobody can tell which code a stored nonce came from.
#[must_use]
pub fn nonce(secret: &RoundSecret, code: &Code, retry_key: &RetryKey) -> Nonce {
    Nonce::from_bytes(hmac_sha256(&secret.0, &[code.as_bytes(), retry_key.as_bytes()]))
}

/// The same for a blind token, whose spent hash says which it is: HMAC-SHA256(round secret, spent hash ‖ retry key). Its
/// message is longer than that of any code.
#[must_use]
pub fn token_nonce(secret: &RoundSecret, spent: &CredentialHash, retry_key: &RetryKey) -> Nonce {
    Nonce::from_bytes(hmac_sha256(&secret.0, &[spent.as_bytes(), retry_key.as_bytes()]))
}

pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    block.zeroize();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// SHA-256 of a label and parts whose lengths are fixed by the label.
pub(crate) fn labelled_hash(label: &'static [u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new().chain_update(label);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}
