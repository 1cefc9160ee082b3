//! The binary `zhengyou`: subcommands and configuration.
//!
//! **Invariant:** exit codes are 0 fine, 1 refused with the reason, 2 cannot be judged or done. A one-time password is
//! printed once and stored nowhere.
//!
//! **Absence:** no rule of the campaign and no page: those are in `rules` and `server`.
//!
//! **Boundary:** one file a subcommand; `installation.rs` knows where an installation keeps its things.

mod admin;
mod archives;
mod backup;
mod cast;
mod check_claim;
mod check_draw;
mod check_return;
mod demo;
mod import;
mod installation;
mod prepare_postgres;
mod restore;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::installation::CommandError;

/// Zhengyou (争优) runs an organisation's excellence campaign: 创先争优活动平台。
#[derive(Parser)]
#[command(name = "zhengyou", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::DemoArguments),
    Serve(serve::ServeArguments),
    Import(import::ImportArguments),
    CheckClaim(check_claim::CheckClaimArguments),
    CheckReturn(check_return::CheckReturnArguments),
    CheckDraw(check_draw::CheckDrawArguments),
    Verify(archives::verify::VerifyArguments),
    Prove(archives::prove::ProveArguments),
    VerifyReceipt(archives::prove::VerifyReceiptArguments),
    Countersign(archives::countersign::CountersignArguments),
    Cast(cast::CastArguments),
    Backup(backup::BackupArguments),
    Restore(restore::RestoreArguments),
    Admin(admin::AdminArguments),
}

fn main() -> ExitCode {
    match CommandLine::parse().command {
        Command::CheckClaim(arguments) => check_claim::run(arguments),
        Command::CheckReturn(arguments) => check_return::run(arguments),
        Command::CheckDraw(arguments) => check_draw::run(arguments),
        Command::Verify(arguments) => archives::verify::run(arguments),
        Command::Prove(arguments) => archives::prove::run(arguments),
        Command::VerifyReceipt(arguments) => archives::prove::run_check(arguments),
        Command::Countersign(arguments) => archives::countersign::run(arguments),
        Command::Cast(arguments) => cast::run(arguments),
        Command::Demo(arguments) => block_on(demo::run(arguments)),
        Command::Serve(arguments) => block_on(serve::run(arguments)),
        Command::Import(arguments) => block_on(import::run(arguments)),
        Command::Backup(arguments) => block_on(backup::run(arguments)),
        Command::Restore(arguments) => block_on(restore::run(arguments)),
        Command::Admin(arguments) => block_on(admin::run(arguments)),
    }
}

fn block_on(command: impl Future<Output = Result<(), CommandError>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => Err(CommandError::from(error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.code())
        }
    }
}
