//! `cargo xtask attack <promise>`: the tables of `docs/ATTACKS.md`.

use crate::cargo::cargo;
use crate::postgres::Cluster;
use crate::{environment, process};
use anyhow::Result;

/// The attacks on stores, which need PostgreSQL beside SQLite.
const ON_BOTH_DATABASES: [&str; 2] = ["linking", "stuffing"];

/// Builds the attacks in release and runs one with the rest of the command line.
///
/// # Errors
/// What did not build, or what the attack found.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut command = cargo(&["run", "--release", "--quiet", "--package", "attacks", "--"]);
    command.args(arguments);
    if !arguments.first().is_some_and(|attack| ON_BOTH_DATABASES.contains(&attack.as_str())) {
        return process::run(&mut command);
    }
    let cluster = Cluster::start()?;
    command.env(environment::TEST_POSTGRES, cluster.url()).env(environment::REQUIRE_POSTGRES, "1");
    process::run(&mut command)
}
