//! The one-time code of a slip (测评凭证): 80 random bits, written as 16 characters and one check character.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::{RoundId, crockford};

/// Characters of a written code without hyphens: 16 that carry 80 bits, one check.
const WRITTEN_LENGTH: usize = 17;

/// A one-time code. Guessing is met by its 80 bits; the server keeps [`CredentialHash`]es only.
#[derive(Clone)]
pub struct Code([u8; 10]);

/// Why a typed code cannot be one; each has its own advice for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Characters are missing or too many; spaces and hyphens are not counted.
    #[error("a code has {WRITTEN_LENGTH} characters, this has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that no code contains, such as U or a Chinese character.
    #[error("character {position} ({found:?}) occurs in no code")]
    Character {
        /// The character as typed.
        found: char,
        /// Its place in the text as typed, counted from 1.
        position: usize,
    },
    /// The check character does not fit: a character is mistyped or two have changed places.
    #[error("the code is mistyped: its last character does not fit")]
    Check,
}

impl Code {
    /// Makes a code of 80 random bits. The caller answers for their randomness.
    #[must_use]
    pub const fn from_random(bits: [u8; 10]) -> Self {
        Self(bits)
    }

    /// The 80 bits, for the cookie and for hashing.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// Reads a code as people type it: either case, spaces, hyphens, full-width forms, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`CodeError`], the first of: an unknown character, a wrong length, a wrong check character.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let values = crockford::read(typed)
            .map_err(|unknown| CodeError::Character { found: unknown.found, position: unknown.position })?;
        if values.len() != WRITTEN_LENGTH {
            return Err(CodeError::Length { found: values.len() });
        }
        let (carrying, check) = values.split_at(WRITTEN_LENGTH - 1);
        if check != [crockford::check(carrying)] {
            return Err(CodeError::Check);
        }
        let bytes = crockford::decode(carrying).ok_or(CodeError::Check)?;
        bytes.try_into().map(Self).map_err(|_| CodeError::Check)
    }

    /// The written form, `XXXX-XXXX-XXXX-XXXX-X`, for the slip and for the fragment of its QR.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut values = crockford::encode(&self.0);
        values.push(crockford::check(&values));
        crockford::spell(&values, 4)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(hidden)")
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Code {}

impl Drop for Code {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What the anonymous side keeps of a code: SHA-256(round ‖ code).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialHash([u8; 32]);

/// SHA-256(round ‖ code): 16 bytes and 10 bytes, nothing else. The same code in two rounds has two hashes.
#[must_use]
pub fn credential_hash(round: RoundId, code: &Code) -> CredentialHash {
    CredentialHash(Sha256::new().chain_update(round.as_bytes()).chain_update(code.as_bytes()).finalize().into())
}

impl CredentialHash {
    /// Takes 32 stored bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for CredentialHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CredentialHash(hidden)")
    }
}
