//! The usual ways of hearing people besides meetings, each with its unit (S055).

use serde::Deserialize;
use texts::Language;

use crate::features::appraisals::model::Words;
use crate::web::WebError;

/// A way of hearing people.
#[derive(Debug, Deserialize)]
pub(super) struct Method {
    name: Words,
    unit: Words,
}

#[derive(Deserialize)]
struct File {
    method: Vec<Method>,
}

impl Method {
    /// As it is stored, and written on the return.
    pub(super) fn stored_name(&self) -> &str {
        self.name.in_language(Language::ZhHans)
    }

    /// The unit it is counted in, as it is stored.
    pub(super) fn stored_unit(&self) -> &str {
        self.unit.in_language(Language::ZhHans)
    }
}

/// The methods of the library.
pub(super) fn all() -> Result<Vec<Method>, WebError> {
    const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/opinion_methods.toml"));
    let file: File = toml::from_str(TEXT).map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(file.method)
}
