//! Every text that templates and code ask for exists in every language.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use test_databases::files_below;
use texts::Language;

use crate::run;

/// What is followed by the key of a text.
const BEFORE_A_KEY: [&str; 7] =
    [".t(\"", ".t1(\"", ".t2(\"", "page.with(\"", "page(\"", "refused(\"", "Waiting::new(\""];

#[test]
fn every_text_that_is_asked_for_exists_in_every_language() {
    let sources = sources();
    assert!(sources.len() > 50, "only {} sources", sources.len());
    let mut keys = BTreeSet::new();
    for (path, source) in &sources {
        let mut found = asked_for(source);
        if path.ends_with("mod.rs") {
            // The navigation of a slice.
            found.extend(source.split(" key: \"").skip(1).filter_map(until_quote));
        }
        for key in found {
            keys.insert((key, path.clone()));
        }
    }
    assert!(keys.len() > 100, "only {} keys", keys.len());
    run(async |app| {
        let mut missing = Vec::new();
        for (key, path) in &keys {
            for language in Language::ALL {
                if !app.app.texts.has(language, key) {
                    missing.push(format!("{key} in {language}, asked for by {path}"));
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    });
}

fn asked_for(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for before in BEFORE_A_KEY {
        for rest in source.split(before).skip(1) {
            keys.extend(until_quote(rest));
        }
    }
    // `field(page, errors, "name", "label-key", …)` and `errors.add("name", "key")`.
    for (before, place) in [("forms::field(", 1), ("forms::heading(", 1), (".add(", 1), (".add_with(", 1)] {
        for rest in source.split(before).skip(1) {
            let arguments = rest.split(");").next().unwrap_or_default();
            let arguments = arguments.split(" %}").next().unwrap_or_default();
            let literal = arguments.split('"').skip(1).step_by(2).nth(place);
            keys.extend(literal.map(str::to_owned));
        }
    }
    // `change.answer(&url, "notice")`.
    for rest in source.split(".answer(").skip(1) {
        // Its own statement alone: what else is called `answer` waits for nothing.
        let arguments = rest.split(".await").next().unwrap_or_default().split(';').next().unwrap_or_default();
        let notice = arguments.split('"').skip(1).step_by(2).last();
        keys.extend(notice.filter(|name| !name.is_empty()).map(|name| format!("notice-{name}")));
    }
    keys.retain(|key| is_key(key));
    keys
}

fn until_quote(rest: &str) -> Option<String> {
    rest.split('"').next().map(str::to_owned)
}

/// Whole keys only: lower case with hyphens, not the beginning of one.
fn is_key(text: &str) -> bool {
    text.contains('-')
        && !text.ends_with('-')
        && text
            .chars()
            .all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-')
}

fn sources() -> Vec<(String, String)> {
    let files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let is_source =
        |path: &&PathBuf| matches!(path.extension().and_then(|ending| ending.to_str()), Some("rs" | "html"));
    let read = |path: &PathBuf| (path.display().to_string(), fs::read_to_string(path).unwrap());
    files.iter().filter(is_source).map(read).collect()
}
