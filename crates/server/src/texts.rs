//! The texts of all pages, embedded.

use texts::{Language, TextError, Texts};

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(
            (Language::ZhHans, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-Hans/", $name, ".ftl"))),
            (Language::ZhHant, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-Hant/", $name, ".ftl"))),
            (Language::En, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", $name, ".ftl"))),
        )*]
    };
}

/// One file a slice, and `web` for what all share.
const SOURCES: &[(Language, &str)] = sources![
    "web",
    "accounts",
    "appraisals",
    "audit_trail",
    "ballots",
    "home",
    "imports",
    "organisations",
    "people",
    "records",
    "results",
    "returns",
    "self_reports",
    "sign_in",
];

/// Loads all texts.
pub fn load() -> Result<Texts, TextError> {
    Texts::new(SOURCES)
}
