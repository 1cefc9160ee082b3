//! Whoever leaves a note that something is to be done names the issue.

use super::{Finding, rust_text};
use crate::files::Files;

const NOTES: [&str; 3] = ["TODO", "FIXME", "XXX"];
const SOURCES: &[&str] = &[".rs", ".html", ".css", ".js", ".sh", ".toml", ".ftl"];

/// Notes without a `#123` on their line.
pub fn find(files: &Files) -> Vec<Finding> {
    let own = |path: &str| path == "xtask/src/tidy/unfinished.rs" || path.starts_with(crate::assets::OUTPUT);
    files.ending(SOURCES).filter(|(path, _)| !own(path)).flat_map(|(path, text)| check(path, text)).collect()
}

fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().zip(1..);
    let bad = lines.filter(|(line, _)| has_note(line) && !names_issue(line));
    bad.map(|(_, number)| Finding::at(path, number, "a note of something to do names its issue, such as #12")).collect()
}

fn has_note(line: &str) -> bool {
    NOTES.iter().any(|note| rust_text::word_positions(line, note).next().is_some())
}

fn names_issue(line: &str) -> bool {
    line.split('#').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_without_an_issue_is_found() {
        let text = "// TODO later\n// TODO #12: 合并小组\nlet todos = TODO_LIST;\n# FIXME\n";
        let found: Vec<_> = find(&Files::sample(&[("crates/rules/src/tally.rs", text)]))
            .into_iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(found, [Some(1), Some(4)]);
    }
}
