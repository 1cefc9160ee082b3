//! What can go wrong around a journey.

use std::time::Duration;

/// Why a journey could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// `ZHENGYOU_REQUIRE_BROWSER=1`, and a program is not named.
    #[error("{0} is not set, and ZHENGYOU_REQUIRE_BROWSER asks for a browser")]
    NoBrowser(&'static str),
    /// A program did not start.
    #[error("cannot start {program}: {error}")]
    Start {
        /// Its path.
        program: String,
        /// Why not.
        error: std::io::Error,
    },
    /// A program ended or fell silent before it said where it listens.
    #[error("{program} named no address within {patience:?}; it said:\n{said}")]
    NoAddress {
        /// Its path.
        program: String,
        /// How long it was waited for.
        patience: Duration,
        /// What it printed until then.
        said: String,
    },
    /// The browser refused to start.
    #[error("no browser session: {0}")]
    Session(#[from] fantoccini::error::NewSessionError),
    /// The browser refused a command, or waiting for something on the page took too long.
    #[error(transparent)]
    Command(#[from] fantoccini::error::CmdError),
    /// A file or folder could not be written or read.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The page had no width however long it was waited for.
    #[error("the page was loaded, but the browser did not lay it out")]
    NotLaidOut,
    /// A person who reads the page would not find it.
    #[error("no {kind} “{words}” can be seen within “{within}”")]
    NotSeen {
        /// Link, button, field …
        kind: &'static str,
        /// What it should say.
        words: String,
        /// What it should stand with.
        within: String,
    },
    /// The browser's answer was not of the expected form.
    #[error("the browser answered {0}")]
    Answer(String),
}
