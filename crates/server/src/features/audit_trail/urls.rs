//! Paths of the audit trail.

use crate::urls;

urls! {
    /// What was done, latest first.
    Trail = "/w/audit";
    /// The same as a spreadsheet.
    Export = "/w/audit/export.xlsx";
}
