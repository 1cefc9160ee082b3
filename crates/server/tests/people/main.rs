//! Members, exemptions and imported spreadsheets, through pages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bad_input;
mod exemptions;
mod imports;
mod large_imports;
mod members;
mod support;
