//! The cover of a round's ballots and opinions until it is sealed: rows of an open store say nothing, whoever copies them.
//!
//! Version 1. Two keys come of the round's secret: one names, one encrypts. A thing's covered name is HMAC-SHA256 of its
//! kind, the round and its own name (a ballot's key, an opinion's random key), so that whoever has the secret finds it
//! again. What it holds is encrypted by XChaCha20-Poly1305; kind, round, sheet and covered name are authenticated too. The
//! nonce is the first 24 bytes of the covered name: a ballot's key is a commitment to all of it and an opinion's is
//! random, so no nonce ever serves two contents.
//!
//! A ballot holds key ‖ nonce ‖ packed answers. An opinion holds key (16) ‖ sheet (4) ‖ subject (4) ‖ bytes of its words
//! (4) ‖ its words, filled with zeros to one of three sizes; numbers have their highest byte first. An opinion is written in
//! base64url. Once the secret is destroyed, nobody can open what was ever copied.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroize;

use crate::secrets::hmac_sha256;
use crate::{BallotKey, Nonce, RoundId, RoundSecret, SheetId};

const NAMING_LABEL: &[u8] = b"zhengyou/cover/name/v1";
const KEY_LABEL: &[u8] = b"zhengyou/cover/v1";
const BALLOT: u8 = 1;
const OPINION: u8 = 2;
const NONCE_LENGTH: usize = 24;
/// The sizes of covered opinions before encryption: words of some 160, 670 and 2,700 Chinese characters.
const SIZES: [usize; 3] = [512, 2_048, 8_192];

/// What covers and uncovers the rows of one round.
pub struct Cover {
    round: RoundId,
    naming: [u8; 32],
    cipher: XChaCha20Poly1305,
}

/// The name of a covered row.
pub type CoveredName = [u8; 32];

/// A ballot as an open store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredBallot {
    /// Its name.
    pub name: CoveredName,
    /// Everything else but its sheet, encrypted.
    pub content: Vec<u8>,
}

/// An opinion as an open store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredOpinion {
    /// Its name.
    pub name: CoveredName,
    /// Everything else, encrypted, in base64url.
    pub content: String,
}

/// An opinion as it is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainOpinion {
    /// Its random key.
    pub key: [u8; 16],
    /// The sheet it was written on.
    pub sheet: SheetId,
    /// What it is about.
    pub subject: u32,
    /// The words.
    pub words: String,
}

/// What is covered cannot be read: another secret, another round, or altered. The reasons are deliberately not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a covered row cannot be read")]
pub struct CoverError;

impl Cover {
    /// The cover of a round.
    #[must_use]
    pub fn of(secret: &RoundSecret, round: RoundId) -> Self {
        let mut key = secret.derive(KEY_LABEL);
        let cipher = XChaCha20Poly1305::new(&key.into());
        key.zeroize();
        Self { round, naming: secret.derive(NAMING_LABEL), cipher }
    }

    /// The covered name of a ballot.
    #[must_use]
    pub fn ballot_name(&self, key: BallotKey) -> CoveredName {
        self.name(BALLOT, key.as_bytes())
    }

    /// The covered name of an opinion.
    #[must_use]
    pub fn opinion_name(&self, key: &[u8; 16]) -> CoveredName {
        self.name(OPINION, key)
    }

    /// Covers a ballot.
    ///
    /// # Errors
    /// [`CoverError`] never in practice: the cipher refuses only messages of many gigabytes.
    pub fn ballot(
        &self,
        sheet: SheetId,
        key: BallotKey,
        nonce: &Nonce,
        packed: &[u8],
    ) -> Result<CoveredBallot, CoverError> {
        let name = self.ballot_name(key);
        let plain = [key.as_bytes(), nonce.as_bytes().as_slice(), packed].concat();
        Ok(CoveredBallot { name, content: self.encrypt(&name, &self.head(BALLOT, sheet, &name), &plain)? })
    }

    /// What a ballot of this sheet holds: key, nonce and packed answers, one after another.
    ///
    /// # Errors
    /// [`CoverError`].
    pub fn uncover_ballot(&self, sheet: SheetId, name: &CoveredName, content: &[u8]) -> Result<Vec<u8>, CoverError> {
        self.decrypt(name, &self.head(BALLOT, sheet, name), content)
    }

    /// Covers an opinion.
    ///
    /// # Errors
    /// [`CoverError`] never in practice, as with [`Self::ballot`].
    pub fn opinion(&self, opinion: &PlainOpinion) -> Result<CoveredOpinion, CoverError> {
        let name = self.opinion_name(&opinion.key);
        let length = u32::try_from(opinion.words.len()).map_err(|_| CoverError)?;
        let numbers = [opinion.sheet.0, opinion.subject, length].map(u32::to_be_bytes).concat();
        let mut plain = [opinion.key.as_slice(), &numbers, opinion.words.as_bytes()].concat();
        let size = SIZES.into_iter().find(|size| *size >= plain.len()).ok_or(CoverError)?;
        plain.resize(size, 0);
        // The sheet stands inside: outside it would say more than it has to.
        let encrypted = self.encrypt(&name, &self.head(OPINION, SheetId(0), &name), &plain)?;
        Ok(CoveredOpinion { name, content: BASE64URL_NOPAD.encode(&encrypted) })
    }

    /// Opens an opinion.
    ///
    /// # Errors
    /// [`CoverError`].
    pub fn uncover_opinion(&self, name: &CoveredName, content: &str) -> Result<PlainOpinion, CoverError> {
        let encrypted = BASE64URL_NOPAD.decode(content.as_bytes()).map_err(|_| CoverError)?;
        let plain = self.decrypt(name, &self.head(OPINION, SheetId(0), name), &encrypted)?;
        let (key, rest) = plain.split_first_chunk::<16>().ok_or(CoverError)?;
        let (sheet, rest) = number(rest)?;
        let (subject, rest) = number(rest)?;
        let (length, rest) = number(rest)?;
        let words = usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or(CoverError)?;
        let words = String::from_utf8(words.to_vec()).map_err(|_| CoverError)?;
        Ok(PlainOpinion { key: *key, sheet: SheetId(sheet), subject, words })
    }

    fn name(&self, kind: u8, name: &[u8]) -> CoveredName {
        hmac_sha256(&self.naming, &[&[kind], self.round.as_bytes(), name])
    }

    fn head(&self, kind: u8, sheet: SheetId, name: &CoveredName) -> Vec<u8> {
        [&[kind], self.round.as_bytes().as_slice(), &sheet.0.to_be_bytes(), name].concat()
    }

    fn encrypt(&self, name: &CoveredName, head: &[u8], plain: &[u8]) -> Result<Vec<u8>, CoverError> {
        let payload = Payload { msg: plain, aad: head };
        self.cipher.encrypt(&nonce_of(name).into(), payload).map_err(|_| CoverError)
    }

    fn decrypt(&self, name: &CoveredName, head: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, CoverError> {
        let payload = Payload { msg: encrypted, aad: head };
        self.cipher.decrypt(&nonce_of(name).into(), payload).map_err(|_| CoverError)
    }
}

impl fmt::Debug for Cover {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cover(hidden)")
    }
}

impl Drop for Cover {
    fn drop(&mut self) {
        self.naming.zeroize();
    }
}

fn nonce_of(name: &CoveredName) -> [u8; NONCE_LENGTH] {
    std::array::from_fn(|at| name[at])
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), CoverError> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(CoverError)?;
    Ok((u32::from_be_bytes(*number), rest))
}
