//! Entities: one file a table. For `queries` modules only.

pub mod account;
pub mod audit_event;
pub mod exemption;
pub mod form_post;
pub mod import;
pub mod job;
pub mod member;
pub mod organisation;
pub mod organisation_event;
pub mod role_grant;
pub mod session;
