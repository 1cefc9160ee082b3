//! `cargo xtask attack <promise>`: the tables of `docs/ATTACKS.md`.

use crate::cargo::cargo;
use crate::process;
use anyhow::Result;

/// Builds the attacks in release and runs one with the rest of the command line.
///
/// # Errors
/// What did not build, or what the attack found.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut command = cargo(&["run", "--release", "--quiet", "--package", "attacks", "--"]);
    process::run(command.args(arguments))
}
