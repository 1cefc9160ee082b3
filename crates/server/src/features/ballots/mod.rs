//! The anonymous door: a code, a sheet, a receipt (S068).

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "ballots",
    routes: |routes| routes,
    navigation: &[],
};
