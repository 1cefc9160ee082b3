//! Receipts (回执): a signature that says a ballot was put into the box.
//!
//! A receipt proves inclusion, not content. Version 1 is the ballot key *c* and a deterministic Ed25519 signature over
//! "zhengyou/receipt/v1" ‖ *c*. The same ballot always has the same receipt.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::secrets::labelled_hash;
use crate::{BallotKey, crockford};

const RECEIPT_LABEL: &[u8] = b"zhengyou/receipt/v1";
const ARCHIVE_LABEL: &[u8] = b"zhengyou/archive/v1";
const COUNTERSIGNATURE_LABEL: &[u8] = b"zhengyou/countersignature/v1";
const CHECK_LABEL: &[u8] = b"zhengyou/receipt-text/v1";
/// What the kept text begins with; hyphens follow as in the rest.
const TEXT_PREFIX: &str = "ZY1-";
/// Values of the number: 20 characters of *c*, that is 100 bits, and a check.
const NUMBER_LENGTH: usize = 20;
/// Characters of *c* and signature (768 bits) and of the check (20 bits).
const BODY_LENGTH: usize = 154;
const CHECK_LENGTH: usize = 4;

/// A signing pair. That of a round has its public half in the opening hash and is destroyed when the round is finished;
/// that of a superior organisation is made elsewhere and countersigns archives.
pub struct SigningKeys(SigningKey);

/// The public half of a signing pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why 32 bytes are no public key: they name no point of the curve, or a weak one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no Ed25519 public key")]
pub struct PublicKeyError;

/// A receipt, version 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    key: BallotKey,
    signature: [u8; 64],
}

/// Why a kept text is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It does not begin with `ZY1-`.
    #[error("a receipt begins with ZY1-")]
    Prefix,
    /// A character no receipt contains.
    #[error("character {position} ({found:?}) occurs in no receipt")]
    Character {
        /// The character as typed.
        found: char,
        /// Its place after the prefix, counted from 1.
        position: usize,
    },
    /// Characters are missing or too many.
    #[error("a receipt has {expected} characters after its prefix, this has {found}")]
    Length {
        /// Characters a receipt has.
        expected: usize,
        /// Characters found.
        found: usize,
    },
    /// The check characters do not fit: something is mistyped.
    #[error("the receipt is mistyped: its last characters do not fit")]
    Check,
}

/// It was not signed with this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this was not signed with this key")]
pub struct VerifyError;

impl SigningKeys {
    /// The pair of a 32-byte random seed (RFC 8032). The caller answers for its randomness and wipes its own copy.
    #[must_use]
    pub fn from_random(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The receipt of a ballot that is durably stored. Never call it before that.
    #[must_use]
    pub fn receipt(&self, key: BallotKey) -> Receipt {
        Receipt { key, signature: self.0.sign(&receipt_message(key)).to_bytes() }
    }

    /// The round's signature over the SHA-256 of an archive (归档包).
    #[must_use]
    pub fn sign_archive(&self, digest: &[u8; 32]) -> [u8; 64] {
        self.0.sign(&[ARCHIVE_LABEL, digest].concat()).to_bytes()
    }

    /// A superior organisation's signature over the SHA-256 of an archive: it was seen then as it is now.
    #[must_use]
    pub fn countersign(&self, digest: &[u8; 32]) -> [u8; 64] {
        self.0.sign(&[COUNTERSIGNATURE_LABEL, digest].concat()).to_bytes()
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKeys(hidden)")
    }
}

impl PublicKey {
    /// Takes 32 stored bytes.
    ///
    /// # Errors
    /// [`PublicKeyError`] when they are no strong public key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, PublicKeyError> {
        match VerifyingKey::from_bytes(bytes) {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(PublicKeyError),
        }
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Whether the round's key signed an archive with this SHA-256.
    ///
    /// # Errors
    /// [`VerifyError`] when it did not.
    pub fn verify_archive(&self, digest: &[u8; 32], signature: &[u8; 64]) -> Result<(), VerifyError> {
        self.verify_labelled(&[ARCHIVE_LABEL, digest].concat(), signature)
    }

    /// Whether this key countersigned an archive with this SHA-256.
    ///
    /// # Errors
    /// [`VerifyError`] when it did not.
    pub fn verify_countersignature(&self, digest: &[u8; 32], signature: &[u8; 64]) -> Result<(), VerifyError> {
        self.verify_labelled(&[COUNTERSIGNATURE_LABEL, digest].concat(), signature)
    }

    /// Strict verification: no malleable signature passes.
    fn verify_labelled(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), VerifyError> {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| VerifyError)
    }
}

impl Receipt {
    /// The ballot key *c* that the receipt is about.
    #[must_use]
    pub const fn ballot_key(&self) -> BallotKey {
        self.key
    }

    /// Whether the round's key signed this receipt.
    ///
    /// # Errors
    /// [`VerifyError`] when it did not.
    pub fn verify(&self, public_key: &PublicKey) -> Result<(), VerifyError> {
        public_key.verify_labelled(&receipt_message(self.key), &self.signature)
    }

    /// A receipt as it stands in a proof: the ballot key and the signature over it, unchecked.
    #[must_use]
    pub const fn from_parts(key: BallotKey, signature: [u8; 64]) -> Self {
        Self { key, signature }
    }

    /// The signature over the ballot key.
    #[must_use]
    pub const fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The short number (回执号) a person can keep on paper: the first 100 bits of *c* and a check character,
    /// `XXXXX-XXXXX-XXXXX-XXXXX-X`. It finds *c* in the published list; the signature is only in [`Self::to_text`].
    #[must_use]
    pub fn number(&self) -> String {
        number_of(self.key)
    }

    /// The whole receipt as text: `ZY1-` and 158 characters of base 32 in groups of eight, the last four a check.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut values = crockford::encode(&self.body());
        values.extend(text_check(&self.body()));
        format!("{TEXT_PREFIX}{}", crockford::spell(&values, 8))
    }

    /// Reads what [`Self::to_text`] wrote, with the tolerance codes have (case, spaces, hyphens, full-width, O I L).
    ///
    /// # Errors
    /// [`ReceiptError`]; whether the signature is right is [`Self::verify`]'s.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let mut kept = text.trim().chars();
        let begins = kept.by_ref().take(TEXT_PREFIX.len()).map(crockford::plain);
        if !begins.eq(TEXT_PREFIX.chars()) {
            return Err(ReceiptError::Prefix);
        }
        let values = crockford::read(kept.as_str())
            .map_err(|unknown| ReceiptError::Character { found: unknown.found, position: unknown.position })?;
        if values.len() != BODY_LENGTH + CHECK_LENGTH {
            return Err(ReceiptError::Length { expected: BODY_LENGTH + CHECK_LENGTH, found: values.len() });
        }
        let (carrying, check) = values.split_at(BODY_LENGTH);
        let body = crockford::decode(carrying).ok_or(ReceiptError::Check)?;
        if check != text_check(&body) {
            return Err(ReceiptError::Check);
        }
        let (key, signature) = body.split_first_chunk::<32>().ok_or(ReceiptError::Check)?;
        let signature = signature.try_into().map_err(|_| ReceiptError::Check)?;
        Ok(Self { key: BallotKey::from_bytes(*key), signature })
    }

    fn body(&self) -> [u8; 96] {
        let mut body = [0; 96];
        body[..32].copy_from_slice(self.key.as_bytes());
        body[32..].copy_from_slice(&self.signature);
        body
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Receipt(hidden)")
    }
}

/// The receipt number of a ballot key, as published beside the commitments so that a person can look for his own.
#[must_use]
pub fn number_of(key: BallotKey) -> String {
    let mut values = crockford::encode(key.as_bytes());
    values.truncate(NUMBER_LENGTH);
    values.push(crockford::check(&values));
    crockford::spell(&values, 5)
}

fn receipt_message(key: BallotKey) -> Vec<u8> {
    [RECEIPT_LABEL, key.as_bytes()].concat()
}

fn text_check(body: &[u8]) -> Vec<u8> {
    let mut values = crockford::encode(&labelled_hash(CHECK_LABEL, &[body])[..3]);
    values.truncate(CHECK_LENGTH);
    values
}
