//! Everything we build from has a licence that `deny.toml` accepts.

use super::Finding;
use super::boundaries::Dependencies;
use crate::files::Files;
use serde::Deserialize;
use std::collections::BTreeSet;

const LIST: &str = "deny.toml";

#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

/// Packages without an accepted licence.
pub fn find(files: &Files, dependencies: &Dependencies) -> Vec<Finding> {
    let deny: Deny = match toml::from_str(files.text(LIST).unwrap_or_default()) {
        Ok(deny) => deny,
        Err(error) => return vec![Finding::in_file(LIST, error.to_string())],
    };
    let allowed = deny.licenses.allow;
    let mut findings = Vec::new();
    for (package, licence) in dependencies.licences() {
        let licence = licence.unwrap_or_default();
        if !accepts(licence, &allowed) {
            let message = format!("{package} is under \"{licence}\", which is not accepted");
            findings.push(Finding::in_file(LIST, message));
        }
    }
    findings
}

/// Whether an expression such as `MIT OR (Apache-2.0 AND BSD-3-Clause)` can be met with accepted licences.
fn accepts(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let words: Vec<&str> = words(expression).collect();
    let mut reader = Reader { words: &words, allowed };
    reader.any() && reader.words.is_empty()
}

/// Names, operators and brackets; a slash is an old way of writing OR.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    let parts = expression.split_inclusive(['(', ')', '/']).flat_map(|part| {
        let last = part.char_indices().next_back().map_or(0, |(position, _)| position);
        match part.ends_with(['(', ')', '/']) {
            true => [part.get(..last), part.get(last..)],
            false => [Some(part), None],
        }
    });
    parts.flatten().flat_map(str::split_whitespace)
}

struct Reader<'a, 'w> {
    words: &'w [&'a str],
    allowed: &'w BTreeSet<String>,
}

impl Reader<'_, '_> {
    fn any(&mut self) -> bool {
        let mut met = self.all();
        while self.take(&["OR", "or", "/"]) {
            met |= self.all();
        }
        met
    }

    fn all(&mut self) -> bool {
        let mut met = self.one();
        while self.take(&["AND", "and"]) {
            met &= self.one();
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.take(&["("]) {
            return self.any() & self.take(&[")"]);
        }
        let Some((name, rest)) = self.words.split_first() else {
            return false;
        };
        self.words = rest;
        // An exception only widens what its licence permits.
        if self.take(&["WITH"]) {
            self.words = self.words.get(1..).unwrap_or_default();
        }
        self.allowed.contains(*name)
    }

    fn take(&mut self, wanted: &[&str]) -> bool {
        let found = self.words.first().is_some_and(|word| wanted.contains(word));
        if found {
            self.words = self.words.get(1..).unwrap_or_default();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, wanted: bool) {
        let allowed = ["MIT", "Apache-2.0", "Zlib"].map(str::to_owned).into();
        assert_eq!(accepts(expression, &allowed), wanted, "{expression}");
    }

    #[test]
    fn licences_are_read_as_packages_write_them() {
        check("MIT", true);
        check("GPL-3.0", false);
        check("MIT/GPL-3.0", true);
        check("GPL-3.0 OR MIT", true);
        check("MIT AND GPL-3.0", false);
        check("(MIT OR GPL-3.0) AND Zlib", true);
        check("GPL-3.0 OR MIT AND GPL-3.0", false);
        check("Apache-2.0 WITH LLVM-exception OR BSL-1.0", true);
        check("", false);
        check("(MIT", false);
        check("MIT Zlib", false);
    }

    #[test]
    fn a_package_under_another_licence_or_none_is_found() {
        let files = Files::sample(&[(LIST, "[licenses]\nallow = [\"MIT\"]\n")]);
        let dependencies =
            Dependencies::with_licences(&[("good", Some("MIT")), ("bad", Some("SSPL-1.0")), ("none", None)]);
        let found: Vec<_> = find(&files, &dependencies).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "deny.toml: bad is under \"SSPL-1.0\", which is not accepted",
                "deny.toml: none is under \"\", which is not accepted",
            ]
        );
    }
}
