//! Two people changed the same thing: whoever saves second sees both versions side by side, and nothing is lost.

use crate::web::Page;

/// A field in which the two versions differ.
pub struct Differing {
    /// Its label.
    pub label: String,
    /// What is stored now.
    pub stored: String,
    /// What was typed.
    pub typed: String,
}

/// Where the stored version differs from the typed one, for the macro `conflict` above the form that holds what was
/// typed.
pub struct Conflict {
    /// The fields, in the order of the form.
    pub differing: Vec<Differing>,
}

impl Conflict {
    /// What is stored stands on the page already, beside the form that holds what was typed.
    #[must_use]
    pub const fn beside() -> Self {
        Self { differing: Vec::new() }
    }

    /// Compares field by field: the key of the label, what is stored, what was typed, both as people read them.
    #[must_use]
    pub fn between<const FIELDS: usize>(page: &Page, fields: [(&str, String, String); FIELDS]) -> Self {
        let differs = |(_, stored, typed): &(&str, String, String)| stored.trim() != typed.trim();
        let line = |(key, stored, typed): (&str, String, String)| Differing { label: page.t(key), stored, typed };
        Self { differing: fields.into_iter().filter(differs).map(line).collect() }
    }

    /// One more field, whose label is more than a text.
    #[must_use]
    pub fn and(mut self, label: String, stored: String, typed: String) -> Self {
        if stored != typed {
            self.differing.push(Differing { label, stored, typed });
        }
        self
    }
}
