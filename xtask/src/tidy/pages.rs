//! A page in `docs` says something: at least five lines.

use super::Finding;
use crate::files::Files;

const FEWEST: usize = 5;

/// Pages with fewer lines that are not blank.
pub fn find(files: &Files) -> Vec<Finding> {
    let pages = files.ending(&[".md"]).filter(|(path, _)| path.starts_with("docs/"));
    pages.filter_map(|(path, text)| check(path, text)).collect()
}

fn check(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    (lines < FEWEST).then(|| Finding::in_file(path, format!("{lines} line(s) of text; write it or remove it")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_headings_only_is_found() {
        let files = Files::sample(&[
            ("docs/GLOSSARY.md", "# 词汇\n\n\n\nTo come.\n"),
            ("docs/TRUST.md", "1\n2\n3\n4\n5\n"),
            ("NOTES.md", "short\n"),
        ]);
        assert_eq!(find(&files), [Finding::in_file("docs/GLOSSARY.md", "2 line(s) of text; write it or remove it")]);
    }
}
