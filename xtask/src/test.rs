//! `cargo xtask test`: everything, with both databases and the browser; nothing is skipped.

use crate::cargo::cargo;
use crate::postgres::Cluster;
use crate::steps::Steps;
use crate::{assets, browser, check, environment, process, python, setup};
use anyhow::Result;
use std::process::Command;

/// Everything CI runs.
///
/// # Errors
/// The first step that failed; the quick checks and the tests each run to their end first.
pub fn everything() -> Result<()> {
    let mut steps = Steps::start();
    let outcome = all_steps(&mut steps);
    steps.print_total();
    outcome
}

fn all_steps(steps: &mut Steps) -> Result<()> {
    steps.run("set-up", setup::run)?;
    steps.run("web assets", assets::check_where_possible)?;
    check::quick(steps)?;
    check::clippy(steps)?;
    // Binaries too: the journeys and the crash tests start the product itself.
    steps.run("build", || process::run(&mut cargo(&["build", "--workspace", "--quiet"])))?;
    steps.run("build tests", || process::run(&mut cargo(&["test", "--workspace", "--no-run", "--quiet"])))?;
    let cluster = steps.run("PostgreSQL", Cluster::start)?;
    steps.run("tests, both databases and the browser", || {
        process::run(&mut equipped(&["test", "--workspace", "--no-fail-fast"], &cluster)?)
    })
}

/// Only the tests whose name contains `name`.
///
/// # Errors
/// A missing tool, or the failing tests.
pub fn one(name: &str, package: Option<&str>) -> Result<()> {
    let cluster = Cluster::start()?;
    let scope: &[&str] = match package {
        Some(package) => &["--package", package],
        None => &["--workspace"],
    };
    let arguments = [&["test"], scope, &[name]].concat();
    process::run(&mut equipped(&arguments, &cluster)?)
}

/// A cargo command whose tests find PostgreSQL and the browser, and fail where they do not.
fn equipped(arguments: &[&str], cluster: &Cluster) -> Result<Command> {
    let browser = browser::find()?;
    let mut command = cargo(arguments);
    command
        .env(environment::TEST_POSTGRES, cluster.url())
        .env(environment::TEST_POSTGRES_DATA, cluster.data())
        .env(environment::REQUIRE_POSTGRES, "1")
        .env(environment::CHROMIUM, browser.chromium)
        .env(environment::CHROMEDRIVER, browser.chromedriver)
        .env(environment::REQUIRE_BROWSER, "1")
        .env(environment::PYTHON, python::find()?);
    Ok(command)
}
