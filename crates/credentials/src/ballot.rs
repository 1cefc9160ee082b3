//! The ballot as it is stored and committed to: its key *c*, its nonce, its canonical bytes.

use std::fmt;

use crate::secrets::labelled_hash;
use crate::{RoundId, SheetId};

const BALLOT_LABEL: &[u8] = b"zhengyou/ballot/v1";
const CANONICAL_VERSION: u8 = 1;

/// The nonce stored with a ballot: 32 bytes that hide the few bits of the grades within the ballot key. A slip's comes
/// from [`nonce`](crate::nonce); a paper ballot's is random.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 32]);

/// The key of a ballot, *c*: a commitment to round, sheet and answers, and the ballot's only name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BallotKey([u8; 32]);

/// The canonical bytes of a ballot, version 1: one byte 1, the sheet's number as four bytes with the highest first,
/// then the packed answers to the end.
#[must_use]
pub fn canonical_ballot(sheet: SheetId, packed_answers: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(5 + packed_answers.len());
    bytes.push(CANONICAL_VERSION);
    bytes.extend_from_slice(&sheet.0.to_be_bytes());
    bytes.extend_from_slice(packed_answers);
    bytes
}

/// *c* = SHA-256("zhengyou/ballot/v1" ‖ round ‖ nonce ‖ canonical ballot).
#[must_use]
pub fn ballot_key(round: RoundId, nonce: &Nonce, canonical: &[u8]) -> BallotKey {
    BallotKey(labelled_hash(BALLOT_LABEL, &[round.as_bytes(), &nonce.0, canonical]))
}

impl Nonce {
    /// Takes 32 bytes: stored ones, or random ones for a paper ballot.
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

impl fmt::Debug for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Nonce(hidden)")
    }
}

impl BallotKey {
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

impl fmt::Debug for BallotKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BallotKey(hidden)")
    }
}
