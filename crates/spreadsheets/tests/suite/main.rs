//! Through the public door: workbooks made in code, read, planned, marked and written.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod cells;
mod marked_copy;
mod opening;
mod planning_members;
mod planning_organisations;
mod reading;
mod statistics_return;
mod support;
mod writing;
