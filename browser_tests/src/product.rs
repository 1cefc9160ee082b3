//! The product itself, as built for these tests.

use crate::Failure;
use crate::process::{Listening, number_after};
use std::path::PathBuf;
use std::process::Command;

/// A running `zhengyou`, killed when dropped.
#[derive(Debug)]
pub struct Product {
    process: Listening,
}

impl Product {
    /// A command of the `zhengyou` that was built beside this test (`cargo build --workspace`, or `cargo xtask test`).
    pub fn command() -> Command {
        Command::new(binary())
    }

    /// Starts a command that serves, and waits until it prints in Chinese that it has started, at an address on this
    /// machine such as `http://127.0.0.1:8080`. Let it listen on port 0 to get a free one.
    ///
    /// # Errors
    /// It does not start, or ends without an address; with what it printed.
    pub fn start(command: Command) -> Result<Self, Failure> {
        let port_in = |line: &str| number_after(line, "已启动：http://127.0.0.1:");
        Ok(Self { process: Listening::start(command, port_in)? })
    }

    /// The lines it printed before its address: the one-time passwords of a first start, the logins of a demo.
    #[must_use]
    pub fn said(&self) -> &[String] {
        &self.process.said
    }

    /// The address of a page: `url("/sign-in")`.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.process.port)
    }
}

/// `<target>/debug/zhengyou`, beside the `deps` this test stands in.
fn binary() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.ancestors().nth(2).unwrap_or(&program).join(format!("zhengyou{}", std::env::consts::EXE_SUFFIX))
}
