//! Journeys through the product in a real browser, and the one that proves the harness.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod carried;
mod channels;
mod demonstration;
mod errands;
mod first_start;
mod harness;
mod office;
mod paper;
mod phones;
mod receipts;
mod sheet;
mod token_round;
mod tokens;
