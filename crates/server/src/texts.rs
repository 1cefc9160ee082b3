//! The texts of all pages, embedded, and the traditional forms of what stands in the library.

use std::collections::HashMap;
use std::sync::LazyLock;

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
    "archives",
    "assessments",
    "audit_trail",
    "ballots",
    "composition",
    "conclusions",
    "corrections",
    "home",
    "imports",
    "library",
    "named",
    "organisations",
    "paper",
    "people",
    "procedures",
    "records",
    "results",
    "returns",
    "rhythm",
    "round_papers",
    "self_reports",
    "sign_in",
    "tokens",
    "windows",
];

/// Texts of the library in simplified and traditional characters, one pair a line.
const LIBRARY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/zh-Hant.tsv"));

static TRADITIONAL: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| LIBRARY.lines().filter_map(|line| line.split_once('\t')).collect());

/// What stands between the names of a list.
#[must_use]
pub const fn comma(language: Language) -> &'static str {
    match language {
        Language::En => ", ",
        Language::ZhHans | Language::ZhHant => "、",
    }
}

/// A text written in simplified Chinese, in the script of a page: what stands in the library has a traditional form,
/// what somebody typed stays as it is. Only what is shown is converted, so what is stored and frozen stays the same.
#[must_use]
pub fn in_script(text: &str, language: Language) -> &str {
    match language {
        Language::ZhHant => TRADITIONAL.get(text).copied().unwrap_or(text),
        Language::ZhHans | Language::En => text,
    }
}

/// Loads all texts.
pub fn load() -> Result<Texts, TextError> {
    Texts::new(SOURCES)
}
