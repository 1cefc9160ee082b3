//! The statistics return F19 (S081).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "returns",
    routes: |routes| routes,
    navigation: &[],
};
