//! Migrations are frozen once landed: `migrations.lock` beside them holds the SHA-256 of each.

use crate::assets::digest;
use crate::files::{self, Files};
use crate::tidy::Finding;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

const LOCK: &str = "migrations.lock";

/// Migrations that changed or vanished after they were entered, and those not entered yet.
pub fn find(files: &Files) -> Vec<Finding> {
    folders(files).iter().flat_map(|folder| check(files, folder)).collect()
}

/// Enters every migration that is not in its folder's list yet. What is listed stays as it is.
///
/// # Errors
/// A listed migration has changed, or a list cannot be written.
pub fn freeze() -> Result<()> {
    let files = Files::of_workspace()?;
    for folder in folders(&files) {
        let mut locked = locked(&files, &folder);
        for (name, text) in migrations(&files, &folder) {
            let hash = digest(text.as_bytes());
            match locked.get(name) {
                Some(known) if *known != hash => {
                    bail!("{folder}/{name} is frozen and was changed; write a new one")
                }
                Some(_) => {}
                None => {
                    println!("frozen: {folder}/{name}");
                    locked.insert(name.to_owned(), hash);
                }
            }
        }
        let text: String = locked.iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
        let path = files::root().join(&folder).join(LOCK);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// Every `crates/*/src/migrations`.
fn folders(files: &Files) -> BTreeSet<String> {
    let folder = |path: &str| {
        let (before, _) = path.split_once("/src/migrations/")?;
        (before.starts_with("crates/") && before.matches('/').count() == 1).then(|| format!("{before}/src/migrations"))
    };
    files.texts().filter_map(|(path, _)| folder(path)).collect()
}

/// The migrations of a folder: files named `m….rs` other than `mod.rs`, and SQL files, by name.
fn migrations<'f>(files: &'f Files, folder: &str) -> impl Iterator<Item = (&'f str, &'f str)> {
    let start = format!("{folder}/");
    files.texts().filter_map(move |(path, text)| {
        let name = path.strip_prefix(&start)?;
        let is_one = (name.starts_with('m') && name.ends_with(".rs") && name != "mod.rs") || name.ends_with(".sql");
        is_one.then_some((name, text))
    })
}

/// The list as `sha256sum` writes it: hash, two spaces, name.
fn locked(files: &Files, folder: &str) -> BTreeMap<String, String> {
    let text = files.text(&format!("{folder}/{LOCK}")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect()
}

fn check(files: &Files, folder: &str) -> Vec<Finding> {
    let locked = locked(files, folder);
    let present: BTreeMap<&str, &str> = migrations(files, folder).collect();
    let mut findings = Vec::new();
    for (name, text) in &present {
        let message = match locked.get(*name) {
            None => "not in migrations.lock yet; run `cargo xtask freeze-migrations` before it lands",
            Some(hash) if *hash != digest(text.as_bytes()) => "landed and was changed; write a new migration instead",
            Some(_) => continue,
        };
        findings.push(Finding::in_file(&format!("{folder}/{name}"), message));
    }
    let gone = locked.keys().filter(|name| !present.contains_key(name.as_str()));
    findings.extend(gone.map(|name| Finding::in_file(&format!("{folder}/{name}"), "landed and is gone")));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landed_migration_that_changed_or_vanished_is_found() {
        let folder = "crates/storage/src/migrations";
        let path = |name: &str| format!("{folder}/{name}");
        let lock = format!(
            "{}  m0001_tree.rs\n{}  m0002_rounds.rs\n{}  m0003_gone.rs\n",
            digest(b"a"),
            digest(b"b"),
            digest(b"c")
        );
        let files = Files::sample(&[
            (&path("mod.rs"), "mod m0001_tree;"),
            (&path("m0001_tree.rs"), "a"),
            (&path("m0002_rounds.rs"), "changed"),
            (&path("m0004_new.rs"), "d"),
            (&path(LOCK), &lock),
        ]);
        let found: Vec<_> = find(&files).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/storage/src/migrations/m0002_rounds.rs: landed and was changed; write a new migration instead",
                "crates/storage/src/migrations/m0004_new.rs: not in migrations.lock yet; \
                 run `cargo xtask freeze-migrations` before it lands",
                "crates/storage/src/migrations/m0003_gone.rs: landed and is gone",
            ]
        );
    }
}
