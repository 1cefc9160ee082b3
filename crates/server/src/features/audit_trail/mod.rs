//! The audit trail, read by the auditor.

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "audit_trail",
    routes: |routes| routes,
    navigation: &[],
};
