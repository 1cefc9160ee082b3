//! Members and their exemptions (S077).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "people",
    routes: |routes| routes,
    navigation: &[],
};
