//! What can go wrong that is nobody's ballot.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use credentials::CoverError;
use sea_orm::DbErr;

use crate::{BatchId, EntropyError, Interrupted, Malformed, Phase, RoundId, SheetId};

/// Why the ballot box could not do what was asked. What a judge is told is [`Outcome`](crate::Outcome) instead.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BallotError {
    /// The round has no store here.
    #[error("round {0} is not known to the ballot box")]
    UnknownRound(RoundId),
    /// The round is in another phase.
    #[error("this cannot be done while the round is {0:?}")]
    WrongPhase(Phase),
    /// The round was opened before with other sheets or another step of turnout.
    #[error("round {0} was opened before with other sheets")]
    OpenedDifferently(RoundId),
    /// The round's secret or signing pair is missing or not the one it was opened with: it takes no ballots, and without
    /// the secret those it has cannot be read.
    #[error(
        "the keys of round {0} are missing: put them back, or, if they are lost for good, declare the round void with \
         `zhengyou admin void-lost-rounds`"
    )]
    KeysLost(RoundId),
    /// The round has no such sheet.
    #[error("the round has no sheet {}", .0.0)]
    UnknownSheet(SheetId),
    /// The sheet was opened without blind tokens, or its key was retired.
    #[error("sheet {} takes no blind tokens", .0.0)]
    NoTokens(SheetId),
    /// What was to be signed was not blinded under the key of its sheet.
    #[error("this was not blinded under the key of sheet {}", .0.0)]
    NotBlinded(SheetId),
    /// A signature or a key could not be computed: the machine computed wrongly, and nothing left it.
    #[error("a key or signature of blind tokens could not be computed")]
    Computation,
    /// The round has no such batch.
    #[error("the round has no batch {}", .0.0)]
    UnknownBatch(BatchId),
    /// A batch of this number was issued before.
    #[error("batch {} was issued before", .0.0)]
    BatchExists(BatchId),
    /// The batch cannot be voided: ballots have been handed in with its codes, and no ballot can be voided.
    #[error("batch {} cannot be voided: some of its codes are used", .0.0)]
    BatchUsed(BatchId),
    /// A paper ballot does not fit its sheet; nothing was stored.
    #[error("a paper ballot does not fit its sheet: {0:?}")]
    UnfitPaper(Malformed),
    /// A batch contained a code of another batch, or the same code twice.
    #[error("a code was issued twice")]
    CodeIssuedTwice,
    /// The store was written by a newer version.
    #[error("the ballot store has format {found}, this program knows {known}")]
    NewerStore {
        /// Format of the store.
        found: i64,
        /// Newest format this program knows.
        known: i64,
    },
    /// An open round was begun by an earlier version, whose rows are not covered.
    #[error("the store of this open round has format {found}: end the round with the version that began it")]
    OlderStore {
        /// Format of the store.
        found: i64,
    },
    /// The store holds something that no version wrote.
    #[error("the ballot store is damaged: {0}")]
    Damaged(&'static str),
    /// The database failed. Nothing was acknowledged.
    #[error("the ballot store failed: {0}")]
    Database(Arc<DbErr>),
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The task that commits hand-ins has ended. Nothing was acknowledged.
    #[error("the committer has stopped")]
    CommitterStopped,
    /// A test cut the work off.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl From<CoverError> for BallotError {
    fn from(_: CoverError) -> Self {
        Self::Damaged("a covered row cannot be read: it was altered, or the round's secret is another")
    }
}

impl From<DbErr> for BallotError {
    fn from(error: DbErr) -> Self {
        Self::Database(Arc::new(error))
    }
}
