//! Everything a person or a machine does to this repository besides writing it: `cargo xtask <command>`.
//!
//! Purpose: set a machine up, check the house rules, run every test on both databases and in a real browser,
//! write the generated files, rebuild the web assets. `.ci/run` calls nothing else.
//!
//! Invariant: `tidy`, `generate` and `assets` are functions of the checked-in files; run twice, they change nothing.
//!
//! Absence: no product code. Nothing here is shipped, and no crate of the product depends on it.
//!
//! Boundary: the commands and the environment variables of `test` (`ZHENGYOU_TEST_POSTGRES`,
//! `ZHENGYOU_CHROMIUM` and their companions in `environment.rs`) are what the rest of the workspace relies on.

mod assets;
mod attack;
mod bench;
mod browser;
mod cargo;
mod check;
mod environment;
mod files;
mod fluent;
mod generate;
mod migrations;
mod postgres;
mod process;
mod python;
mod setup;
mod steps;
mod test;
mod tidy;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Look for every tool the tests need; install PostgreSQL, Chromium and a Python where it may, else say what to install
    Setup,
    /// Before a commit: format, tidy, clippy
    Check,
    /// Everything CI runs: set-up, format, tidy, generated files, clippy, all tests on both databases, the browser
    Test,
    /// The tests whose name contains NAME, with PostgreSQL and the browser at hand
    TestOne {
        /// Part of the test's name
        name: String,
        /// Only this package; compiles much less
        #[arg(long, short)]
        package: Option<String>,
    },
    /// The house rules alone
    Tidy,
    /// Write the generated files (traditional Chinese texts)
    Generate {
        /// Change nothing; fail where a file is not fresh
        #[arg(long)]
        check: bool,
    },
    /// Rebuild the web assets from npm packages (needs Node; building the product does not)
    Assets {
        /// Change nothing; fail where the committed output differs
        #[arg(long)]
        check: bool,
    },
    /// Measure the figures of docs/PERFORMANCE.md, in release, on both databases
    Bench {
        /// Only these parts (`sealing`, `ballots`); a number says how many ballots are sealed
        parts: Vec<String>,
    },
    /// Attack a promise of docs/TRUST.md, in release (`attack linking`, `stuffing`, `suppression`); prints the tables of docs/ATTACKS.md
    Attack {
        /// Which promise, then what its attack takes (`--help` tells)
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        attack: Vec<String>,
    },
    /// Enter new migrations in the list of frozen ones (migrations.lock)
    FreezeMigrations,
}

fn main() -> ExitCode {
    let outcome = run(Arguments::parse().task);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Setup => setup::run(),
        Task::Check => check::run(),
        Task::Test => test::everything(),
        Task::TestOne { name, package } => test::one(&name, package.as_deref()),
        Task::Tidy => tidy::run(),
        Task::Generate { check } => generate::run(Writing::unless(check)),
        Task::Assets { check } => assets::run(Writing::unless(check)),
        Task::Bench { parts } => bench::run(&parts),
        Task::Attack { attack } => attack::run(&attack),
        Task::FreezeMigrations => migrations::freeze(),
    }
}

/// Whether a command that produces files writes them or only compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Writing {
    /// Write what differs.
    Write,
    /// Write nothing; what differs is a failure.
    CheckOnly,
}

impl Writing {
    fn unless(check: bool) -> Self {
        if check { Self::CheckOnly } else { Self::Write }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
