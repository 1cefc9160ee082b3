//! `zhengyou cast`: a blind token taken, handed in and its receipt checked, without any script from the server (S068).
//!
//! Whoever does not trust the page that blinds (`crates/server/assets/own/token.js`) uses this program instead: it does the
//! same with the crate `tokens`, and speaks with the same pages and forms as a browser. Each command is a process of its
//! own and knows nothing of the others but the file it is given; handing in has no session. What a server says is shown in
//! its own words, without the characters that steer a terminal.
//!
//! Exit codes: 0 done; 1 refused, with the reason; 2 it cannot be done now. The conversation is on standard error, what
//! came of it on standard output.

mod address;
mod begun;
mod check;
mod console;
mod entered;
mod files;
mod filling;
mod hand_in;
pub mod offered;
mod page;
mod sheet;
mod take;
mod visit;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::check_claim::{Answer, Language};

/// Take, use and check a blind token without the page's script: 不用网页脚本，领取盲签凭证、交票、核对回执。
#[derive(Args, Clone, Debug)]
pub struct CastArguments {
    #[command(subcommand)]
    command: CastCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum CastCommand {
    Take(take::TakeArguments),
    HandIn(hand_in::HandInArguments),
    Check(check::CheckArguments),
}

/// Why a command ends before its end.
#[derive(Debug)]
enum Stop {
    /// A rule or a check refuses.
    Refused(String),
    /// It cannot be done now: no network, no file, an answer that nobody understands.
    Cannot(String),
}

impl Stop {
    /// Refused, in Chinese or English.
    fn refused(language: Language, (chinese, english): (&str, &str)) -> Self {
        Self::Refused(language.pick(chinese.to_owned(), english.to_owned()))
    }

    /// What is said of it.
    fn words(&self) -> &str {
        let (Self::Refused(words) | Self::Cannot(words)) = self;
        words
    }

    /// Cannot be done, in Chinese or English.
    fn cannot(language: Language, (chinese, english): (&str, &str)) -> Self {
        Self::Cannot(language.pick(chinese.to_owned(), english.to_owned()))
    }
}

impl From<Stop> for Answer {
    fn from(stop: Stop) -> Self {
        let (line, code) = match stop {
            Stop::Refused(line) => (line, 1),
            Stop::Cannot(line) => (line, 2),
        };
        Self { lines: vec![line], code }
    }
}

/// Runs one of the three.
#[must_use]
pub fn run(arguments: CastArguments) -> ExitCode {
    let done = match arguments.command {
        CastCommand::Take(arguments) => take::run(&arguments),
        CastCommand::HandIn(arguments) => hand_in::run(&arguments),
        CastCommand::Check(arguments) => check::run(&arguments),
    };
    let answer = done.map_or_else(Answer::from, |lines| Answer { lines, code: 0 });
    answer.print()
}
