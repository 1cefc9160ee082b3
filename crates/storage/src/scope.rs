//! What a write touches, and so what must not be written at the same time.

use uuid::Uuid;

/// What a transaction writes to. On PostgreSQL two transactions of the same scope exclude each other; `Whole` excludes
/// everything. On SQLite there is one writer, so every scope excludes every other: the meaning is the same, no lost
/// update between transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole database: imports, moves in the tree, accounts.
    Whole,
    /// One organisation and what it owns.
    Organisation(Uuid),
    /// One appraisal round.
    Round(Uuid),
    /// One account: its sessions and sign-in attempts.
    Account(Uuid),
}

impl Scope {
    /// The advisory lock key; two scopes that share it by chance only wait for each other.
    pub(crate) fn lock_key(self) -> Option<i64> {
        let (kind, id) = match self {
            Self::Whole => return None,
            Self::Organisation(id) => (1, id),
            Self::Round(id) => (2, id),
            Self::Account(id) => (3, id),
        };
        let (high, low) = id.as_u64_pair();
        Some(i64::from_ne_bytes((high ^ low).wrapping_mul(31).wrapping_add(kind).to_ne_bytes()))
    }
}
