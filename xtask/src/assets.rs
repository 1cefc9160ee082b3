//! `cargo xtask assets`: web assets from npm packages, copied or bundled into the server and entered in a manifest.
//!
//! Node is needed here only. The output is committed, so that building the product needs no Node; tidy compares it with
//! the manifest, and `assets --check` with freshly installed packages.

use crate::{Writing, files, process};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the output stands, from the root.
pub const OUTPUT: &str = "crates/server/assets/vendor/";
/// The list of what stands there.
pub const MANIFEST: &str = "crates/server/assets/vendor/manifest.toml";
const PACKAGES: &str = "xtask/assets";
const MANIFEST_HEADER: &str =
    "# Written by `cargo xtask assets` from the packages of xtask/assets/package-lock.json.\n\n";

/// What is taken: package, file in it, name in the output.
const TAKEN: &[(&str, &str, &str)] =
    &[("@tabler/core", "dist/css/tabler.min.css", "tabler.min.css"), ("htmx.org", "dist/htmx.min.js", "htmx.min.js")];

/// What is bundled: package, our file beside the list of packages that takes what it needs of it, name in the output.
const BUNDLED: &[(&str, &str, &str)] = &[
    ("@cloudflare/blindrsa-ts", "blindrsa.js", "blindrsa.min.js"),
    ("qrcode-generator", "qrcode.js", "qrcode.min.js"),
];
/// How: one ordinary script without globals but ours; `require`, which only Node has, is known to be absent. The same
/// esbuild makes the same bytes, and the list of packages says which.
const ESBUILD: &[&str] = &[
    "--bundle",
    "--minify",
    "--format=iife",
    "--platform=browser",
    "--target=es2020",
    "--charset=utf8",
    "--define:require=undefined",
];

/// What stands in the output folder.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One entry a file, in the order of the list in `assets.rs`.
    pub file: Vec<Asset>,
}

/// One file of the output.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Name in the output folder.
    pub name: String,
    /// The npm package it comes from.
    pub package: String,
    /// That package's version.
    pub version: String,
    /// That package's licence, as it names it.
    pub licence: String,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// What we read of a package's own description.
#[derive(Deserialize)]
struct Package {
    version: String,
    license: String,
}

/// Installs the packages and writes the output, or compares it.
///
/// # Errors
/// Node or a package is missing; with `CheckOnly`, any file that differs.
pub fn run(writing: Writing) -> Result<()> {
    install().context("npm is needed to rebuild the assets (not to build the product)")?;
    compare(writing)
}

/// Compares the output with freshly installed packages where these can be had: neither Node nor the packages' server is
/// needed to build or test the product.
///
/// # Errors
/// Any file that differs.
pub fn check_where_possible() -> Result<()> {
    match install() {
        Ok(()) => compare(Writing::CheckOnly),
        Err(error) => {
            println!("not compared with their packages, which could not be installed: {error:#}");
            Ok(())
        }
    }
}

fn install() -> Result<()> {
    process::run(Command::new("npm").current_dir(files::root().join(PACKAGES)).args([
        "ci",
        "--include=dev",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        // Where nothing can be reached that is soon told.
        "--fetch-retries=1",
        "--fetch-timeout=30000",
    ]))
}

fn compare(writing: Writing) -> Result<()> {
    let folder = files::root().join(PACKAGES);
    let packages = folder.join("node_modules");
    let outputs = build(&packages, |ours| {
        let mut command = Command::new(packages.join(".bin/esbuild"));
        process::output(command.current_dir(&folder).arg(ours).args(ESBUILD)).map(String::into_bytes)
    })?;
    let mut differing = Vec::new();
    for (path, bytes) in outputs {
        if std::fs::read(&path).is_ok_and(|present| present == bytes) {
            continue;
        }
        if writing == Writing::Write {
            write(&path, &bytes).with_context(|| path.display().to_string())?;
            println!("assets: {}", path.display());
        }
        differing.push(path.display().to_string());
    }
    if writing == Writing::CheckOnly && !differing.is_empty() {
        bail!("not what the packages hold, run `cargo xtask assets`:\n  {}", differing.join("\n  "));
    }
    Ok(())
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Every output file with its content, the manifest last.
fn build(packages: &Path, bundle: impl Fn(&str) -> Result<Vec<u8>>) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut made = Vec::new();
    for (package, file, name) in TAKEN {
        let bytes = std::fs::read(packages.join(package).join(file)).with_context(|| format!("{package}: {file}"))?;
        made.push((package, name, without_source_map(bytes)));
    }
    for (package, ours, name) in BUNDLED {
        made.push((package, name, bundle(ours).with_context(|| format!("{package}: {ours}"))?));
    }
    let (mut outputs, mut manifest) = (Vec::new(), Manifest { file: Vec::new() });
    for (package, name, bytes) in made {
        let description = std::fs::read(packages.join(package).join("package.json")).context(*package)?;
        let about: Package = serde_json::from_slice(&description).context(*package)?;
        manifest.file.push(Asset {
            name: (*name).to_owned(),
            package: (*package).to_owned(),
            version: about.version,
            licence: about.license,
            bytes: bytes.len(),
            sha256: digest(&bytes),
        });
        outputs.push((files::root().join(OUTPUT).join(name), bytes));
    }
    let text = format!("{MANIFEST_HEADER}{}", toml::to_string(&manifest)?);
    outputs.push((files::root().join(MANIFEST), text.into_bytes()));
    Ok(outputs)
}

/// Takes out the last line's reference to a source map, which we do not serve.
fn without_source_map(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return bytes;
    };
    match text.rfind("/*# sourceMappingURL=").or_else(|| text.rfind("//# sourceMappingURL=")) {
        Some(position) => text.as_bytes().iter().take(position).copied().collect(),
        None => bytes,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, bytes)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn the_assets_name_the_licence_of_the_workspace() {
        let workspace = std::fs::read_to_string(files::root().join("Cargo.toml")).unwrap();
        let licence = workspace.lines().find_map(|line| line.strip_prefix("license = ")).unwrap();
        for (file, place) in [("package.json", "/license"), ("package-lock.json", "/packages//license")] {
            let list = std::fs::read_to_string(files::root().join(PACKAGES).join(file)).unwrap();
            let list: serde_json::Value = serde_json::from_str(&list).unwrap();
            let named = list.pointer(place).unwrap();
            assert_eq!(named.to_string(), licence, "{file}");
        }
    }

    #[test]
    fn the_manifest_describes_the_files_it_was_built_from() {
        let packages = tempfile::tempdir().unwrap();
        for (package, file, _) in TAKEN {
            let path = packages.path().join(package).join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "a{}\n/*# sourceMappingURL=x.map */").unwrap();
        }
        for package in TAKEN.iter().chain(BUNDLED).map(|(package, _, _)| package) {
            let home = packages.path().join(package);
            std::fs::create_dir_all(&home).unwrap();
            std::fs::write(home.join("package.json"), r#"{"version": "1.2.3", "license": "MIT"}"#).unwrap();
        }
        let outputs = build(packages.path(), |ours| Ok(format!("bundle of {ours}").into_bytes())).unwrap();
        assert_eq!(outputs[0].1, b"a{}\n");
        let manifest: Manifest = toml::from_str(std::str::from_utf8(&outputs.last().unwrap().1).unwrap()).unwrap();
        assert_eq!(manifest.file.len(), TAKEN.len() + BUNDLED.len());
        assert_eq!(outputs[TAKEN.len()].1, format!("bundle of {}", BUNDLED[0].1).into_bytes());
        assert_eq!(manifest.file[TAKEN.len()].sha256, digest(&outputs[TAKEN.len()].1));
        assert_eq!((manifest.file[0].bytes, manifest.file[0].sha256.as_str()), (4, digest(b"a{}\n").as_str()));
        assert_eq!(manifest.file[1].version, "1.2.3");
    }

    #[test]
    fn digests_are_those_of_sha256sum() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
