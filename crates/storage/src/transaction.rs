//! A transaction that may write.

use sea_orm::DatabaseTransaction;

use crate::{Reads, StorageError, Strictness};

/// A transaction that may write: begun by [`crate::Database::write`], ended by [`Self::commit`] or [`Self::rollback`].
/// Dropping it rolls back, and in tests panics: a change forgotten half-way is a fault, not a habit. Whoever means a
/// drop to undo says so with [`Self::undone_when_dropped`].
pub struct WriteTransaction {
    transaction: Option<DatabaseTransaction>,
    /// What a drop means; `None` where it is a way to undo.
    strictness: Option<Strictness>,
}

impl WriteTransaction {
    pub(crate) const fn new(transaction: DatabaseTransaction, strictness: Strictness) -> Self {
        Self { transaction: Some(transaction), strictness: Some(strictness) }
    }

    /// For changes that an error may end on the way, at any `?`: dropping then means undoing, in tests too. The error
    /// itself is what gets told.
    #[must_use]
    pub fn undone_when_dropped(mut self) -> Self {
        self.strictness = None;
        self
    }

    /// Makes everything written durable.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(mut self) -> Result<(), StorageError> {
        match self.transaction.take() {
            Some(transaction) => Ok(transaction.commit().await?),
            None => Err(StorageError::Damaged("a transaction that ended twice")),
        }
    }

    /// Undoes everything written.
    ///
    /// # Errors
    /// When the connection is lost; then nothing was written either.
    pub async fn rollback(mut self) -> Result<(), StorageError> {
        match self.transaction.take() {
            Some(transaction) => Ok(transaction.rollback().await?),
            None => Err(StorageError::Damaged("a transaction that ended twice")),
        }
    }
}

impl Reads for WriteTransaction {
    type Connection = DatabaseTransaction;

    #[expect(clippy::expect_used, reason = "only `commit` and `rollback` take the transaction, and they take `self`")]
    fn connection(&self) -> &DatabaseTransaction {
        self.transaction.as_ref().expect("a transaction is there until it ends")
    }
}

impl Drop for WriteTransaction {
    fn drop(&mut self) {
        if self.transaction.is_none() || std::thread::panicking() {
            return;
        }
        match self.strictness {
            None => {}
            Some(Strictness::Log) => tracing::warn!("a write transaction was dropped and rolled back"),
            Some(Strictness::Panic) => {
                panic!("a write transaction was dropped without commit or rollback")
            }
        }
    }
}
