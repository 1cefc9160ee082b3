//! The anonymous door, what the judged say beforehand, and what is recorded around a round: through pages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod casting;
mod display;
mod faults;
mod keeping;
mod records;
mod refusals;
mod round;
mod self_reports;

use test_support::run;
