//! The arithmetic, tested through its public door. One binary, one file per module of `src/`.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod attendance;
mod claim;
mod dates;
mod rate;
mod release;
mod step;
mod tally;
mod verdict;
mod wilson;
