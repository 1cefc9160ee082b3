//! The three languages of every page and paper.

use std::fmt;

use unic_langid::{LanguageIdentifier, langid};

/// A language of the interface; Simplified Chinese is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// Simplified Chinese, written by hand; the first language.
    #[default]
    ZhHans,
    /// Traditional Chinese, generated from Simplified.
    ZhHant,
    /// English, written by hand.
    En,
}

impl Language {
    /// Every language, the first one first.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// The BCP 47 code, also the folder of its text files and the `lang` of its pages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language's own name, for the switch.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhHans => "简体中文",
            Self::ZhHant => "繁體中文",
            Self::En => "English",
        }
    }

    /// Reads a code as `code` writes it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The best match for an `Accept-Language` header; Simplified Chinese where nothing fits.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        for range in header.split(',') {
            let tag = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let traditional = ["zh-hant", "zh-tw", "zh-hk", "zh-mo"];
            if traditional.iter().any(|prefix| tag.starts_with(prefix)) {
                return Self::ZhHant;
            }
            if tag.starts_with("zh") {
                return Self::ZhHans;
            }
            if tag.starts_with("en") {
                return Self::En;
            }
        }
        Self::default()
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::ZhHans => langid!("zh-Hans"),
            Self::ZhHant => langid!("zh-Hant"),
            Self::En => langid!("en"),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_browser_s_wish_is_heard_and_chinese_is_the_default() {
        let table = [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::ZhHans),
            ("zh-TW", Language::ZhHant),
            ("zh-Hant-HK,en", Language::ZhHant),
            ("en-GB,en;q=0.9", Language::En),
            ("fr,en;q=0.5", Language::En),
            ("fr", Language::ZhHans),
            ("", Language::ZhHans),
        ];
        for (header, expected) in table {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}
