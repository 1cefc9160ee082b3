//! Preparing and running appraisal rounds (群众评议, S048).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "appraisals",
    routes: |routes| routes,
    navigation: &[],
};
