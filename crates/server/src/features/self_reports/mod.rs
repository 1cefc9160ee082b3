//! Self-reports before the ballot (S060).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "self_reports",
    routes: |routes| routes,
    navigation: &[],
};
