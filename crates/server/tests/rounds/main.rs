//! Rounds of every direction, lived through pages from the draft to the figures.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod comparison;
mod directions;
mod life;
mod linked;
mod procedures;
mod stages;
mod two_rounds;
mod within;
mod years;
