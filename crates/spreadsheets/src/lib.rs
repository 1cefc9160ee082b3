//! Purpose: workbooks as offices make them become checked rows, and the platform's tables become workbooks without
//! traps. Opening ([`open`]), finding the table ([`table`]), reading cells ([`cells`]), rows of organisations and
//! members ([`organisations`], [`members`]), what a file would change ([`matching`]), the report and the marked copy
//! ([`report`]), export ([`write`]) and the statistics return ([`statistics_return`]).
//!
//! Invariant: nothing is dropped in silence. Every row of a table is read, or named as blank, total, footnote or
//! repeated heading; every column is read, or named as ignored or unknown; a value is changed only by a correction
//! somebody accepted. The same bytes and choices give the same result.
//!
//! Absence: no database, no clock, no network, no file, no text for people (problems are codes with arguments;
//! whoever shows them translates). Values of columns the platform must not hold (ethnicity, identity number, home
//! address and the like) never leave this crate, except in a marked copy made for the person who brought the file.
//!
//! Boundary: bytes in, plain values or bytes out. Hostile bytes get a typed error within the limits given.

pub mod accounts;
pub mod cells;
pub mod grid;
pub mod matching;
pub mod members;
pub mod open;
pub mod organisations;
pub mod problem;
pub mod report;
pub mod statistics_return;
pub mod table;
pub mod write;

pub use grid::{Position, Value, Workbook};
pub use open::{Limits, OpenError, open};
pub use problem::{Choices, Code, Correction, Problem, Severity};
