//! Chromium behind its chromedriver.

use crate::process::{Listening, number_after};
use crate::{Failure, Visit, Visitor};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const CHROMIUM: &str = "ZHENGYOU_CHROMIUM";
const CHROMEDRIVER: &str = "ZHENGYOU_CHROMEDRIVER";
const REQUIRED: &str = "ZHENGYOU_REQUIRE_BROWSER";

/// A chromedriver at work; visitors come through it. It and all its windows end with this handle.
#[derive(Debug)]
pub struct Browser {
    driver: Listening,
    chromium: PathBuf,
    // One folder a visitor; removed after the driver has ended.
    profiles: TempDir,
}

impl Browser {
    /// The browser named in the environment; `None`, with a printed line, where none is named and none is required.
    ///
    /// # Errors
    /// A browser is required and not named, or chromedriver does not start.
    pub fn at_hand() -> Result<Option<Self>, Failure> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let found = Programs::choose(
            variable(CHROMIUM).map(Into::into),
            variable(CHROMEDRIVER).map(Into::into),
            if variable(REQUIRED).is_some_and(|value| value == "1") { Need::Required } else { Need::Optional },
        )?;
        let Some(programs) = found else {
            println!("no browser: this journey did not run (cargo xtask test runs it)");
            return Ok(None);
        };
        let mut command = Command::new(programs.chromedriver);
        // Visitors are where the installation is, wherever this machine stands: their day is its day.
        command.arg("--port=0").env("TZ", "Asia/Shanghai");
        let driver = Listening::start(command, |line| number_after(line, "started successfully on port "))?;
        let profiles = tempfile::Builder::new().prefix("zhengyou-browser-").tempdir()?;
        Ok(Some(Self { driver, chromium: programs.chromium, profiles }))
    }

    /// A new visitor with an empty profile.
    ///
    /// # Errors
    /// The browser does not start.
    pub async fn visit(&self, visit: Visit) -> Result<Visitor, Failure> {
        let profile = tempfile::Builder::new().tempdir_in(self.profiles.path())?.keep();
        let downloads = profile.join("downloads");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(visit.capabilities(&self.chromium, &profile, &downloads))
            .connect(&format!("http://127.0.0.1:{}", self.driver.port))
            .await?;
        Visitor::new(client, visit, downloads).await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Only this closes the windows of a journey that failed; chromedriver killed alone would leave them behind.
        if let Err(error) = self.driver.fetch("/shutdown") {
            eprintln!("chromedriver did not close its windows: {error}");
        }
    }
}

/// Whether a journey may go without a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

#[derive(Debug, PartialEq, Eq)]
struct Programs {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Programs {
    fn choose(chromium: Option<PathBuf>, chromedriver: Option<PathBuf>, need: Need) -> Result<Option<Self>, Failure> {
        match (chromium, chromedriver, need) {
            (Some(chromium), Some(chromedriver), _) => Ok(Some(Self { chromium, chromedriver })),
            (None, _, Need::Required) => Err(Failure::NoBrowser(CHROMIUM)),
            (_, None, Need::Required) => Err(Failure::NoBrowser(CHROMEDRIVER)),
            (_, _, Need::Optional) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_missing_browser_is_a_failure_only_where_one_is_required() {
        let path = || Some(PathBuf::from("/usr/bin/chromium"));
        assert_eq!(Programs::choose(None, path(), Need::Optional).unwrap(), None);
        assert!(Programs::choose(path(), path(), Need::Optional).unwrap().is_some());
        let error = Programs::choose(None, path(), Need::Required).unwrap_err().to_string();
        assert!(error.starts_with("ZHENGYOU_CHROMIUM is not set"), "{error}");
        let error = Programs::choose(path(), None, Need::Required).unwrap_err().to_string();
        assert!(error.starts_with("ZHENGYOU_CHROMEDRIVER is not set"), "{error}");
    }
}
