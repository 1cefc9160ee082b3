//! The command line of the attacks.

use std::process::ExitCode;

use attacks::{linking, stuffing, suppression};
use clap::{Parser, Subcommand};

/// Attacks on what Zhengyou promises.
#[derive(Parser)]
#[command(name = "cargo xtask attack", bin_name = "cargo xtask attack")]
struct Arguments {
    #[command(subcommand)]
    attack: Attack,
}

#[derive(Subcommand)]
enum Attack {
    /// Names ballots from everything a sealed round leaves behind
    Linking(linking::Settings),
    /// Hands in a million times, to add, double or lose a ballot
    Stuffing(stuffing::Settings),
    /// Computes hidden counts out of everything a release publishes
    Suppression(suppression::Settings),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().attack {
        Attack::Linking(settings) => linking::run(&settings),
        Attack::Stuffing(settings) => stuffing::run(&settings),
        Attack::Suppression(settings) => suppression::run(&settings),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
