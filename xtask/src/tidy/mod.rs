//! The house rules that a compiler cannot check, one file each.
//!
//! A rule is a function from the checked-in files to findings; each has a test beside it that shows it catching what it
//! forbids. `cargo test -p xtask` and `cargo xtask tidy` run them all on this workspace.

mod asset_manifest;
mod boundaries;
mod coverage;
mod crate_roots;
mod documented_paths;
mod file_length;
mod ignored_tests;
mod licences;
mod locales;
mod pages;
mod pure;
mod rust_text;
mod slices;
mod swallowed_errors;
mod template_links;
mod test_names;
mod trust;
mod unfinished;

use crate::files::Files;
use anyhow::{Result, bail};
use std::fmt;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// File, from the root.
    pub path: String,
    /// Line, counted from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// A finding about a whole file.
    pub fn in_file(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into() }
    }

    /// A finding at a line, counted from 1.
    pub fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.path, self.message),
            None => write!(formatter, "{}: {}", self.path, self.message),
        }
    }
}

/// A rule: its name and what it finds.
type Rule = (&'static str, fn(&Files) -> Vec<Finding>);

const RULES: &[Rule] = &[
    ("files are short", file_length::find),
    ("crate roots say what the crate is", crate_roots::find),
    ("errors are not swallowed", swallowed_errors::find),
    ("links are typed", template_links::find),
    ("documents name paths that exist", documented_paths::find),
    ("texts are the same in every language", locales::find),
    ("nothing is unfinished without an issue", unfinished::find),
    ("documents have content", pages::find),
    ("decisions are pure", pure::find),
    ("no test is ignored", ignored_tests::find),
    ("landed migrations never change", crate::migrations::find),
    ("slices import only what is listed", slices::find),
    ("assets are the ones in the manifest", asset_manifest::find),
    ("what works is proved by tests", coverage::find),
    ("what is promised is proved by tests or has a limit", trust::find),
];

/// Checks every rule on this workspace and prints what it found.
///
/// # Errors
/// Anything found.
pub fn run() -> Result<()> {
    let findings = check(&Files::of_workspace()?)?;
    if findings.is_empty() {
        println!("tidy: {} rules, nothing found", RULES.len() + 2);
        return Ok(());
    }
    for line in &findings {
        eprintln!("{line}");
    }
    bail!("tidy: {} finding(s)", findings.len())
}

/// Every finding as `file:line: message (rule)`.
fn check(files: &Files) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (name, rule) in RULES {
        findings.extend(rule(files).iter().map(|finding| format!("{finding} ({name})")));
    }
    let dependencies = boundaries::Dependencies::of_workspace()?;
    let boundaries = boundaries::find(&dependencies);
    findings.extend(boundaries.iter().map(|finding| format!("{finding} (crate boundaries)")));
    let licences = licences::find(files, &dependencies);
    findings.extend(licences.iter().map(|finding| format!("{finding} (licences)")));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn this_workspace_is_tidy() {
        let findings = check(&Files::of_workspace().unwrap()).unwrap();
        assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
    }

    #[test]
    fn a_finding_reads_like_a_compiler_message() {
        assert_eq!(Finding::at("docs/RULES.md", 3, "too short").to_string(), "docs/RULES.md:3: too short");
        assert_eq!(Finding::in_file("docs/RULES.md", "empty").to_string(), "docs/RULES.md: empty");
    }
}
