//! What a document names exists: paths in `docs/ARCHITECTURE.md`, relative links everywhere.

use super::Finding;
use crate::files::Files;

/// The page whose back-quoted paths are checked.
const MAP: &str = "docs/ARCHITECTURE.md";
/// Folders a path may be told from.
const STARTS: [&str; 4] = ["", "crates/", "crates/server/", "docs/"];

/// Paths and links that lead nowhere.
pub fn find(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files.ending(&[".md"]) {
        let mut fenced = false;
        for (line, number) in text.lines().zip(1..) {
            fenced ^= line.trim_start().starts_with("```");
            if fenced {
                continue;
            }
            if path == MAP {
                let wrong =
                    quoted(line).filter(|name| looks_like_a_path(name)).filter(|name| !is_somewhere(files, name));
                findings.extend(wrong.map(|name| Finding::at(path, number, format!("`{name}` does not exist"))));
            }
            let wrong = links(line).filter(|target| !files.exists(&resolve(path, target)));
            findings
                .extend(wrong.map(|target| Finding::at(path, number, format!("the link to {target} leads nowhere"))));
        }
    }
    findings
}

/// What stands between back quotes.
pub(super) fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn looks_like_a_path(name: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
    let (first, last) = (name.chars().next(), name.rsplit('/').next().unwrap_or_default());
    let has_folder =
        name.contains('/') && first.is_some_and(|character| character.is_ascii_alphabetic() || character == '.');
    let is_file =
        [".rs", ".toml", ".md", ".html", ".ftl"].iter().any(|ending| last.ends_with(ending) && last != *ending);
    name.chars().all(plain) && (has_folder || (is_file && name.contains('/')))
}

fn is_somewhere(files: &Files, name: &str) -> bool {
    STARTS.iter().any(|start| files.exists(&format!("{start}{name}")))
}

/// Targets of `[text](target)` that lead to a file of this repository.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let targets = targets.map(|target| target.split('#').next().unwrap_or_default());
    targets.filter(|target| !target.is_empty() && !target.contains(':') && !target.starts_with(['/', '<']))
}

/// The target as a path from the root.
fn resolve(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_does_not_exist_is_found_in_the_map() {
        let map = "`crates/rules` and `rules/src/lib.rs` stand; `crates/gone/src` does not.\n\
                   `rules::tally`, `/b#CODE`, `server/features/*` and `GET /rounds` are no paths.\n\
                   ```\n`crates/inside/a/block`\n```\n";
        let files =
            Files::sample(&[("crates/rules/src/lib.rs", ""), (MAP, map), ("docs/TRUST.md", "`crates/gone/src`")]);
        assert_eq!(find(&files), [Finding::at(MAP, 1, "`crates/gone/src` does not exist")]);
    }

    #[test]
    fn a_relative_link_must_lead_somewhere() {
        let page = "[好](../README.md#start) [坏](TRUTH.md) [外](https://example.org) [内](#here)";
        let files = Files::sample(&[("README.md", ""), ("docs/TRUST.md", page)]);
        assert_eq!(find(&files), [Finding::at("docs/TRUST.md", 1, "the link to TRUTH.md leads nowhere")]);
    }
}
