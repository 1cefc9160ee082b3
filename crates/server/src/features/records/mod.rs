//! What is recorded around a round: meetings, contacts, practical things (S081).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "records",
    routes: |routes| routes,
    navigation: &[],
};
