//! The labels of papers in three languages, loaded once from the embedded Fluent files.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json};
use texts::{Language, Texts, Value};

use crate::DocumentError;

const SOURCES: [(Language, &str); 3] = [
    (Language::ZhHans, include_str!("../locales/zh-Hans/papers.ftl")),
    (Language::ZhHant, include_str!("../locales/zh-Hant/papers.ftl")),
    (Language::En, include_str!("../locales/en/papers.ftl")),
];

static TEXTS: LazyLock<Result<Texts, String>> =
    LazyLock::new(|| Texts::new(&SOURCES).map_err(|error| error.to_string()));

/// The labels in one language.
#[derive(Clone, Copy)]
pub(crate) struct Wording {
    texts: &'static Texts,
    /// The language written.
    pub(crate) language: Language,
}

impl Wording {
    /// The labels of a language.
    ///
    /// # Errors
    /// When the embedded files do not load.
    pub(crate) fn new(language: Language) -> Result<Self, DocumentError> {
        match &*TEXTS {
            Ok(texts) => Ok(Self { texts, language }),
            Err(error) => Err(DocumentError::Labels(error.clone())),
        }
    }

    /// The label `papers-<key>`.
    pub(crate) fn get(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The label `papers-<key>` with its arguments.
    pub(crate) fn with(self, key: &str, arguments: &[(&str, Value)]) -> String {
        self.texts.with(self.language, &format!("papers-{key}"), arguments)
    }

    /// The labels a template reads, by the last part of their keys: `("slips", ["code"])` gives
    /// `code` the label `papers-slips-code`.
    pub(crate) fn labels(self, paper: &str, keys: &[&str]) -> Map<String, Json> {
        let label = |key: &&str| ((*key).to_owned(), self.get(&format!("{paper}-{key}")).into());
        keys.iter().map(label).collect()
    }
}
