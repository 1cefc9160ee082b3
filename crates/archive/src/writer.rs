//! Writing an archive: lines in their order, the root and the end made here.

use std::io::{self, BufRead, Read, Write};

use credentials::{MerkleTree, SigningKeys};
use sha2::{Digest, Sha256};

use crate::bytes::Bytes;
use crate::lines::{End, Kind, Line, Milestone, Root, Signature};
use crate::reader::{LONG_LINE, MAGIC};

/// Why an archive cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file does not answer.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line where it may not stand: types have an order, those of one type ascend, and root and end are made by the
    /// writer.
    #[error("a line stands where it may not: {0}")]
    OutOfOrder(String),
    /// A number of 2^53 or above.
    #[error("a number is too large for an archive")]
    TooLarge,
    /// What is to be countersigned has no end, or one for other bytes.
    #[error("this file has no last line that fits it")]
    NoEnd,
}

/// Writes an archive line by line; nothing is kept but the tree over the ballots.
pub struct ArchiveWriter<W> {
    output: W,
    hash: Sha256,
    tree: MerkleTree,
    kind: Kind,
    last: Option<Place>,
}

/// Where a line stands: its type, then its own order within the type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u8, Within);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Within {
    Number(u32),
    Hash(Bytes<32>),
    Milestone(Milestone),
    Alone,
}

impl<W: Write> ArchiveWriter<W> {
    /// Begins an archive.
    ///
    /// # Errors
    /// Those of the output.
    pub fn begin(output: W) -> Result<Self, WriteError> {
        let mut writer =
            Self { output, hash: Sha256::new(), tree: MerkleTree::default(), kind: Kind::Public, last: None };
        writer.put(MAGIC)?;
        Ok(writer)
    }

    /// Writes the next line: head, keys, panels, batches, keys of tokens, used codes, used tokens, ballots, release,
    /// steps. The root is written before the release by itself.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn write(&mut self, line: &Line) -> Result<(), WriteError> {
        match line {
            Line::Root(_) | Line::End(_) => return Err(self.out_of_order(line)),
            Line::Head(head) => self.kind = head.kind,
            Line::Ballot(ballot) if ballot.kind() != self.kind => return Err(self.out_of_order(line)),
            Line::Release(_) => {
                let root = Root { ballots: self.tree.leaves(), root: Bytes(self.tree.root()) };
                self.append(&Line::Root(root))?;
            }
            _ => {}
        }
        self.append(line)?;
        if let Line::Ballot(ballot) = line {
            self.tree.push(&ballot.key.0);
        }
        Ok(())
    }

    /// The root over the ballots so far.
    #[must_use]
    pub fn root(&self) -> Bytes<32> {
        Bytes(self.tree.root())
    }

    /// Ends the archive with what `sign` makes of its digest: the round's signature first, then countersignatures.
    ///
    /// # Errors
    /// [`WriteError`]; without a release an archive cannot end.
    pub fn finish(mut self, sign: impl FnOnce(&[u8; 32]) -> Vec<Signature>) -> Result<W, WriteError> {
        let digest: [u8; 32] = self.hash.clone().finalize().into();
        self.append(&Line::End(End { sha256: Bytes(digest), signatures: sign(&digest) }))?;
        self.output.flush()?;
        Ok(self.output)
    }

    fn append(&mut self, line: &Line) -> Result<(), WriteError> {
        let place = Place(line.rank(), within(line));
        let begins = self.last.is_none_or(|last| last < place);
        let before = match line {
            Line::Head(_) => None,
            Line::Keys(_) => Some(0..=0),
            Line::Release(_) => Some(8..=8),
            Line::Step(_) | Line::End(_) => Some(9..=10),
            _ => Some(1..=7),
        };
        let follows = self.last.map(|last| last.0);
        let fits = match (before, follows) {
            (None, None) => true,
            (Some(before), Some(last)) => before.contains(&last),
            _ => false,
        };
        if !begins || !fits {
            return Err(self.out_of_order(line));
        }
        self.put(&line.to_text().ok_or(WriteError::TooLarge)?)?;
        self.last = Some(place);
        Ok(())
    }

    fn put(&mut self, text: &str) -> Result<(), WriteError> {
        for bytes in [text.as_bytes(), b"\n"] {
            self.output.write_all(bytes)?;
            self.hash.update(bytes);
        }
        Ok(())
    }

    fn out_of_order(&self, line: &Line) -> WriteError {
        WriteError::OutOfOrder(line.to_text().unwrap_or_default().chars().take(80).collect())
    }
}

const fn within(line: &Line) -> Within {
    match line {
        Line::Panel(panel) => Within::Number(panel.sheet),
        Line::Batch(batch) => Within::Number(batch.number),
        Line::TokenKey(key) => Within::Number(key.sheet),
        Line::Spent(spent) => Within::Hash(spent.hash),
        Line::Token(token) => Within::Hash(token.hash),
        Line::Ballot(ballot) => Within::Hash(ballot.key),
        Line::Step(step) => Within::Milestone(step.step),
        Line::Head(_) | Line::Keys(_) | Line::Root(_) | Line::Release(_) | Line::End(_) => Within::Alone,
    }
}

impl Signature {
    /// The round's own signature over an archive.
    #[must_use]
    pub fn of_round(keys: &SigningKeys, digest: &[u8; 32]) -> Self {
        Self { key: Bytes(*keys.public_key().as_bytes()), signature: Bytes(keys.sign_archive(digest)) }
    }

    /// A superior organisation's.
    #[must_use]
    pub fn countersigned(keys: &SigningKeys, digest: &[u8; 32]) -> Self {
        Self { key: Bytes(*keys.public_key().as_bytes()), signature: Bytes(keys.countersign(digest)) }
    }
}

/// Copies an archive with one more countersignature, over the digest of what is copied. Only what stood every step of
/// [`crate::verify`] should come here.
///
/// # Errors
/// [`WriteError::NoEnd`] where the last line is no end of these bytes, and those of the files.
pub fn countersign(mut input: impl BufRead, mut output: impl Write, keys: &SigningKeys) -> Result<(), WriteError> {
    let (mut line, mut hash) = (Vec::new(), Sha256::new());
    loop {
        line.clear();
        if (&mut input).take(LONG_LINE).read_until(b'\n', &mut line)? == 0 {
            return Err(WriteError::NoEnd);
        }
        if line.starts_with(b"{\"line\":\"end\"") {
            break;
        }
        output.write_all(&line)?;
        hash.update(&line);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let end = serde_json::from_slice::<Line>(&line);
    let Some(Line::End(mut end)) = end.ok().filter(|line| matches!(line, Line::End(end) if end.sha256.0 == digest))
    else {
        return Err(WriteError::NoEnd);
    };
    end.signatures.push(Signature::countersigned(keys, &digest));
    let text = Line::End(end).to_text().ok_or(WriteError::TooLarge)?;
    output.write_all(text.as_bytes())?;
    output.write_all(b"\n")?;
    output.flush()?;
    Ok(())
}
