//! The ways of everyday knowledge: those of `opinion_methods.toml` (S055).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::features::library::model::Words;

/// A way of knowing: a visit, the hotline, a view on the spot.
#[derive(Debug, Deserialize)]
pub(super) struct Method {
    /// Stable.
    pub code: String,
    /// Its name.
    pub name: Words,
}

#[derive(Deserialize)]
struct File {
    method: Vec<Method>,
}

/// All of them, in the order of the file.
///
/// # Panics
/// When the embedded file is damaged, which a test finds before anything is released.
pub(super) static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| {
    let file: Result<File, _> = toml::from_str(include_str!("../../../templates_library/opinion_methods.toml"));
    match file {
        Ok(file) => file.method,
        Err(error) => panic!("the embedded methods are damaged: {error}"),
    }
});

/// The name of a method; the code itself where the library no longer has it.
pub(super) fn name_of(code: &str, language: texts::Language) -> String {
    let found = METHODS.iter().find(|method| method.code == code);
    found.map_or_else(|| code.to_owned(), |method| method.name.in_language(language).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::METHODS;

    #[test]
    fn every_method_is_there_once() {
        let codes: BTreeSet<&str> = METHODS.iter().map(|method| method.code.as_str()).collect();
        assert_eq!(codes.len(), METHODS.len());
        assert!(codes.contains("visits") && codes.contains("hotline") && codes.contains("site_views"));
    }
}
