//! What can go wrong with storage.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

/// Why storage did not answer.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database refused or broke.
    #[error("the database did not answer: {0}")]
    Database(#[from] DbErr),
    /// A file of the database could not be read or written.
    #[error("the database file cannot be used: {0}")]
    File(#[from] std::io::Error),
    /// The database was written by a newer version of this program.
    #[error("the database is newer than this program (it knows the migration {0}); start the newer program")]
    Newer(String),
    /// The database was not brought up to this program yet.
    #[error("the database is older than this program, or empty; start the server of this version on it first")]
    Older,
    /// A stored value does not have the form that this program writes.
    #[error("a stored value is damaged: {0}")]
    Damaged(&'static str),
}

impl StorageError {
    /// Whether others were writing for so long that the wait was given up: trying again may do.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => true,
            DbErr::Query(RuntimeErr::SqlxError(error)) | DbErr::Exec(RuntimeErr::SqlxError(error)) => {
                let code = error.as_database_error().and_then(|error| error.code());
                code.is_some_and(|code| BUSY_CODES.contains(&code.as_ref()))
            }
            _ => false,
        }
    }
}

/// SQLite's "database is locked" and PostgreSQL's "lock not available".
const BUSY_CODES: [&str; 2] = ["5", "55P03"];
