//! Paths of imports.

use storage::ImportId;

use crate::urls;

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
