//! The statistics return F19/1 as a workbook: sheet 统计单, title, unit and date, one row a line.

mod read;
mod write;

pub use read::{PlacedReturn, read, read_workbook};
pub use write::write;

use crate::open::OpenError;
use rules::statistics_return::Line;

/// The defined name by which the form is recognised.
pub const FORM_NAME: &str = "zhengyou_form";
/// What the defined name stands for.
pub const FORM_VERSION: &str = "F19/1";
/// The title of the form.
pub const TITLE: &str = "党组织开展创先争优活动情况群众评议相关数据统计单";
/// The name of the sheet.
pub const SHEET: &str = "统计单";
/// The headings of the form; the fifth may be missing on import.
pub const HEADINGS: [&str; 5] = ["行次", "项目", "数量", "单位", "空白原因"];

/// Why a file is not a return that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReturnError {
    /// The file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Neither the defined name, nor the title, nor the line codes are there.
    #[error("this is not the statistics return")]
    NotTheForm,
    /// Another version of the form, or another form.
    #[error("the form says it is {0}, and only F19/1 is read")]
    OtherVersion(String),
    /// The same line twice.
    #[error("line {0:?} stands there twice")]
    LineTwice(Line),
}
