//! Rounds of every direction, lived through pages from the draft to the figures.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod batches;
mod comparison;
mod composition;
mod conclusions;
mod copying;
mod correction_life;
mod corrections;
mod directions;
mod draws;
mod emphases;
mod forums;
mod letting_off;
mod life;
mod linked;
mod named;
mod named_whole;
mod paper;
mod paper_damage;
mod paper_faults;
mod paper_life;
mod procedures;
mod proximity;
mod questions;
mod rhythm;
mod round_papers;
mod semesters;
mod slackening;
mod stages;
mod tablets;
mod two_rounds;
mod window_days;
mod windows;
mod within;
mod working_group;
mod years;
