//! Sealing, figures, opinions, papers of a round (S057).

pub mod compute;
mod counting;
pub mod queries;
pub mod release;
mod sealing;

pub use sealing::{Stage, finish, resume, seal, watch};

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "results",
    routes: |routes| routes,
    navigation: &[],
};
