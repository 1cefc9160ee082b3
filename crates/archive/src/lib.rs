//! The archive (归档包) of a round: everything public about it in one file that anybody can recheck.
//!
//! **Invariant:** a file has exactly one form. What is read is written again and compared byte by byte, so that two
//! readers never see two things in one file. Memory does not grow with ballots or used codes.
//!
//! **Absence:** no database, no clock, no chance, no type of the server: the parts of a declaration and of a release
//! that are rechecked here are read from their own texts. Nothing names a person who judged.
//!
//! **Boundary:** what a token is, `tokens` says. [`ArchiveWriter`] takes lines in their order, [`verify`] gives steps with results as data,
//! [`countersign`] and [`prove`] work on files that stood every step. The format is `docs/formats/zyarchive-1.md`; a
//! second verifier, `verifier/zyverify.py`, was written from that page alone.

mod bytes;
mod declared;
mod json;
mod lines;
mod proof;
mod reader;
mod released;
mod report;
mod verification;
mod writer;

pub use bytes::{Bytes, Packed};
pub use lines::{
    Ballot, Batch, Channel, End, Head, Keys, Kind, Line, Milestone, Panel, ReleaseText, Root, Signature, Spent,
    SpentToken, Standing, Step, TokenKey, TokenStanding,
};
pub use proof::{Inclusion, ProofError, ProofVersion, ReceiptProof, prove, prove_from_list};
pub use reader::{MAGIC, ReadError, Reader};
pub use report::{Fault, Figures, Outcome, Report, StepName, Warning};
pub use verification::{Evidence, verify};
pub use writer::{ArchiveWriter, WriteError, countersign};
