//! A slice of the server imports another only where `crates/server/slices.toml` says so.

use super::{Finding, rust_text};
use crate::files::Files;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FEATURES: &str = "crates/server/src/features/";
const LIST: &str = "crates/server/slices.toml";

/// `[imports]`: slice = the slices it may import.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Allowed {
    #[serde(default)]
    imports: BTreeMap<String, BTreeSet<String>>,
}

/// Imports that are not listed, and listed ones that nobody uses.
pub fn find(files: &Files) -> Vec<Finding> {
    let allowed: Allowed = match files.text(LIST).map(toml::from_str).transpose() {
        Ok(allowed) => allowed.unwrap_or_default(),
        Err(error) => return vec![Finding::in_file(LIST, error.to_string())],
    };
    let slices: BTreeSet<&str> = files.texts().filter_map(|(path, _)| slice_of(path)).collect();
    let (mut findings, mut used) = (Vec::new(), BTreeSet::new());
    for (path, text) in files.ending(&[".rs"]) {
        let Some(slice) = slice_of(path) else {
            continue;
        };
        let code = rust_text::code_only(text);
        for (position, other) in imports(&code).filter(|(_, other)| *other != slice && slices.contains(other)) {
            used.insert((slice, other.to_owned()));
            if !allowed.imports.get(slice).is_some_and(|list| list.contains(other)) {
                let message = format!("slice {slice} imports {other}; list it in {LIST} or go another way");
                findings.push(Finding::at(path, rust_text::line_at(&code, position), message));
            }
        }
    }
    for (slice, others) in &allowed.imports {
        let idle = others.iter().filter(|other| !used.contains(&(slice.as_str(), (*other).clone())));
        findings
            .extend(idle.map(|other| Finding::in_file(LIST, format!("{slice} does not import {other}; take it out"))));
    }
    findings
}

/// The slice a file stands in: the folder below `features`.
fn slice_of(path: &str) -> Option<&str> {
    path.strip_prefix(FEATURES)?.split_once('/').map(|(slice, _)| slice)
}

/// What follows `features::` in a path, with its position; a group in braces gives each of its names.
fn imports(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices("features::").flat_map(|(position, found)| {
        let rest = code.get(position + found.len()..).unwrap_or_default();
        let names = match rest.strip_prefix('{') {
            Some(group) => outermost(group),
            None => vec![first_word(rest)],
        };
        names.into_iter().map(move |name| (position, name))
    })
}

/// The first word of each part of a braces group, not looking inside inner braces.
fn outermost(group: &str) -> Vec<&str> {
    let (mut depth, mut names, mut start) = (0_usize, Vec::new(), 0);
    for (position, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                names.push(first_word(group.get(start..position).unwrap_or_default().trim_start()));
                start = position + 1;
                if character == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names
}

fn first_word(text: &str) -> &str {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_')).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUNDS: &str = "crates/server/src/features/rounds/list.rs";
    const ORGANISATIONS: (&str, &str) = ("crates/server/src/features/organisations/mod.rs", "// 组织\n");

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        find(&Files::sample(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_import_that_is_not_listed_is_found() {
        let code = "use crate::features::Feature;\nuse crate::features::{organisations::{Tree, Unit}, rounds::form};\n";
        let found = messages(&[ORGANISATIONS, (ROUNDS, code)]);
        let expected = format!("{ROUNDS}:2: slice rounds imports organisations; list it in {LIST} or go another way");
        assert_eq!(found, [expected]);
        assert!(
            messages(&[(LIST, "[imports]\nrounds = [\"organisations\"]\n"), ORGANISATIONS, (ROUNDS, code)]).is_empty()
        );
    }

    #[test]
    fn a_listed_import_nobody_uses_is_found() {
        let found = messages(&[(LIST, "[imports]\nrounds = [\"organisations\"]\n"), ORGANISATIONS, (ROUNDS, "")]);
        assert_eq!(found, [format!("{LIST}: rounds does not import organisations; take it out")]);
    }
}
