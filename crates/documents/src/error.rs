//! Why a paper could not be made.

/// Why a paper could not be made. Every variant but `Code` and `Shape` is a fault of this crate's
/// own files, which its tests look for.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The label files do not load.
    #[error("labels of papers: {0}")]
    Labels(String),
    /// A template failed; the text is what typst says.
    #[error("template {template}: {detail}")]
    Template {
        /// The template's file name.
        template: &'static str,
        /// What typst says, one message a line.
        detail: String,
    },
    /// The view could not be written as data.
    #[error("data of a paper: {0}")]
    Data(#[from] serde_json::Error),
    /// The address of a slip does not fit a QR code.
    #[error("a slip's address does not fit a QR code: {0}")]
    Code(String),
    /// A view contradicts itself: for instance a row with more counts than there are grades.
    #[error("the view contradicts itself: {0}")]
    Shape(String),
}
