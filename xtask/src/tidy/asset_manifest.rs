//! The committed web assets are exactly those the manifest lists (no Node needed to know).

use super::Finding;
use crate::assets::{MANIFEST, Manifest, OUTPUT};
use crate::files::Files;

/// Assets that are missing, changed or unknown.
pub fn find(files: &Files) -> Vec<Finding> {
    let Some(text) = files.text(MANIFEST) else {
        return vec![Finding::in_file(MANIFEST, "missing; run `cargo xtask assets`")];
    };
    let manifest: Manifest = match toml::from_str(text) {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::in_file(MANIFEST, error.to_string())],
    };
    let mut findings = Vec::new();
    for asset in &manifest.file {
        let path = format!("{OUTPUT}{}", asset.name);
        match files.text(&path) {
            None => findings.push(Finding::in_file(&path, "missing; run `cargo xtask assets`")),
            Some(text) if crate::assets::digest(text.as_bytes()) != asset.sha256 => {
                findings.push(Finding::in_file(&path, "changed by hand; run `cargo xtask assets`"));
            }
            Some(_) => {}
        }
    }
    let present = files.all().filter_map(|file| file.path.strip_prefix(OUTPUT));
    let unknown =
        present.filter(|name| !manifest.file.iter().any(|asset| asset.name == *name) && *name != "manifest.toml");
    findings.extend(unknown.map(|name| Finding::in_file(&format!("{OUTPUT}{name}"), "not in the manifest")));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_missing_or_unknown_asset_is_found() {
        let entry = |name: &str| {
            let sha256 = crate::assets::digest(b"good");
            format!(
                "[[file]]\nname = \"{name}\"\npackage = \"p\"\nversion = \"1\"\nlicence = \"MIT\"\nbytes = 4\nsha256 = \"{sha256}\"\n"
            )
        };
        let manifest = [entry("good.css"), entry("changed.css"), entry("gone.css")].concat();
        let path = |name: &str| format!("{OUTPUT}{name}");
        let files = Files::sample(&[
            (MANIFEST, &manifest),
            (&path("good.css"), "good"),
            (&path("changed.css"), "evil"),
            (&path("surplus.css"), "x"),
        ]);
        let found: Vec<_> = find(&files).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, [path("changed.css"), path("gone.css"), path("surplus.css")]);
    }
}
