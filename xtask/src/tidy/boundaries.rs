//! What each crate may reach, told from `cargo metadata`.
//!
//! The three absences: pure crates know no IO, `ballot_box` knows no person, `archive` knows no server.

use super::Finding;
use crate::{cargo::cargo, process};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Crates without IO, clock and chance.
pub const PURE: [&str; 9] =
    ["rules", "severity", "credentials", "tokens", "documents", "spreadsheets", "texts", "forms", "archive"];
/// What no pure crate reaches, however indirectly.
const MACHINERY: [&str; 8] = ["tokio", "sea-orm", "sqlx", "sqlx-core", "axum", "hyper", "reqwest", "libsqlite3-sys"];
/// The workspace crates a crate may reach, all of them; crates not named here are free.
const REACH: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("severity", &[]),
    ("credentials", &[]),
    ("tokens", &["credentials"]),
    ("ballot_box", &["credentials", "tokens"]),
    ("storage", &[]),
    ("visits", &[]),
    ("archive", &["credentials", "tokens"]),
];

/// Who depends on whom, development dependencies left out.
#[derive(Debug, Default)]
pub struct Dependencies {
    workspace: BTreeSet<String>,
    direct: BTreeMap<String, BTreeSet<String>>,
    licences: BTreeMap<String, Option<String>>,
}

impl Dependencies {
    /// Asks cargo about this workspace, for this machine's platform only.
    pub fn of_workspace() -> Result<Self> {
        let version = process::output(std::process::Command::new("rustc").arg("-vV"))?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
        let json = process::output(&mut cargo(&["metadata", "--format-version", "1", "--filter-platform", host]))?;
        Self::parse(&json)
    }

    fn parse(json: &str) -> Result<Self> {
        let metadata: Metadata = serde_json::from_str(json).context("cargo metadata")?;
        let names: BTreeMap<&str, &str> =
            metadata.packages.iter().map(|package| (package.id.as_str(), package.name.as_str())).collect();
        let name = |id: &str| names.get(id).copied().unwrap_or_default().to_owned();
        let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in &metadata.resolve.nodes {
            let used =
                node.deps.iter().filter(|dependency| dependency.dep_kinds.iter().any(|kind| kind.kind.is_none()));
            direct.entry(name(&node.id)).or_default().extend(used.map(|dependency| name(&dependency.pkg)));
        }
        let reached: BTreeSet<&str> = metadata.resolve.nodes.iter().map(|node| node.id.as_str()).collect();
        let built = metadata.packages.iter().filter(|package| reached.contains(package.id.as_str()));
        Ok(Self {
            workspace: metadata.workspace_members.iter().map(|id| name(id)).collect(),
            direct,
            licences: built.map(|package| (package.name.clone(), package.license.clone())).collect(),
        })
    }

    /// Every package of the build with its licence, as it names it.
    pub fn licences(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.licences.iter().map(|(name, licence)| (name.as_str(), licence.as_deref()))
    }

    /// Made-up packages for tests.
    #[cfg(test)]
    pub fn with_licences(licences: &[(&str, Option<&str>)]) -> Self {
        let licences = licences.iter().map(|(name, licence)| ((*name).into(), licence.map(Into::into)));
        Self { licences: licences.collect(), ..Self::default() }
    }

    /// Everything a crate reaches, itself not included.
    fn reached_from(&self, start: &str) -> BTreeSet<&str> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(name) = open.pop() {
            for next in self.direct.get(name).into_iter().flatten() {
                if reached.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        reached
    }
}

/// Crates that reach further than their list.
pub fn find(dependencies: &Dependencies) -> Vec<Finding> {
    let mut findings = Vec::new();
    let present = |name: &&str| dependencies.workspace.contains(*name);
    for name in PURE.iter().copied().filter(|name| present(name)) {
        let reached = dependencies.reached_from(name);
        let wrong = MACHINERY.iter().filter(|other| reached.contains(*other));
        findings.extend(wrong.map(|other| finding(name, format!("a pure crate reaches {other}"))));
        if dependencies.direct.get(name).is_some_and(|direct| direct.contains("rand")) {
            findings.push(finding(name, "a pure crate draws no lots: take the chance as an argument, not rand"));
        }
    }
    for (name, allowed) in REACH.iter().filter(|(name, _)| present(name)) {
        let reached = dependencies.reached_from(name);
        let inside = reached.iter().filter(|other| dependencies.workspace.contains(**other));
        let wrong = inside.filter(|other| !allowed.contains(other));
        findings.extend(wrong.map(|other| finding(name, format!("reaches {other}; it may reach {allowed:?} only"))));
    }
    findings
}

fn finding(name: &str, message: impl Into<String>) -> Finding {
    Finding::in_file(&format!("crates/{name}/Cargo.toml"), message)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    #[serde(default)]
    license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    /// `None` for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn sample(workspace: &[&str], direct: &[(&str, &[&str])]) -> Dependencies {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Dependencies {
            licences: BTreeMap::new(),
            workspace: owned(workspace),
            direct: direct.iter().map(|(name, others)| ((*name).to_owned(), owned(others))).collect(),
        }
    }

    fn messages(dependencies: &Dependencies) -> Vec<String> {
        find(dependencies).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_ballot_box_that_reaches_people_is_found_however_indirectly() {
        let crates = ["ballot_box", "credentials", "storage"];
        let good = sample(&crates, &[("ballot_box", &["credentials", "thiserror"])]);
        assert!(messages(&good).is_empty());
        let bad = sample(&crates, &[("ballot_box", &["helper"]), ("helper", &["storage"])]);
        let expected = r#"crates/ballot_box/Cargo.toml: reaches storage; it may reach ["credentials", "tokens"] only"#;
        assert_eq!(messages(&bad), [expected]);
    }

    #[test]
    fn a_pure_crate_that_reaches_machinery_or_chance_is_found() {
        let bad = sample(&["rules", "server"], &[("rules", &["helper", "rand"]), ("helper", &["tokio"])]);
        assert_eq!(
            messages(&bad),
            [
                "crates/rules/Cargo.toml: a pure crate reaches tokio",
                "crates/rules/Cargo.toml: a pure crate draws no lots: take the chance as an argument, not rand",
            ]
        );
    }

    #[test]
    fn development_dependencies_do_not_count() {
        let json = r#"{"packages": [{"id": "1", "name": "rules"}, {"id": "2", "name": "tokio"}],
            "workspace_members": ["1"],
            "resolve": {"nodes": [{"id": "1", "deps": [{"pkg": "2", "dep_kinds": [{"kind": "dev"}]}]}]}}"#;
        assert!(messages(&Dependencies::parse(json).unwrap()).is_empty());
        let used = json.replace(r#""dev""#, "null");
        assert_eq!(messages(&Dependencies::parse(&used).unwrap()).len(), 1);
    }

    #[test]
    fn the_crates_whose_limits_matter_most_exist() {
        let workspace = Dependencies::of_workspace().unwrap().workspace;
        for name in ["rules", "severity", "credentials", "tokens", "ballot_box", "storage", "visits", "archive"] {
            assert!(workspace.contains(name), "{name} is gone: its limits would no longer be checked");
        }
    }
}
