//! Languages and translated texts, shared by pages (`server`) and papers (`documents`).
//!
//! Every text is written twice, in Simplified Chinese and in English, as Fluent files beside the
//! code that shows it; Traditional Chinese is generated from the Simplified by
//! `cargo xtask generate`. A `Texts` is built once at start from embedded files.
//!
//! **Invariant:** a key missing from a language never panics and never falls back silently: it is
//! shown as `⟦key⟧`, which the rendering tests look for. **Absence:** no IO, no clock; arguments
//! are plain strings and integers, formatted by the caller where the local form matters.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod language;

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use language::Language;

/// A value put into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string, shown as it is (the page escapes it).
    Text(String),
    /// A whole number; plural rules see it, and it is shown without grouping.
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! value_from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value {
            fn from(number: $integer) -> Self {
                i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Number)
            }
        }
    )*};
}
value_from_integer!(u8, u16, u32, u64, usize, i32, i64);

/// Why texts could not be loaded: always a fault of a file in this repository.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// A file does not parse.
    #[error("a {language} text file does not parse: {detail}")]
    Syntax {
        /// The language of the file.
        language: Language,
        /// What the parser says.
        detail: String,
    },
    /// The same key stands twice in one language.
    #[error("a {language} text is defined twice: {detail}")]
    Twice {
        /// The language of the file.
        language: Language,
        /// What the loader says.
        detail: String,
    },
}

/// All texts in all languages.
pub struct Texts {
    bundles: HashMap<Language, FluentBundle<FluentResource>>,
}

impl Texts {
    /// Loads Fluent sources; keys are global, so files of different slices must not share one.
    ///
    /// # Errors
    /// When a file does not parse or a key is defined twice in a language.
    pub fn new(sources: &[(Language, &str)]) -> Result<Self, TextError> {
        let mut bundles = HashMap::new();
        for language in Language::ALL {
            let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
            // Isolation marks around arguments are invisible on paper but break copying and tests.
            bundle.set_use_isolating(false);
            bundles.insert(language, bundle);
        }
        for (language, source) in sources {
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, errors)| TextError::Syntax { language: *language, detail: format!("{errors:?}") })?;
            if let Some(bundle) = bundles.get_mut(language) {
                bundle
                    .add_resource(resource)
                    .map_err(|errors| TextError::Twice { language: *language, detail: format!("{errors:?}") })?;
            }
        }
        Ok(Self { bundles })
    }

    /// Whether the key has a text in the language.
    #[must_use]
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundles.get(&language).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The text of a key without arguments; `⟦key⟧` where it is missing.
    #[must_use]
    pub fn get(&self, language: Language, key: &str) -> String {
        self.with(language, key, &[])
    }

    /// The text of a key with its arguments; `⟦key⟧` where it, or an argument, is missing.
    #[must_use]
    pub fn with(&self, language: Language, key: &str, arguments: &[(&str, Value)]) -> String {
        let missing = || format!("⟦{key}⟧");
        let Some(bundle) = self.bundles.get(&language) else {
            return missing();
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return missing();
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            let value = match value {
                Value::Text(text) => FluentValue::from(text.clone()),
                Value::Number(number) => FluentValue::from(*number),
            };
            values.set((*name).to_owned(), value);
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if errors.is_empty() { text } else { missing() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "greeting = Hello, { $name }\nforms = { $count ->\n    [one] one form\n   *[other] { $count } forms\n}\n";
    const CHINESE: &str = "greeting = { $name },您好\nforms = { $count } 份\n";

    fn texts() -> Texts {
        Texts::new(&[(Language::En, ENGLISH), (Language::ZhHans, CHINESE)]).unwrap()
    }

    #[test]
    fn arguments_are_put_in_without_invisible_marks() {
        assert_eq!(texts().with(Language::ZhHans, "greeting", &[("name", "张三".into())]), "张三,您好");
        assert_eq!(texts().with(Language::En, "forms", &[("count", 1.into())]), "one form");
        assert_eq!(texts().with(Language::En, "forms", &[("count", 344.into())]), "344 forms");
    }

    #[test]
    fn a_missing_key_or_argument_shows_itself() {
        assert_eq!(texts().get(Language::En, "nothing"), "⟦nothing⟧");
        assert_eq!(texts().get(Language::ZhHant, "greeting"), "⟦greeting⟧");
        assert_eq!(texts().get(Language::En, "greeting"), "⟦greeting⟧");
    }

    #[test]
    fn a_key_defined_twice_is_refused() {
        assert!(Texts::new(&[(Language::En, "a = 1"), (Language::En, "a = 2")]).is_err());
    }
}
