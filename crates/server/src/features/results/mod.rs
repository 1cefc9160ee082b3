//! Sealing, figures, opinions, papers of a round (S057).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "results",
    routes: |routes| routes,
    navigation: &[],
};
