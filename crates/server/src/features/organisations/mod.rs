//! The typed tree of party organisations with its history (S135), and what each inherits from its sector (S002).

pub mod queries;
pub mod urls;

use crate::features::Feature;

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "organisations",
    routes: |routes| routes,
    navigation: &[],
};
