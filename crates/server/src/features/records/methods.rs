//! The usual ways of hearing people besides meetings, each with its unit (S055); those of `opinion_methods.toml`, which the
//! everyday log shares.

use std::sync::LazyLock;

use serde::Deserialize;
use texts::Language;

use crate::features::appraisals::model::Words;
use crate::texts::in_script;

/// The method whose count stands for opened boxes on the return.
pub(super) const BOXES: &str = "opinion_box";

/// A way of hearing people: a visit, the hotline, a view on the spot.
#[derive(Debug, Deserialize)]
pub struct Method {
    /// Stable.
    pub code: String,
    name: Words,
    unit: Words,
}

#[derive(Deserialize)]
struct File {
    method: Vec<Method>,
}

/// All of them, in the order of the file.
///
/// # Panics
/// When the embedded file is damaged, which a test finds before anything is released.
pub static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| {
    const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/opinion_methods.toml"));
    let file: Result<File, _> = toml::from_str(TEXT);
    match file {
        Ok(file) => file.method,
        Err(error) => panic!("the embedded methods are damaged: {error}"),
    }
});

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
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
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

/// The method of a code; nothing where the library no longer has it.
#[must_use]
pub fn of_code(code: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.code == code)
}

/// The name of a method; the code itself where the library no longer has it.
#[must_use]
pub fn name_of(code: &str, language: Language) -> String {
    of_code(code).map_or(code, |method| method.name_in(language)).to_owned()
}

/// A stored method and its unit as a page or a paper shows them: in the library's words where it is one of the library's.
#[must_use]
pub fn shown<'a>((method, unit): (&'a str, &'a str), language: Language) -> (&'a str, &'a str) {
    let known = METHODS.iter().find(|known| known.stored_name() == method);
    let unit = known
        .filter(|known| known.stored_unit() == unit)
        .map_or_else(|| in_script(unit, language), |known| known.unit.in_language(language));
    let method = known.map_or_else(|| in_script(method, language), |known| known.name_in(language));
    (method, unit)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BOXES, METHODS};

    #[test]
    fn every_method_is_there_once() {
        let codes: BTreeSet<&str> = METHODS.iter().map(|method| method.code.as_str()).collect();
        assert_eq!(codes.len(), METHODS.len());
        assert!(codes.contains("visits") && codes.contains("hotline") && codes.contains("site_views"));
        assert!(codes.contains(BOXES));
    }
}
