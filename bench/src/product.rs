//! The binary: its size, and what it holds in memory when nobody asks anything.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::memory::{self, Figure};
use crate::report::{Report, megabytes};

/// Measures the `zhengyou` built beside this program.
pub fn measure(report: &mut Report) -> Result<()> {
    let binary = std::env::current_exe()?.with_file_name(format!("zhengyou{}", std::env::consts::EXE_SUFFIX));
    let size = std::fs::metadata(&binary).with_context(|| format!("{} is not built", binary.display()))?.len();
    report.add("size of the binary", megabytes(size));
    let folder = tempfile::tempdir()?;
    let mut command = Command::new(binary);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path());
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let lines = BufReader::new(server.stdout.take().context("its output")?).lines();
    let is_serving = lines.map_while(Result::ok).any(|line| line.contains("http://127.0.0.1:"));
    let resident = memory::of(&server.id().to_string(), Figure::Resident);
    server.kill()?;
    server.wait()?;
    anyhow::ensure!(is_serving, "the server ended before it served");
    report.add("memory at rest, a fresh installation", resident.map_or_else(|| "not told".to_owned(), megabytes));
    Ok(())
}
