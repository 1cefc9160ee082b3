//! The arithmetic, tested through its public door. One binary, one file per module of `src/`.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod attendance;
mod claim;
mod composite;
mod dates;
mod draw;
mod gap;
mod hand_out;
mod hours;
mod loads;
mod organisation;
mod places;
mod quality;
mod rate;
mod release;
mod statistics_return;
mod step;
mod tally;
mod verdict;
mod warnings;
mod wilson;
mod yearly;
