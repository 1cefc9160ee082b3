//! The command line, through the binary itself.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod archives;
mod checking;
mod drawing;
mod operation;
mod postgres;

use std::path::PathBuf;
use std::process::Command;

/// What a command printed and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The lines on standard output; where it ended with 2, on standard error.
    pub lines: Vec<String>,
    /// The exit code.
    pub code: u8,
}

/// The binary.
pub fn zhengyou() -> Command {
    Command::new(env!("CARGO_BIN_EXE_zhengyou"))
}

/// Runs the binary with these words. Whatever is said is on one stream, the other stays silent.
pub fn run(words: &[&str]) -> Answer {
    let output = zhengyou().args(words).output().unwrap();
    let code = u8::try_from(output.status.code().unwrap()).unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(out.is_empty() || err.is_empty(), "{words:?}: {out}\n{err}");
    let said = if out.is_empty() { err } else { out };
    Answer { lines: said.lines().map(str::to_owned).collect(), code }
}

/// A folder that is not there yet, gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// One of this name.
    pub fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            std::fs::remove_dir_all(&path).unwrap();
        }
        Self(path)
    }

    /// As an argument.
    pub fn text(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.0.exists() {
            assert!(std::fs::remove_dir_all(&self.0).is_ok());
        }
    }
}
