//! Files written from other files. Each generator is a function from the checked-in files to the files it owns.
//!
//! A further generator (the table of routes, the catalogue of events) is one more line in `GENERATORS`; one that needs
//! the product asks it through `cargo run --quiet --package zhengyou -- …` and owns its page under `docs/generated/`.

mod traditional;

use crate::Writing;
use crate::files::{self, Files};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// A generated file: path from the root, and its whole text.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    /// Path from the root.
    pub path: String,
    /// What the file must hold.
    pub text: String,
}

/// A generator: its name, which existing files are its own, and what they must hold.
struct Generator {
    name: &'static str,
    owns: fn(path: &str) -> bool,
    outputs: fn(&Files) -> Result<Vec<Output>>,
}

const GENERATORS: &[Generator] =
    &[Generator { name: "traditional Chinese texts", owns: traditional::owns, outputs: traditional::outputs }];

/// What has to happen for the tree to be fresh.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    Write(Output),
    Remove(String),
}

/// Writes what is not fresh, or fails naming it.
///
/// # Errors
/// A source that cannot be read; with `CheckOnly`, any file that is not fresh.
pub fn run(writing: Writing) -> Result<()> {
    let files = Files::of_workspace()?;
    let mut stale = Vec::new();
    for generator in GENERATORS {
        let changes = changes(&files, generator).with_context(|| generator.name.to_owned())?;
        for change in changes {
            let path = match &change {
                Change::Write(output) => output.path.clone(),
                Change::Remove(path) => path.clone(),
            };
            if writing == Writing::Write {
                apply(change).with_context(|| path.clone())?;
                println!("generate: {path}");
            }
            stale.push(path);
        }
    }
    if writing == Writing::CheckOnly && !stale.is_empty() {
        bail!("not fresh, run `cargo xtask generate`:\n  {}", stale.join("\n  "));
    }
    Ok(())
}

fn changes(files: &Files, generator: &Generator) -> Result<Vec<Change>> {
    let outputs = (generator.outputs)(files)?;
    let wanted: BTreeMap<String, String> = outputs.into_iter().map(|output| (output.path, output.text)).collect();
    let surplus = files.all().filter(|file| (generator.owns)(&file.path) && !wanted.contains_key(&file.path));
    let mut changes: Vec<Change> = surplus.map(|file| Change::Remove(file.path.clone())).collect();
    let differing = wanted.into_iter().filter(|(path, text)| files.text(path) != Some(text));
    changes.extend(differing.map(|(path, text)| Change::Write(Output { path, text })));
    Ok(changes)
}

fn apply(change: Change) -> Result<()> {
    match change {
        Change::Write(output) => {
            let place = files::root().join(&output.path);
            if let Some(folder) = place.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(place, output.text)?;
        }
        Change::Remove(path) => std::fs::remove_file(files::root().join(path))?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const ECHO: Generator = Generator {
        name: "echo",
        owns: |path| path.starts_with("out/"),
        outputs: |files| {
            let sources = files.texts().filter(|(path, _)| path.starts_with("in/"));
            Ok(sources.map(|(path, text)| Output { path: path.replace("in/", "out/"), text: text.into() }).collect())
        },
    };

    #[test]
    fn only_what_is_missing_stale_or_left_over_changes() {
        let files = Files::sample(&[
            ("in/fresh", "新"),
            ("in/new", "加"),
            ("in/stale", "改"),
            ("out/fresh", "新"),
            ("out/left", "x"),
            ("out/stale", "旧"),
        ]);
        let write = |path: &str, text: &str| Change::Write(Output { path: path.into(), text: text.into() });
        let expected = [Change::Remove("out/left".into()), write("out/new", "加"), write("out/stale", "改")];
        assert_eq!(changes(&files, &ECHO).unwrap(), expected);
    }

    #[test]
    fn a_generator_owns_what_it_writes() {
        let files = Files::of_workspace().unwrap();
        for generator in GENERATORS {
            for output in (generator.outputs)(&files).unwrap() {
                assert!((generator.owns)(&output.path), "{}", output.path);
            }
        }
    }
}
