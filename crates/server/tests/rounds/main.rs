//! Rounds of every direction, lived through pages from the draft to the figures.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use test_support::life;

mod batches;
mod cases;
mod comparison;
mod composite;
mod composition;
mod conclusions;
mod copying;
mod correction_life;
mod corrections;
mod directions;
mod draws;
mod emphases;
mod forums;
mod issuing;
mod letting_off;
mod linked;
mod named;
mod named_whole;
mod own_library;
mod paper;
mod paper_damage;
mod paper_faults;
mod paper_life;
mod procedures;
mod promises;
mod proximity;
mod questions;
mod reconciled;
mod rhythm;
mod round_papers;
mod semesters;
mod slackening;
mod stages;
mod tablets;
mod tokens;
mod two_rounds;
mod window_days;
mod windows;
mod within;
mod words;
mod working_group;
mod years;
