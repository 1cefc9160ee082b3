//! Storage of the named side: the database handle, its entities and its migrations.
//!
//! **Invariant:** a function that can change data takes a [`WriteTransaction`]; one that only looks takes anything that
//! [`Reads`]. What belongs together (the change, its audit event, its jobs) commits together. The same statements run
//! on SQLite and on PostgreSQL.
//!
//! **Absence:** no HTTP, no ballot, no credential: the anonymous side has its own store in the crate `ballot_box`, and
//! no table here shares a key with it. No clock and no randomness: instants and identifiers are arguments.
//!
//! **Boundary:** entities are for the `queries` modules of the server's slices and go no further.

mod archive;
mod backup;
mod database;
pub mod entities;
mod error;
mod migrations;
mod scope;
mod transaction;
mod values;

pub use archive::{TABLES, copy_rows, is_empty};
pub use backup::{OpenRound, backup_sqlite, backup_sqlite_file, open_rounds};
pub use database::{Database, Kind, Reads, Strictness};
pub use error::StorageError;
pub use scope::Scope;
pub use transaction::WriteTransaction;
pub use values::*;
