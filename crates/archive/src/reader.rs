//! Reading an archive line by line: form, order and limits, and the digest as it goes by.

use std::io::{self, BufRead, Read};

use sha2::{Digest, Sha256};

use crate::lines::{Kind, Line, Milestone, Parsed};
use crate::report::{Fault, StepName};

/// The first line.
pub const MAGIC: &str = "zhengyou-archive/1";
/// Bytes of the head and of the release with the end of the line.
pub(crate) const LONG_LINE: u64 = 64 * 1024 * 1024;
/// Bytes of any other line with its end.
const LINE: u64 = 1024 * 1024;
/// Types that stand exactly once: head, keys, root, release, end.
const ONCE: [u8; 5] = [0, 1, 8, 9, 11];
const ROOT: u8 = 8;
const END: u8 = 11;

/// Why reading ended before the end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file does not answer.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no archive of this format.
    #[error("line {line}: {fault:?}")]
    Refused {
        /// `magic` or `form`.
        step: StepName,
        /// What is wrong.
        fault: Fault,
        /// The line, from 1.
        line: u64,
    },
}

/// Gives the lines of an archive one by one.
pub struct Reader<R> {
    input: R,
    buffer: Vec<u8>,
    number: u64,
    hash: Sha256,
    digest: Option<[u8; 32]>,
    rank: Option<u8>,
    kind: Kind,
    milestone: Option<Milestone>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// [`ReadError`] where it is another.
    pub fn open(mut input: R) -> Result<Self, ReadError> {
        let expected = format!("{MAGIC}\n").into_bytes();
        let mut first = Vec::new();
        let most = u64::try_from(expected.len()).unwrap_or(u64::MAX);
        (&mut input).take(most).read_to_end(&mut first)?;
        if first != expected {
            return Err(ReadError::Refused { step: StepName::Magic, fault: Fault::NoArchive, line: 1 });
        }
        let hash = Sha256::new().chain_update(&first);
        let (buffer, kind) = (Vec::new(), Kind::Public);
        Ok(Self { input, buffer, number: 1, hash, digest: None, rank: None, kind, milestone: None })
    }

    /// The line read last, from 1.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// SHA-256 of all bytes before the last line, once that was read.
    #[must_use]
    pub const fn digest(&self) -> Option<[u8; 32]> {
        self.digest
    }

    /// The next line; nothing after the last.
    ///
    /// # Errors
    /// [`ReadError`] where it is none, or stands where it may not.
    pub fn next_line(&mut self) -> Result<Option<Line>, ReadError> {
        if self.rank == Some(END) {
            return Ok(None);
        }
        self.number += 1;
        self.read_bytes()?;
        let text = std::str::from_utf8(&self.buffer).map_err(|_| self.refused(Fault::NotText))?;
        let line = match Line::parse(text) {
            Parsed::Line(line) => line,
            Parsed::NoLine => return Err(self.refused(Fault::NoLine)),
            Parsed::NotCanonical => return Err(self.refused(Fault::NotCanonical)),
        };
        if !self.takes(&line) {
            return Err(self.refused(Fault::OutOfOrder));
        }
        self.rank = Some(line.rank());
        if matches!(line, Line::End(_)) {
            self.digest = Some(self.hash.clone().finalize().into());
            if !self.input.fill_buf()?.is_empty() {
                self.number += 1;
                return Err(self.refused(Fault::MoreFollows));
            }
        } else {
            self.hash.update(&self.buffer);
            self.hash.update(b"\n");
        }
        Ok(Some(line))
    }

    /// Reads up to the end of the line and drops it.
    fn read_bytes(&mut self) -> Result<(), ReadError> {
        // The head comes first, and the release follows the root: only these may be long.
        let limit = if matches!(self.rank, None | Some(ROOT)) { LONG_LINE } else { LINE };
        self.buffer.clear();
        (&mut self.input).take(limit).read_until(b'\n', &mut self.buffer)?;
        match self.buffer.pop() {
            Some(b'\n') => Ok(()),
            Some(_) if u64::try_from(self.buffer.len()).is_ok_and(|length| length + 1 == limit) => {
                Err(self.refused(Fault::TooLong))
            }
            _ => Err(self.refused(Fault::CutOff)),
        }
    }

    /// Whether a line may stand here.
    fn takes(&mut self, line: &Line) -> bool {
        let next = line.rank();
        let in_order = match self.rank {
            None => next == 0,
            Some(last) if next == last => !ONCE.contains(&last),
            Some(last) => next > last && !ONCE.iter().any(|once| (last + 1..next).contains(once)),
        };
        in_order
            && match line {
                Line::Head(head) => {
                    self.kind = head.kind;
                    true
                }
                Line::Ballot(ballot) => ballot.kind() == self.kind,
                Line::Step(step) => {
                    let is_later = self.milestone.is_none_or(|before| before < step.step);
                    self.milestone = Some(step.step);
                    is_later
                }
                _ => true,
            }
    }

    const fn refused(&self, fault: Fault) -> ReadError {
        ReadError::Refused { step: StepName::Form, fault, line: self.number }
    }
}
