//! Paths of imports.

use storage::ImportId;

use crate::urls;
use crate::web::Url;

urls! {
    /// Imports so far, and the form that uploads a file.
    Imports = "/w/imports";
    /// The report on one file; deleting gives it up.
    Import { id: ImportId } = "/w/imports/{id}";
    /// Answers to its questions; posting adds one.
    Choices { id: ImportId } = "/w/imports/{id}/choices";
    /// All corrections that are sure, accepted at once.
    SureChoices { id: ImportId } = "/w/imports/{id}/sure-choices";
    /// Applying it.
    Application { id: ImportId } = "/w/imports/{id}/application";
    /// The file with everything marked that needs mending.
    Marked { id: ImportId } = "/w/imports/{id}/marked.xlsx";
}

/// The report on one file, at the page and narrowed as it was looked at.
pub struct Report {
    /// The file.
    pub import: Import,
    /// Only lines of this weight; empty is all.
    pub severity: String,
    /// The page, from 1; 0 is the first.
    pub page: u64,
}

impl Url for Report {
    const PATH: &'static str = Import::PATH;

    fn to_path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.severity.is_empty() {
            query.append_pair("severity", &self.severity);
        }
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        let (path, query) = (self.import.to_path(), query.finish());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}
