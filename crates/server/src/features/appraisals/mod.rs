//! Preparing and running appraisal rounds (群众评议, S048).

pub mod layout;
pub mod library;
pub mod model;
pub mod queries;
pub mod urls;

pub use layout::{ballot_round, layout_of, round_of};

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "appraisals",
    routes: |routes| routes,
    navigation: &[],
};
