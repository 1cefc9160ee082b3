//! Running other programs: output stays visible, a failure names the command line.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a command with its output visible and no input; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", line(command));
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot start: {}", line(command)))?;
    if !status.success() {
        bail!("{status}: {}", line(command));
    }
    Ok(())
}

/// Runs a command silently and returns what it wrote to standard output; a failure carries its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start: {}", line(command)))?;
    if !output.status.success() {
        bail!("{}: {}\n{}", output.status, line(command), String::from_utf8_lossy(&output.stderr).trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("output is not UTF-8: {}", line(command)))
}

/// The first of `names` that stands in PATH.
pub fn find_in_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| find_in(std::env::split_paths(&path), name))
}

fn find_in(mut folders: impl Iterator<Item = PathBuf>, name: &str) -> Option<PathBuf> {
    folders.find_map(|folder| {
        let candidate = folder.join(name);
        is_executable(&candidate).then_some(candidate)
    })
}

/// Whether the path is a file somebody may execute.
pub fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_failing_command_names_its_line_and_code() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(format!("{error:#}").contains("exit status: 3: sh -c exit 3"), "{error:#}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = output(&mut Command::new("zhengyou-no-such-program")).unwrap_err();
        assert!(format!("{error:#}").contains("cannot start: zhengyou-no-such-program"), "{error:#}");
    }

    #[test]
    fn only_executable_files_are_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("initdb"), "not a program").unwrap();
        assert_eq!(find_in(std::iter::once(folder.path().to_owned()), "initdb"), None);
        assert!(find_in_path(&["zhengyou-no-such-program", "sh"]).is_some());
    }
}
