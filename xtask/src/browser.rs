//! Finding Chromium and the chromedriver that fits it.

use crate::process;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A browser and its driver.
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// A chromedriver of the same main version.
    pub chromedriver: PathBuf,
    version: u32,
}

/// Looks for both in PATH and where distributions put them.
///
/// # Errors
/// One of them is missing, does not start, or their main versions differ.
pub fn find() -> Result<Browser> {
    let chromium = process::find_in_path(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
        .context("no chromium or google-chrome in PATH")?;
    let elsewhere =
        || Some(PathBuf::from("/usr/lib/chromium/chromedriver")).filter(|path| process::is_executable(path));
    let chromedriver =
        process::find_in_path(&["chromedriver"]).or_else(elsewhere).context("no chromedriver in PATH")?;
    let version = main_version(&process::output(Command::new(&chromium).arg("--version"))?)?;
    let driver_version = main_version(&process::output(Command::new(&chromedriver).arg("--version"))?)?;
    if version != driver_version {
        bail!("Chromium is version {version}, chromedriver is version {driver_version}; they must be the same");
    }
    Ok(Browser { chromium, chromedriver, version })
}

/// Where both stand, in words.
pub fn describe() -> Result<String> {
    let found = find()?;
    Ok(format!("{} and {}, version {}", found.chromium.display(), found.chromedriver.display(), found.version))
}

/// `Chromium 156.0.8078.79 built on …` → 156.
fn main_version(line: &str) -> Result<u32> {
    line.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .and_then(|word| word.split('.').next())
        .and_then(|number| number.parse().ok())
        .with_context(|| format!("no version in: {line}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn the_main_version_is_the_first_number() {
        assert_eq!(main_version("Chromium 156.0.8078.79 built on Debian GNU/Linux 12\n").unwrap(), 156);
        assert_eq!(main_version("ChromeDriver 9.0 (a21ce95)").unwrap(), 9);
        assert!(main_version("Chromium").is_err());
    }
}
