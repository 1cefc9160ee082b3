//! The steps between which opening, accepting paper and sealing may be cut off, so that a test can cut them off at each.

/// A step that has just been completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Opening: the round's secret is a file.
    SecretCreated,
    /// Opening: the signing pair is a file.
    SigningKeyCreated,
    /// Opening: the pairs that sign blind tokens, where there are any, are files.
    TokenKeysCreated,
    /// Opening: the store's tables exist.
    TablesCreated,
    /// Opening: round and sheets are recorded.
    RoundRecorded,
    /// Accepting paper: the batch is written, not yet committed.
    PaperWritten,
    /// Accepting paper: the batch is on the disk.
    PaperMoved,
    /// Sealing: hand-ins are refused, those waiting have been answered.
    Drained,
    /// Sealing: the store says that it is being sealed.
    PhaseRecorded,
    /// Sealing: the copy in key order is complete but not yet in force.
    CopyWritten,
    /// Sealing: the copy is in force; on PostgreSQL the old tables are gone as well.
    Swapped,
    /// Sealing: nothing of the old store is left.
    OldDeleted,
    /// Sealing: the round's secret is destroyed.
    SecretDestroyed,
}

impl Step {
    /// The steps of opening, in order.
    pub const OPENING: [Self; 5] = [
        Self::SecretCreated,
        Self::SigningKeyCreated,
        Self::TokenKeysCreated,
        Self::TablesCreated,
        Self::RoundRecorded,
    ];
    /// The steps of accepting paper, in order.
    pub const PAPER: [Self; 2] = [Self::PaperWritten, Self::PaperMoved];
    /// The steps of sealing, in order.
    pub const SEALING: [Self; 6] =
        [Self::Drained, Self::PhaseRecorded, Self::CopyWritten, Self::Swapped, Self::OldDeleted, Self::SecretDestroyed];
}

/// The hook cut the work off after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cut off after {0:?}")]
pub struct Interrupted(pub Step);

/// Told of every step just completed.
pub trait StepHook: Send + Sync {
    /// Called after a step.
    ///
    /// # Errors
    /// [`Interrupted`] makes the work stop there, as a crash would.
    fn reached(&self, step: Step) -> Result<(), Interrupted>;
}

/// Lets every step pass.
#[derive(Clone, Copy, Debug)]
pub struct NoHook;

impl StepHook for NoHook {
    fn reached(&self, _step: Step) -> Result<(), Interrupted> {
        Ok(())
    }
}
