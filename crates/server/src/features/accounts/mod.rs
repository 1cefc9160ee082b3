//! Accounts and roles: the security administrator gives, ends and resets them.

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "accounts",
    routes: |routes| routes,
    navigation: &[],
};
