//! No error is thrown away: no `.ok()` as a statement, no default instead of a failed read.

use super::{Finding, rust_text};
use crate::files::Files;

/// What a statement contains that talks to the world.
const SIGNS_OF_IO: [&str; 9] =
    [".await", "fs::", "File::", "io::", "read_to_", ".read(", ".recv(", ".send(", ".output("];

/// Statements that swallow an error.
pub fn find(files: &Files) -> Vec<Finding> {
    files.ending(&[".rs"]).flat_map(|(path, text)| check(path, &rust_text::code_only(text))).collect()
}

fn check(path: &str, code: &str) -> Vec<Finding> {
    let dropped = code.match_indices(".ok()").filter(|(position, found)| {
        code.get(position + found.len()..).is_some_and(|rest| rest.trim_start().starts_with(';'))
            && is_statement(code, *position)
    });
    let dropped = dropped.map(|(position, _)| (position, "`.ok()` throws the error away; handle it or pass it on"));
    let defaulted = code.match_indices(".unwrap_or_default()").filter(|(position, _)| {
        let statement = statement_before(code, *position);
        SIGNS_OF_IO.iter().any(|sign| statement.contains(sign))
    });
    let defaulted = defaulted.map(|(position, _)| (position, "a failed read is not an empty one; pass the error on"));
    dropped
        .chain(defaulted)
        .map(|(position, message)| Finding::at(path, rust_text::line_at(code, position), message))
        .collect()
}

/// Whether the value goes nowhere: the statement neither binds nor returns it.
fn is_statement(code: &str, position: usize) -> bool {
    let statement = statement_before(code, position);
    let first = statement.split_whitespace().next().unwrap_or_default();
    !["let", "return", "break"].contains(&first) && !statement.contains(" = ")
}

fn statement_before(code: &str, position: usize) -> &str {
    let before = code.get(..position).unwrap_or_default();
    let start = before.rfind([';', '{', '}']).map_or(0, |found| found + 1);
    before.get(start..).unwrap_or_default().trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(code: &str) -> Vec<usize> {
        let files = Files::sample(&[("crates/server/src/mail.rs", code)]);
        find(&files).into_iter().filter_map(|finding| finding.line).collect()
    }

    #[test]
    fn an_error_thrown_away_is_found() {
        assert_eq!(lines("fn f() {\n    send(\"通知\").ok();\n}"), [2]);
        assert_eq!(lines("fn f() {\n    send()\n        .ok()\n        ;\n}"), [3]);
    }

    #[test]
    fn turning_an_error_into_an_absence_on_purpose_is_allowed() {
        assert!(lines("fn f() { let a = text.parse().ok(); }").is_empty());
        assert!(lines("fn f() -> Option<u8> { text.parse().ok() }").is_empty());
        assert!(lines("// send().ok();\nconst A: &str = \".ok();\";").is_empty());
    }

    #[test]
    fn a_default_instead_of_a_failed_read_is_found() {
        assert_eq!(lines("let text = std::fs::read_to_string(path)\n    .unwrap_or_default();"), [2]);
        assert_eq!(lines("let rows = all(db).await.unwrap_or_default();"), [1]);
        assert!(lines("let first = words.next().unwrap_or_default();").is_empty());
    }
}
