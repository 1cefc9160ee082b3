//! The report on a file, and the marked copy of it.

/// The heading of the column, and the name of the sheet, in which a marked copy tells what is wrong; never read.
pub const NOTES_HEADING: &str = "导入提示";
