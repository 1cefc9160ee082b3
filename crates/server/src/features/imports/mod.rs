//! Spreadsheets brought in: dry run, report, corrections, all or nothing.

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "imports",
    routes: |routes| routes,
    navigation: &[],
};
