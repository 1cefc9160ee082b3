//! `cargo xtask setup`: every tool the tests need, found, installed where that is allowed, or named.

mod install;

use crate::{browser, postgres, process, python};
use anyhow::{Result, bail};

/// Something the tests need from the machine.
struct Need {
    /// What it is called in what we print.
    name: &'static str,
    /// The Debian packages that bring it; empty where apt-get is not how it is installed.
    packages: &'static [&'static str],
    /// What a person does who installs it by hand.
    by_hand: &'static str,
    /// Where it stands, in words, or what is wrong.
    find: fn() -> Result<String>,
}

const NEEDS: &[Need] = &[
    Need {
        name: "rustfmt and clippy",
        packages: &[],
        by_hand: "rustup component add rustfmt clippy",
        find: find_rust_components,
    },
    Need {
        name: "a C compiler",
        packages: &["gcc", "libc6-dev"],
        by_hand: "install gcc or clang (Debian, Ubuntu: apt-get install gcc libc6-dev)",
        find: find_c_compiler,
    },
    Need {
        name: "PostgreSQL 15 or newer, the server",
        packages: &["postgresql"],
        by_hand: "install the PostgreSQL server (Debian, Ubuntu: apt-get install postgresql; \
                  Fedora: dnf install postgresql-server; macOS: brew install postgresql@17)",
        find: postgres::describe,
    },
    Need {
        name: "Chromium and its chromedriver",
        packages: &["chromium", "chromium-driver"],
        by_hand: "install Chromium or Chrome and the chromedriver of the same version \
                  (Debian: apt-get install chromium chromium-driver; Fedora: dnf install chromium chromedriver)",
        find: browser::describe,
    },
    Need {
        name: "Python with the package cryptography",
        packages: &["python3", "python3-venv"],
        by_hand: "install Python 3.9 or newer and its package cryptography (python3 -m pip install cryptography)",
        find: python::describe,
    },
];

/// Checks every need; installs what is missing where it may.
///
/// # Errors
/// Lists everything that is still missing and how to install each.
pub fn run() -> Result<()> {
    install_python();
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !report(need)).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    if !packages.is_empty()
        && let Err(reason) = install::with_apt(&packages)
    {
        println!("not installed from here: {reason:#}");
    }
    install_python();
    let still_missing: Vec<&Need> = missing.into_iter().filter(|need| !report(need)).collect();
    if still_missing.is_empty() {
        return Ok(());
    }
    bail!("{}", instructions(&still_missing));
}

/// The package comes by Python's own installer: a Python that is not Debian's has no use for Debian's package.
fn install_python() {
    if python::find().is_err()
        && let Err(reason) = python::install()
    {
        println!("not installed from here: {reason:#}");
    }
}

/// Prints one line and tells whether the need is met.
fn report(need: &Need) -> bool {
    match (need.find)() {
        Ok(place) => {
            println!("found    {}: {place}", need.name);
            true
        }
        Err(reason) => {
            println!("missing  {}: {reason:#}", need.name);
            false
        }
    }
}

fn instructions(missing: &[&Need]) -> String {
    let lines = missing.iter().map(|need| format!("  {}\n    {}", need.name, need.by_hand));
    format!("this machine still lacks:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn find_rust_components() -> Result<String> {
    let format = process::output(crate::cargo::cargo(&["fmt", "--version"]).env("RUSTUP_AUTO_INSTALL", "0"))?;
    let clippy = process::output(crate::cargo::cargo(&["clippy", "--version"]).env("RUSTUP_AUTO_INSTALL", "0"))?;
    Ok(format!("{}, {}", format.trim(), clippy.trim()))
}

fn find_c_compiler() -> Result<String> {
    match process::find_in_path(&["cc", "gcc", "clang"]) {
        Some(place) => Ok(place.display().to_string()),
        None => bail!("no cc, gcc or clang in PATH"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_listed_with_how_to_install_it() {
        let text = instructions(&NEEDS.iter().collect::<Vec<_>>());
        for word in ["rustup component add", "apt-get install postgresql", "chromium-driver", "PostgreSQL 15"] {
            assert!(text.contains(word), "{word} is not in: {text}");
        }
    }

    #[test]
    fn a_need_that_is_not_met_is_told_apart() {
        let need = Need { name: "x", packages: &[], by_hand: "y", find: || bail!("nowhere") };
        assert!(!report(&need));
        assert!(report(&Need { find: || Ok("here".into()), ..need }));
    }
}
