//! Cargo as this repository calls it.

use crate::files;
use std::process::Command;

/// A cargo command in the workspace's root.
///
/// What the outer `cargo run` tells a program about its own package is taken out again: build scripts that watch those
/// variables would otherwise be rebuilt each time one changes between the command line and this tool.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(files::root()).args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_this_package) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_this_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_variables_about_this_package_are_taken_out() {
        assert!(is_about_this_package("CARGO_PKG_NAME"));
        assert!(!is_about_this_package("CARGO_TARGET_DIR"));
        assert!(!is_about_this_package("CARGO_HOME"));
    }
}
