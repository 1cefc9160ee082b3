//! The tests of this workspace by name: documents that claim something name the tests that prove it.

use super::rust_text;
use crate::files::Files;
use std::collections::BTreeSet;

/// Every test as `program::function`: the program is what `cargo test --test` takes, or the package for a test beside
/// the code it tests.
pub fn of_programs(files: &Files) -> BTreeSet<String> {
    let sources = files.ending(&[".rs"]).filter_map(|(path, text)| Some((program(path)?, text)));
    sources
        .flat_map(|(program, text)| in_source(text).into_iter().map(move |name| format!("{program}::{name}")))
        .collect()
}

/// The names of the functions marked as tests.
pub fn in_source(source: &str) -> Vec<String> {
    let code = rust_text::code_only(source);
    let marked = rust_text::word_positions(&code, "fn").filter(|position| is_marked(&code, *position));
    marked.filter_map(|position| name_after(&code, position + "fn".len())).map(str::to_owned).collect()
}

fn program(path: &str) -> Option<&str> {
    if let Some((_, below)) = path.split_once("/tests/") {
        return below.split(['/', '.']).next();
    }
    path.split_once("/src/").and_then(|(package, _)| package.rsplit('/').next())
}

/// Whether `#[test]` or something like `#[tokio::test]` stands before the function whose `fn` is at the position.
fn is_marked(code: &str, position: usize) -> bool {
    let before = code.get(..position).unwrap_or_default();
    let start = before.rfind([';', '{', '}']).map_or(0, |found| found + 1);
    let marks = before.get(start..).unwrap_or_default();
    marks.contains("#[test]") || marks.contains("::test")
}

fn name_after(code: &str, position: usize) -> Option<&str> {
    let rest = code.get(position..)?.trim_start();
    rest.split(|character: char| !(character.is_alphanumeric() || character == '_')).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_called_by_its_program_or_its_package() {
        let code = "#[test]\nfn stands() {}\nfn helper() {}\n";
        let files = Files::sample(&[
            ("attacks/tests/linking.rs", code),
            ("crates/server/tests/results/figures.rs", code),
            ("crates/server/src/features/named/rules.rs", code),
            ("build.rs", code),
        ]);
        let names: Vec<String> = of_programs(&files).into_iter().collect();
        assert_eq!(names, ["linking::stands", "results::stands", "server::stands"]);
    }
}
