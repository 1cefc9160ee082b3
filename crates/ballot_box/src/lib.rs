//! The ballot box: the anonymous side of an appraisal round (评议轮次).
//!
//! **Invariant:** an acknowledged ballot is on the disk, once. A ballot row holds its key, nonce, sheet and packed
//! answers and nothing about who, when, where or which slip; the spent list holds hashes only. Sealing (封存) rewrites
//! everything in key order into a new store, because before it the bytes betray the order of arrival; until then ballots and
//! opinions lie under a cover whose key is in no store and dies with sealing.
//!
//! **Absence:** no type that names a person, no time, channel, sequence or address, no way to void or delete a ballot,
//! no figure before sealing except the sampled turnout.
//!
//! **Boundary:** [`BallotBox`] is the whole door. Each round has a store of its own: a SQLite file, or a partition of
//! the PostgreSQL schema `ballots`. The round's keys are files in a folder of their own, in no database and no backup.
//! What a batch, a sheet or an opinion's subject means is known to the named side alone.

mod archive;
mod ballot_box;
mod casting;
mod codes;
mod commitments;
mod committer;
mod counts;
mod covered;
mod entropy;
mod errors;
mod files;
mod issuing;
mod keys;
mod migrations;
mod opening;
mod paper;
mod rounds;
mod sealed;
mod sealing;
mod settings;
mod slots;
mod steps;
mod store;
mod tokens;
mod turnout;

pub use ballot_box::BallotBox;
pub use casting::{Closed, HandIn, Malformed, Opinion, Outcome};
pub use codes::{CodeSearch, CodeStanding, FoundCode};
pub use commitments::Commitment;
pub use counts::{BatchCount, IssuedCount, SealedCounts, TokenCount};
pub use credentials::{CookieContent, Credential, PublicKey, Receipt, RoundId, SheetId};
pub use entropy::{Entropy, EntropyError, SystemEntropy};
pub use errors::BallotError;
pub use issuing::{Batch, BatchId, Cancellation};
pub use opening::RoundOpening;
pub use paper::PaperBallot;
pub use rounds::Phase;
pub use sealed::{Counted, ReleasedOpinion};
pub use settings::{Place, Settings};
pub use steps::{Interrupted, NoHook, Step, StepHook};
pub use tokens::{SpentToken, TokenKey, TokenSearch};
pub use turnout::{Minutes, SheetTurnout};
