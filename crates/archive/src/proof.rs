//! The proof of a receipt: below two kilobytes, checked offline against the printed root.

use std::io::BufRead;

use credentials::{BallotKey, Proof, PublicKey, Receipt};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bytes::Bytes;
use crate::json;
use crate::lines::Line;
use crate::reader::{ReadError, Reader};

/// What leads from a ballot to the root of its round: the proof of a receipt without the receipt's signature, so that
/// whoever publishes it for every ballot gives no receipt away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Ballots in the tree.
    pub ballots: u64,
    /// The place of this one, from 0.
    pub index: u64,
    /// Its key.
    pub key: Bytes<32>,
    /// The hashes beside its way up, the lowest first.
    pub path: Vec<Bytes<32>>,
    /// What this is.
    pub proof: ProofVersion,
    /// The root it leads to.
    pub root: Bytes<32>,
    /// The round, for people.
    pub round: Bytes<16>,
}

/// What leads from a receipt to the root of its round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptProof {
    /// Ballots in the tree.
    pub ballots: u64,
    /// The place of this one, from 0.
    pub index: u64,
    /// Its key.
    pub key: Bytes<32>,
    /// The hashes beside its way up, the lowest first.
    pub path: Vec<Bytes<32>>,
    /// What this is.
    pub proof: ProofVersion,
    /// The root it leads to.
    pub root: Bytes<32>,
    /// The round, for people.
    pub round: Bytes<16>,
    /// The receipt's signature.
    pub signature: Bytes<64>,
}

/// The version of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProofVersion {
    /// The first.
    #[serde(rename = "zhengyou-proof/1")]
    First,
}

/// Why there is no proof, or why it proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The archive cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The ballot is not in the archive.
    #[error("the ballot of this receipt is not in this archive")]
    Missing,
    /// It is no proof of this version in its one form.
    #[error("this is no proof")]
    Unreadable,
    /// The receipt was signed with another key.
    #[error("the receipt was not signed with this key")]
    Signature,
    /// It leads elsewhere.
    #[error("the proof does not lead to this root")]
    Root,
}

/// Makes the proof of a receipt from an archive that stood every step. `open` is called twice: the place of the ballot
/// is found first.
///
/// # Errors
/// [`ProofError`].
pub fn prove<R: BufRead>(
    receipt: &Receipt,
    mut open: impl FnMut() -> std::io::Result<R>,
) -> Result<ReceiptProof, ProofError> {
    let key = Bytes(*receipt.ballot_key().as_bytes());
    let (mut index, mut ballots, mut root, mut round) = (None, 0_u64, None, None);
    let mut reader = Reader::open(open().map_err(ReadError::Io)?)?;
    while let Some(line) = reader.next_line()? {
        match line {
            Line::Head(head) => round = Some(head.round),
            Line::Root(line) => root = Some(line.root),
            Line::Ballot(ballot) => {
                if ballot.key == key {
                    index = Some(ballots);
                }
                ballots += 1;
            }
            _ => {}
        }
    }
    let (Some(index), Some(root), Some(round)) = (index, root, round) else {
        return Err(ProofError::Missing);
    };
    let mut reader = Reader::open(open().map_err(ReadError::Io)?)?;
    let keys = std::iter::from_fn(|| {
        loop {
            match reader.next_line() {
                Ok(Some(Line::Ballot(ballot))) => return Some(ballot.key.0),
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return None,
            }
        }
    });
    let proof = Proof::of(keys, index).ok_or(ProofError::Missing)?;
    let path = proof.path().iter().copied().map(Bytes).collect();
    // Also says so where the file changed between the two readings.
    Inclusion { ballots, index, key, path, proof: ProofVersion::First, root, round }.proves(receipt)
}

/// Makes the proof of a receipt from a list of [`Inclusion`]s, one a line, as the page of a round gives it.
///
/// # Errors
/// [`ProofError`].
pub fn prove_from_list(receipt: &Receipt, list: impl BufRead) -> Result<ReceiptProof, ProofError> {
    let key = Bytes(*receipt.ballot_key().as_bytes()).to_string();
    for line in list.lines() {
        let line = line.map_err(ReadError::Io)?;
        if line.contains(&key)
            && let Ok(inclusion) = Inclusion::parse(&line)
            && inclusion.key.to_string() == key
        {
            return inclusion.proves(receipt);
        }
    }
    Err(ProofError::Missing)
}

impl Inclusion {
    /// The one form: canonical JSON, without an end of line.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`] where a number is too large for it.
    pub fn to_text(&self) -> Result<String, ProofError> {
        written(self)
    }

    /// Reads the one form; white space around it is let pass.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`].
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        read(text)
    }

    /// The proof of the receipt of this ballot.
    ///
    /// # Errors
    /// [`ProofError::Missing`] where it is another ballot's, [`ProofError::Root`] where it does not lead to the root.
    pub fn proves(self, receipt: &Receipt) -> Result<ReceiptProof, ProofError> {
        if self.key.0 != *receipt.ballot_key().as_bytes() {
            return Err(ProofError::Missing);
        }
        let Self { ballots, index, key, path, proof, root, round } = self;
        let signature = Bytes(*receipt.signature());
        let made = ReceiptProof { ballots, index, key, path, proof, root, round, signature };
        if made.leads() { Ok(made) } else { Err(ProofError::Root) }
    }
}

fn written(value: &impl Serialize) -> Result<String, ProofError> {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| json::canonical(&value)).ok_or(ProofError::Unreadable)
}

fn read<Read: for<'de> Deserialize<'de>>(text: &str) -> Result<Read, ProofError> {
    let text = text.trim();
    let value: Value = serde_json::from_str(text).map_err(|_| ProofError::Unreadable)?;
    if json::canonical(&value).as_deref() != Some(text) {
        return Err(ProofError::Unreadable);
    }
    serde_json::from_value(value).map_err(|_| ProofError::Unreadable)
}

impl ReceiptProof {
    /// The one form: canonical JSON, without an end of line.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`] where a number is too large for it.
    pub fn to_text(&self) -> Result<String, ProofError> {
        written(self)
    }

    /// Reads the one form; white space around it is let pass.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`].
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        read(text)
    }

    /// Checks it offline against a root and a key that were printed.
    ///
    /// # Errors
    /// [`ProofError::Signature`] and [`ProofError::Root`].
    pub fn check(&self, root: &Bytes<32>, key: &Bytes<32>) -> Result<(), ProofError> {
        let public = PublicKey::from_bytes(&key.0).map_err(|_| ProofError::Signature)?;
        let receipt = Receipt::from_parts(BallotKey::from_bytes(self.key.0), self.signature.0);
        receipt.verify(&public).map_err(|_| ProofError::Signature)?;
        if self.root == *root && self.leads() { Ok(()) } else { Err(ProofError::Root) }
    }

    fn leads(&self) -> bool {
        let path = self.path.iter().map(|hash| hash.0).collect();
        Proof::from_parts(self.index, self.ballots, path).leads(&self.key.0, &self.root.0)
    }
}
