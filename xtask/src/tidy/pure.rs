//! Decisions know no waiting, no database, no web: pure crates, and every slice's `rules.rs`.

use super::boundaries::PURE;
use super::{Finding, rust_text};
use crate::files::Files;

/// Forbidden in both.
const WORDS: [&str; 7] = ["async", "await", "sea_orm", "axum", "tokio", "SystemTime", "Instant::now"];
/// Forbidden in pure crates besides: the machine around them.
const MACHINE: [&str; 5] = ["std::fs", "std::net", "std::env", "std::process", "std::thread"];

/// Forbidden words in code; comments and strings may speak of them.
pub fn find(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files.ending(&[".rs"]) {
        let pure_crate = PURE.iter().any(|name| path.starts_with(&format!("crates/{name}/src/")));
        let decision = path.starts_with("crates/server/src/") && path.ends_with("/rules.rs");
        if pure_crate || decision {
            let code = rust_text::code_only(text);
            let machine: &[&str] = if pure_crate { &MACHINE } else { &[] };
            for word in WORDS.iter().chain(machine) {
                let lines = rust_text::word_positions(&code, word).map(|position| rust_text::line_at(&code, position));
                findings
                    .extend(lines.map(|line| Finding::at(path, line, format!("{word} has no place in a decision"))));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_that_waits_or_reads_is_found() {
        let files = Files::sample(&[
            ("crates/rules/src/tally.rs", "// never async\nasync fn f() {}\n"),
            ("crates/spreadsheets/src/read.rs", "fn f() { std::fs::read(\"表\") }\n"),
            ("crates/server/src/features/rounds/rules.rs", "use sea_orm::Entity;\n"),
            ("crates/server/src/features/rounds/list.rs", "async fn f() {}\n"),
            ("crates/rules/tests/tally.rs", "use std::fs;\n"),
        ]);
        let found: Vec<_> = find(&files).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/rules/src/tally.rs:2: async has no place in a decision",
                "crates/spreadsheets/src/read.rs:1: std::fs has no place in a decision",
                "crates/server/src/features/rounds/rules.rs:1: sea_orm has no place in a decision",
            ]
        );
    }
}
