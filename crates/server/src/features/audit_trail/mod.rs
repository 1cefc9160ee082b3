//! The audit trail: what was done, by whom and when. Only the auditor reads it, and nobody changes it.

mod export;
mod list;
mod narrowed;
mod queries;
pub mod urls;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Url};

const AUDITOR: Access = Access::Roles(&[Role::Auditor]);

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "audit_trail",
    routes: |routes| routes.get(urls::Trail::PATH, AUDITOR, list::index).get(urls::Export::PATH, AUDITOR, export::show),
    navigation: &[Navigation { key: "audit-trail-title", path: || urls::Trail {}.to_path(), roles: &[Role::Auditor] }],
    waiting: None,
};
