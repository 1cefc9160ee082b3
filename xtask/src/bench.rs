//! `cargo xtask bench`: the figures of `docs/PERFORMANCE.md`.

use crate::postgres::Cluster;
use crate::{browser, cargo::cargo, environment, process, python};
use anyhow::{Context, Result};
use std::process::Command;

/// Builds product and measurements in release and runs the measurements with PostgreSQL at hand.
///
/// # Errors
/// A missing tool, or what failed.
pub fn run(arguments: &[String]) -> Result<()> {
    process::run(&mut cargo(&["build", "--release", "--package", "zhengyou", "--package", "bench"]))?;
    let cluster = Cluster::start()?;
    // This program stands in `<target>/debug`, the measurements in `<target>/release`.
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).context("no folder of builds")?;
    let mut measurements = Command::new(target.join("release").join(format!("bench{}", std::env::consts::EXE_SUFFIX)));
    measurements.args(arguments);
    measurements.env(environment::TEST_POSTGRES, cluster.url()).env(environment::REQUIRE_POSTGRES, "1");
    if let Ok(browser) = browser::find() {
        measurements.env(environment::CHROMIUM, browser.chromium);
        measurements.env(environment::CHROMEDRIVER, browser.chromedriver);
    }
    if let Ok(python) = python::find() {
        measurements.env(environment::PYTHON, python);
    }
    process::run(&mut measurements)
}
