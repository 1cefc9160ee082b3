//! The checked-in files, read once: what every rule and generator works on.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Folders that never hold sources, wherever they stand.
const SKIPPED_FOLDERS: [&str; 4] = [".git", "target", "node_modules", "mutants.out"];
/// Folders at the root that running the product leaves behind (`.gitignore`).
const SKIPPED_AT_ROOT: [&str; 2] = ["out", "data"];

/// One file: path from the root with `/`, and its text where it is UTF-8.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the workspace's root, with `/` between parts.
    pub path: String,
    /// The text; `None` for images, fonts and other bytes.
    pub text: Option<String>,
}

/// All files of the workspace in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Files {
    list: Vec<SourceFile>,
}

impl Files {
    /// Reads the workspace this tool was compiled in.
    ///
    /// # Errors
    /// A folder or file that cannot be read, with its path.
    pub fn of_workspace() -> Result<Self> {
        Self::read(&root())
    }

    fn read(root: &Path) -> Result<Self> {
        let mut list = Vec::new();
        read_folder(root, "", &mut list)?;
        list.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { list })
    }

    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &SourceFile> {
        self.list.iter()
    }

    /// Every text file, as path and text.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    /// The text files whose path ends in one of the endings, such as `.rs`.
    pub fn ending(&self, endings: &'static [&'static str]) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts().find(|(candidate, _)| *candidate == path).map(|(_, text)| text)
    }

    /// Whether a file, or a folder with a file in it, stands at the path.
    pub fn exists(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.list.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }

    /// A made-up tree for tests.
    #[cfg(test)]
    pub fn sample(files: &[(&str, &str)]) -> Self {
        let list = files.iter().map(|(path, text)| SourceFile { path: (*path).into(), text: Some((*text).into()) });
        Self { list: list.collect() }
    }
}

/// The workspace's root: asked of the cargo that runs this tool, since a build folder may be shared by several clones.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let own = PathBuf::from(own);
    own.parent().map(Path::to_owned).unwrap_or(own)
}

fn read_folder(root: &Path, folder: &str, list: &mut Vec<SourceFile>) -> Result<()> {
    let place = root.join(folder);
    let entries = std::fs::read_dir(&place).with_context(|| place.display().to_string())?;
    for entry in entries {
        let entry = entry.with_context(|| place.display().to_string())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().with_context(|| path.clone())?;
        if kind.is_dir() {
            let skipped = SKIPPED_FOLDERS.contains(&name.as_str())
                || (folder.is_empty() && SKIPPED_AT_ROOT.contains(&name.as_str()));
            if !skipped {
                read_folder(root, &path, list)?;
            }
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).with_context(|| path.clone())?;
            list.push(SourceFile { path, text: String::from_utf8(bytes).ok() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn build_output_is_not_read_and_bytes_have_no_text() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["target/debug", "crates/server/src", "out"] {
            std::fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        std::fs::write(folder.path().join("target/debug/a.rs"), "x").unwrap();
        std::fs::write(folder.path().join("out/统计单.rs"), "x").unwrap();
        std::fs::write(folder.path().join("crates/server/src/lib.rs"), "//! 争优").unwrap();
        std::fs::write(folder.path().join("crates/server/logo.png"), [0x89, 0xff]).unwrap();
        let files = Files::read(folder.path()).unwrap();
        let paths: Vec<_> = files.all().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["crates/server/logo.png", "crates/server/src/lib.rs"]);
        assert_eq!(files.texts().count(), 1);
        assert!(files.exists("crates/server/src") && files.exists("crates/server/src/lib.rs"));
        assert!(!files.exists("crates/serv"));
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        assert!(root().join("Cargo.lock").is_file());
    }
}
