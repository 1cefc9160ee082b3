//! `cargo xtask check`: what to run before a commit.

use crate::cargo::cargo;
use crate::steps::Steps;
use crate::{generate, process, tidy};
use anyhow::Result;

/// Format, tidy, generated files, clippy.
///
/// # Errors
/// The first step that failed.
pub fn run() -> Result<()> {
    let mut steps = Steps::start();
    let outcome = quick(&mut steps).and_then(|()| clippy(&mut steps));
    steps.print_total();
    outcome
}

/// The checks that compile nothing. All of them run, so that one run shows every finding.
pub fn quick(steps: &mut Steps) -> Result<()> {
    let format = steps.run("format", || process::run(&mut cargo(&["fmt", "--all", "--check"])));
    let tidy = steps.run("tidy", tidy::run);
    let generated = steps.run("generated files are fresh", || generate::run(crate::Writing::CheckOnly));
    format.and(tidy).and(generated)
}

/// Clippy over everything, warnings refused.
pub fn clippy(steps: &mut Steps) -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    steps.run("clippy", || process::run(&mut cargo(&arguments)))
}
