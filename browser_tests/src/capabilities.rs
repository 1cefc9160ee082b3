//! What a visitor's browser is like: screen, language, scripts.

use serde_json::{Map, Value, json};
use std::path::Path;

/// The screen a visitor looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// An office desk: 1280 × 900.
    Desktop,
    /// A phone held upright: 390 × 844, two device pixels each, touch.
    Phone,
    /// An old, small one: 360 × 640.
    SmallPhone,
}

impl Screen {
    /// Width and height in CSS pixels.
    pub const fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 900),
            Self::Phone => (390, 844),
            Self::SmallPhone => (360, 640),
        }
    }

    /// Whether it is held in a hand and touched.
    pub const fn is_touched(self) -> bool {
        !matches!(self, Self::Desktop)
    }
}

/// The language a visitor's browser asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// zh-CN
    Chinese,
    /// en
    English,
}

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As usual.
    Allowed,
    /// JavaScript is switched off.
    Blocked,
}

/// How somebody visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The screen.
    pub screen: Screen,
    /// The language asked for.
    pub language: Language,
    /// Scripts on or off.
    pub scripts: Scripts,
}

impl Visit {
    /// In Chinese, at a desk, with scripts.
    pub const AT_THE_DESK: Self =
        Self { screen: Screen::Desktop, language: Language::Chinese, scripts: Scripts::Allowed };
    /// In Chinese, on a phone, with scripts.
    pub const ON_A_PHONE: Self = Self { screen: Screen::Phone, ..Self::AT_THE_DESK };

    /// In Chinese, on an old small phone, with scripts.
    pub const ON_A_SMALL_PHONE: Self = Self { screen: Screen::SmallPhone, ..Self::AT_THE_DESK };

    /// The same without JavaScript.
    pub const fn without_javascript(self) -> Self {
        Self { scripts: Scripts::Blocked, ..self }
    }

    /// The same in English.
    pub const fn in_english(self) -> Self {
        Self { language: Language::English, ..self }
    }

    /// What chromedriver is asked for.
    pub(crate) fn capabilities(self, chromium: &Path, profile: &Path, downloads: &Path) -> Map<String, Value> {
        let (tag, accepted) = match self.language {
            Language::Chinese => ("zh-CN", "zh-CN,zh"),
            Language::English => ("en", "en"),
        };
        let mut arguments: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--lang={tag}"));
        arguments.push(format!("--accept-lang={accepted}"));
        // A paper is a file to be printed: it is saved, and the page stays.
        let mut preferences = json!({
            "intl.accept_languages": accepted,
            "plugins.always_open_pdf_externally": true,
            "download.default_directory": downloads.display().to_string(),
        });
        if self.scripts == Scripts::Blocked {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let mut options = json!({
            "binary": chromium.display().to_string(),
            "args": arguments,
            "prefs": preferences,
        });
        if self.screen.is_touched() {
            let (width, height) = self.screen.size();
            let metrics = json!({ "width": width, "height": height, "pixelRatio": 2, "touch": true, "mobile": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        Map::from_iter([
            ("browserName".to_owned(), json!("chrome")),
            ("goog:chromeOptions".to_owned(), options),
            ("pageLoadStrategy".to_owned(), json!("normal")),
        ])
    }
}

/// Root needs `--no-sandbox`; the rest keeps the browser from doing anything on its own.
const FLAGS: [&str; 15] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-search-engine-choice-screen",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    // Pages scroll smoothly otherwise, and a click comes before the button has arrived.
    "--force-prefers-reduced-motion",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn options(visit: Visit) -> Value {
        let all =
            visit.capabilities(Path::new("/usr/bin/chromium"), Path::new("/tmp/profile"), Path::new("/tmp/papers"));
        all.get("goog:chromeOptions").cloned().unwrap_or_default()
    }

    #[test]
    fn a_phone_is_emulated_and_a_desk_is_not() {
        assert_eq!(options(Visit::ON_A_PHONE)["mobileEmulation"]["deviceMetrics"]["width"], 390);
        assert!(options(Visit::AT_THE_DESK).get("mobileEmulation").is_none());
    }

    #[test]
    fn scripts_are_blocked_only_when_asked() {
        let key = "profile.managed_default_content_settings.javascript";
        assert_eq!(options(Visit::AT_THE_DESK.without_javascript())["prefs"][key], 2);
        assert!(options(Visit::AT_THE_DESK.in_english())["prefs"].get(key).is_none());
    }
}
