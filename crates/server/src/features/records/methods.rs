//! The usual ways of hearing people besides meetings, each with its unit (S055).

use serde::Deserialize;
use texts::Language;

use crate::features::appraisals::model::Words;
use crate::texts::in_script;
use crate::web::WebError;

/// A way of hearing people.
#[derive(Debug, Deserialize)]
pub(super) struct Method {
    pub code: String,
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

    /// Its name as a page shows it.
    pub(super) fn name_in(&self, language: Language) -> &str {
        self.name.in_language(language)
    }

    /// Whether somebody who reads another language means this one.
    pub(super) fn is_called(&self, typed: &str) -> bool {
        Language::ALL.iter().any(|language| self.name.in_language(*language) == typed)
    }

    /// Whether this is the unit it is counted in, in any language.
    pub(super) fn counts_in(&self, typed: &str) -> bool {
        Language::ALL.iter().any(|language| self.unit.in_language(*language) == typed)
    }
}

/// The method whose count stands for opened boxes on the return.
pub(super) const BOXES: &str = "opinion_box";

/// A stored method and its unit as a page or a paper shows them: in the library's words where it is one of the library's.
///
/// # Errors
/// When the embedded file is damaged.
pub fn shown((method, unit): (&str, &str), language: Language) -> Result<(String, String), WebError> {
    let all = all()?;
    let known = all.iter().find(|known| known.stored_name() == method);
    let unit = known
        .filter(|known| known.stored_unit() == unit)
        .map_or_else(|| in_script(unit, language), |known| known.unit.in_language(language));
    let method = known.map_or_else(|| in_script(method, language), |known| known.name_in(language));
    Ok((method.to_owned(), unit.to_owned()))
}

/// The methods of the library.
pub(super) fn all() -> Result<Vec<Method>, WebError> {
    const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/opinion_methods.toml"));
    let file: File = toml::from_str(TEXT).map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(file.method)
}
