//! No test is ignored: what cannot run is deleted, what must run is mended.

use super::{Finding, rust_text};
use crate::files::Files;

/// Tests marked as ignored.
pub fn find(files: &Files) -> Vec<Finding> {
    files.ending(&[".rs"]).flat_map(|(path, text)| check(path, &rust_text::code_only(text))).collect()
}

fn check(path: &str, code: &str) -> Vec<Finding> {
    let marks = rust_text::word_positions(code, "ignore").filter(|position| {
        let before = code.get(..*position).unwrap_or_default().trim_end();
        before.ends_with("#[")
            || (before.ends_with(',') && before.rsplit('\n').next().is_some_and(|line| line.contains("#[cfg_attr")))
    });
    marks.map(|position| Finding::at(path, rust_text::line_at(code, position), "mend the test or delete it")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ignored_test_is_found() {
        let code =
            "#[test]\n#[ignore = \"慢\"]\nfn f() {}\n#[cfg_attr(unix, ignore)]\nfn g() { ignore(); }\n// #[ignore]\n";
        let found: Vec<_> = find(&Files::sample(&[("a.rs", code)])).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [Some(2), Some(4)]);
    }
}
