//! The adjusted score, tested through its public door.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod outcomes;
mod properties;
mod recovery;
mod simulation;
mod vgam;
mod winsteps;
