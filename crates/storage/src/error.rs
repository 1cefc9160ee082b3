//! What can go wrong with storage.

/// Why storage did not answer.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database refused or broke.
    #[error("the database did not answer: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A file of the database could not be read or written.
    #[error("the database file cannot be used: {0}")]
    File(#[from] std::io::Error),
    /// The database was written by a newer version of this program.
    #[error("the database is newer than this program (it knows the migration {0}); start the newer program")]
    Newer(String),
    /// A stored value does not have the form that this program writes.
    #[error("a stored value is damaged: {0}")]
    Damaged(&'static str),
}
