//! Finding a Python for the second verifier of archives: `verifier/zyverify.py` needs 3.9 and `cryptography`.

use crate::{files, process};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Where an environment of our own stands, made by set-up where the machine's Python lacks the package.
const ENVIRONMENT: &str = "target/python";
/// Says its version and that of the package, or ends with an error.
const QUESTION: &str = "import sys, cryptography; assert sys.version_info >= (3, 9); \
                        print('Python', sys.version.split()[0] + ', cryptography', cryptography.__version__)";

/// The interpreter.
///
/// # Errors
/// Neither our environment nor a `python3` in PATH can run the verifier.
pub fn find() -> Result<PathBuf> {
    let own = Some(files::root().join(ENVIRONMENT).join("bin/python3")).filter(|path| process::is_executable(path));
    let candidates = own.into_iter().chain(process::find_in_path(&["python3"]));
    for python in candidates {
        if ask(&python).is_ok() {
            return Ok(python);
        }
    }
    bail!("no python3 of version 3.9 or newer that has the package cryptography")
}

/// Where it stands and which versions, in words.
pub fn describe() -> Result<String> {
    let python = find()?;
    Ok(format!("{}, {}", python.display(), ask(&python)?))
}

/// Makes the environment with the machine's Python.
///
/// # Errors
/// There is no `python3`, it cannot make environments, or the package cannot be fetched.
pub fn install() -> Result<()> {
    let python = process::find_in_path(&["python3"]).context("no python3 in PATH")?;
    let folder = files::root().join(ENVIRONMENT);
    process::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    process::run(Command::new(folder.join("bin/python3")).args(["-m", "pip", "install", "--quiet", "cryptography"]))
}

fn ask(python: &std::path::Path) -> Result<String> {
    let answer = process::output(Command::new(python).args(["-c", QUESTION]))?;
    Ok(answer.trim().to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_python_without_the_package_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let python = folder.path().join("python3");
        std::fs::write(&python, "#!/bin/sh\nexit 1\n").unwrap();
        std::fs::set_permissions(&python, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        assert!(ask(&python).is_err());
    }
}
