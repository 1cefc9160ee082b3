//! The two promises of `docs/TRUST.md`, attacked: `cargo xtask attack <promise>` builds this in release and runs it.
//!
//! Purpose: each attack is given everything its attacker has, tries thousands of made-up rounds, and prints the table
//! that `docs/ATTACKS.md` keeps. A fixed share of each runs with the ordinary tests.
//!
//! Invariant: the same seed makes the same rounds and the same table. An attack that finds nothing in the product
//! finds something in a careless twin of it, in the same run; otherwise it fails.
//!
//! Absence: nothing of the product depends on this crate, and nothing here is shipped.
//!
//! Boundary: one module an attack, with `run`; what it prints is Markdown, and what it found wrong is its error.

pub mod home;
pub mod linking;
pub mod random;
pub mod stuffing;
pub mod suppression;
