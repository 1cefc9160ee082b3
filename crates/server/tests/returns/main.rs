//! The statistics return F19 (S081), through its pages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod access;
mod county;
mod filing;
mod leading_team;
mod methods;
mod roll_up;
mod spreadsheets;
mod waiting;
